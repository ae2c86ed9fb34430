/** Door to disk: the rulings a data set is on record with. */
import { join } from "./paths.ts";
import * as v from "valibot";
import { SAYS, type Says } from "../study/ruling.ts";
import { readJson } from "./data_set.ts";

const EXPECTED = v.strictObject({
  schema: v.literal(1),
  /** What each finding says, by its name. */
  findings: v.record(v.string(), v.picklist(SAYS)),
});

/** The ruling of each finding as recorded in `expected.json`; null where nothing is recorded. */
export async function readExpected(
  folder: string,
): Promise<ReadonlyMap<string, Says> | null> {
  const file = join(folder, "expected.json");
  const there = await Deno.stat(file).then(() => true, () => false);
  if (!there) return null;
  const { success, output, issues } = v.safeParse(
    EXPECTED,
    await readJson(file),
  );
  if (!success) {
    throw new TypeError(`Cannot read ${file}: ${v.summarize(issues)}`);
  }
  return new Map(Object.entries(output.findings));
}

/** Names of data sets whose findings are among some committed outputs. */
export async function ruledDataSets(outputs: string): Promise<string[]> {
  const there = await Deno.stat(outputs).then(() => true, () => false);
  if (!there) return [];
  const names: string[] = [];
  for await (const { name, isDirectory } of Deno.readDir(outputs)) {
    if (!isDirectory) continue;
    const file = join(outputs, name, "findings.json");
    if (await Deno.stat(file).then(() => true, () => false)) names.push(name);
  }
  return names.sort();
}
