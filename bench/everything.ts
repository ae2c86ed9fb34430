/** Everything `deno task reproduce` makes of the paper's grid, in a cold process, and again when nothing changed. */
import { type Launched, launcher } from "./launch.ts";
import { milliseconds, type Table } from "./table.ts";

/** Runs the task's command in turns, with and without a reason to. */
export async function everything(
  { python, runs }: { readonly python: string; readonly runs: number },
): Promise<{ readonly tables: Table[]; readonly raw: unknown }> {
  const folder = await Deno.makeTempDir({ dir: ".", prefix: ".test-" });
  const launch = launcher(python, folder);
  const reproduce = (...more: string[]) =>
    launch([
      Deno.execPath(),
      "run",
      "--no-prompt",
      "--cached-only",
      "--allow-read=.",
      "--allow-write=figures",
      "pipeline/commands/reproduce.ts",
      ...more,
    ]);
  const sides: Record<
    string,
    { run: () => Promise<Launched>; runs: Launched[] }
  > = {
    "figures, tables, findings, page of paper": {
      run: () => reproduce("paper", "--again"),
      runs: [],
    },
    "all data sets, nothing changed": { run: () => reproduce(), runs: [] },
    "the same through deno task, packages and grid looked for first": {
      run: () => launch([Deno.execPath(), "task", "--quiet", "reproduce"]),
      runs: [],
    },
  };
  try {
    await reproduce();
    for (let turn = 0; turn < runs; turn++) {
      for (const side of Object.values(sides)) side.runs.push(await side.run());
    }
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
  const rows = Object.entries(sides).map(([name, { runs }]) => [
    name,
    ...milliseconds(runs.map(({ wall }) => wall)),
    milliseconds(runs.map(({ cpu }) => cpu))[1]!,
    String(Math.round(Math.max(...runs.map(({ peakMib }) => peakMib)))),
  ]);
  return {
    raw: Object.fromEntries(
      Object.entries(sides).map(([name, { runs }]) => [name, runs]),
    ),
    tables: [{
      title: "Everything `deno task reproduce` makes",
      head: ["what", "min ms", "median ms", "max ms", "CPU ms", "peak MiB"],
      rows,
    }],
  };
}
