/** Rulings on record that are not those of the data: `findings --check` must say so. */
import { join } from "node:path";
import { results } from "../../pipeline/reproduce.ts";
import { SAYS } from "../../pipeline/study/ruling.ts";
import { runTask } from "../fixtures/task.ts";
import { inTemporaryFolder, writeTinyDataSet } from "../fixtures/tiny.ts";
import { type Trial, trial } from "./trial.ts";

/** Every finding recorded with every other ruling, and left out; only the true record passes. */
export async function driftedVerdicts(findings = Infinity): Promise<Trial> {
  let tried: Trial | undefined;
  await inTemporaryFolder(async (cwd) => {
    const set = join(cwd, "data/tiny");
    await writeTinyDataSet(set, "tiny");
    const { rulings } = await results(set);
    const truth = rulings.map(({ finding, says }) => [finding, says] as const);
    const cases = [
      { record: truth, passes: true },
      ...truth.slice(0, findings).flatMap(([finding, says], at) => [
        { record: truth.toSpliced(at, 1), passes: false },
        ...SAYS.filter((other) => other !== says).map((other) => ({
          record: truth.with(at, [finding, other]),
          passes: false,
        })),
      ]),
    ];
    tried = await trial(
      "rulings on record",
      cases,
      async ({ record, passes }) => {
        await Deno.writeTextFile(
          join(set, "expected.json"),
          JSON.stringify({ schema: 1, findings: Object.fromEntries(record) }),
        );
        const { code } = await runTask("findings", ["--check", "tiny"], {
          cwd,
        });
        return (code === 0) === passes
          ? null
          : `${JSON.stringify(record)} ended with ${code}`;
      },
    );
  });
  return tried!;
}
