/** The data the site ships: of every set its study, measurements, scores of each problem and rulings; no generations. */
import { join } from "node:path";
import type { Shipped } from "../lib/data_set.ts";

const SHIPPED = ["measurements.arrow", "per-problem.arrow", "findings.json"];

/** Copies them from data/ and figures/, where `deno task reproduce` left them; names of the sets, measured ones first. */
export async function shipData(
  repository: string,
  publicDir: string,
): Promise<string[]> {
  const sets: Shipped[] = [];
  const folder = join(publicDir, "data");
  await Deno.remove(publicDir, { recursive: true }).catch(() => {});
  for await (const { name } of Deno.readDir(join(repository, "data"))) {
    const outputs = join(repository, "figures", name);
    const isMade = await Deno.stat(join(outputs, "measurements.arrow"))
      .then(() => true, () => false);
    if (!isMade) continue;
    await Deno.mkdir(join(folder, name), { recursive: true });
    const study = join(repository, "data", name, "study.json");
    await Deno.copyFile(study, join(folder, name, "study.json"));
    for (const file of SHIPPED) {
      await Deno.copyFile(join(outputs, file), join(folder, name, file));
    }
    const { kind, title, benchmarks }: Shipped = JSON.parse(
      await Deno.readTextFile(study),
    );
    sets.push({
      name,
      kind,
      title,
      benchmarks: benchmarks.map(({ name, label }) => ({ name, label })),
    });
  }
  const kinds = ["measured", "imported", "simulated"];
  sets.sort((a, b) =>
    kinds.indexOf(a.kind) - kinds.indexOf(b.kind) || (a.name < b.name ? -1 : 1)
  );
  await Deno.writeTextFile(join(folder, "sets.json"), JSON.stringify(sets));
  return sets.map(({ name }) => name);
}
