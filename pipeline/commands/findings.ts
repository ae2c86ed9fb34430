/** `deno task findings`: what the data say about the paper's claims. */
import { results } from "../reproduce.ts";
import { readExpected, ruledDataSets } from "../store/expected.ts";
import type { Ruling, Says } from "../study/ruling.ts";
import { runCommand } from "./command.ts";
import { DATA, dataSetFolders, FIGURES } from "./data_set_folders.ts";

const HELP = `
deno task findings [set...] [--check] [--partial]

Rules on the paper's findings: supported, point only, undecided, contradicted
or insufficient, each with its reason. Without names: every data set.

  --check     fail unless the rulings are those of the set's expected.json; a
              set without one fails when a finding is not supported
  --partial   go on when planned runs are missing

  deno task findings nano
  deno task findings --check
`;

/** What a set's rulings should have been and are not. */
function surprises(
  dataSet: string,
  expected: ReadonlyMap<string, Says> | null,
  rulings: readonly Ruling[],
): string[] {
  const said = new Map(rulings.map(({ finding, says }) => [finding, says]));
  const names = new Set([...expected?.keys() ?? [], ...said.keys()]);
  return [...names].flatMap((finding) => {
    const wanted = expected
      ? expected.get(finding) ?? "no ruling"
      : "supported";
    const found = said.get(finding) ?? "no ruling";
    return wanted === found
      ? []
      : [`${dataSet}: ${finding} is ${found}, expected ${wanted}`];
  });
}

await runCommand({
  help: HELP,
  options: { check: { type: "boolean" }, partial: { type: "boolean" } },
  run: async ({ values, positionals }) => {
    const wrong: string[] = [];
    const ruled = new Set<string>();
    for (const folder of await dataSetFolders(positionals)) {
      const { dataSet, study, measurements, rulings } = await results(
        folder,
        { partial: values.partial ?? false },
      );
      if (measurements.length === 0) {
        console.log(
          `${dataSet} (${study.kind}): no result files, nothing to rule on`,
        );
      }
      for (const { finding, says, because, adjustedP } of rulings) {
        const p = adjustedP === null
          ? ""
          : `, adjusted p ${adjustedP.toFixed(3)}`;
        console.log(
          `${dataSet} (${study.kind}): ${finding} ${says}${p}: ${because}`,
        );
      }
      ruled.add(dataSet);
      if (values.check) {
        const expected = await readExpected(folder);
        wrong.push(...surprises(dataSet, expected, rulings));
      }
    }
    if (values.check && positionals.length === 0) {
      const gone = (await ruledDataSets(FIGURES)).filter((name) =>
        !ruled.has(name)
      );
      wrong.push(
        ...gone.map((name) =>
          `${name}: ${FIGURES}/ has findings of it and ${DATA}/ no such set`
        ),
      );
    }
    for (const line of wrong) console.error(line);
    return wrong.length > 0 ? 1 : 0;
  },
});
