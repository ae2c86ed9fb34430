/** `deno task findings`: what the data say about the paper's claims. */
import { EXPECTED } from "../findings/expected.ts";
import { results } from "../reproduce.ts";
import type { Ruling } from "../study/ruling.ts";
import { runCommand } from "./command.ts";
import { dataSetFolders } from "./data_set_folders.ts";

const HELP = `
deno task findings [set...] [--check] [--partial]

Rules on the paper's findings: supported, point only, undecided, contradicted
or insufficient, each with its reason. Without names: every data set.

  --check     fail unless the rulings are the ones recorded for the set; a set
              without a record fails when a finding is not supported
  --partial   go on when planned runs are missing

  deno task findings nano
  deno task findings --check
`;

/** What a set's rulings should have been and are not. */
function surprises(dataSet: string, rulings: readonly Ruling[]): string[] {
  const expected = Object.hasOwn(EXPECTED, dataSet)
    ? EXPECTED[dataSet]
    : undefined;
  const said = new Map(rulings.map(({ finding, says }) => [finding, says]));
  const names = new Set([...Object.keys(expected ?? {}), ...said.keys()]);
  return [...names].flatMap((finding) => {
    const wanted = expected ? expected[finding] ?? "no ruling" : "supported";
    const found = said.get(finding) ?? "no ruling";
    return wanted === found
      ? []
      : [`${dataSet}: ${finding} is ${found}, expected ${wanted}`];
  });
}

/** Sets with a record that are no longer there. */
function vanished(ruled: ReadonlySet<string>): string[] {
  return Object.keys(EXPECTED).filter((dataSet) => !ruled.has(dataSet))
    .map((dataSet) => `${dataSet}: there is a record of it and no data set`);
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
        values.partial,
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
      if (values.check) wrong.push(...surprises(dataSet, rulings));
    }
    if (values.check && positionals.length === 0) {
      wrong.push(...vanished(ruled));
    }
    for (const line of wrong) console.error(line);
    return wrong.length > 0 ? 1 : 0;
  },
});
