/** `deno bench` of the kernels as a table. */
import type { Table } from "./table.ts";

/** What `deno bench --json` says of one benchmark. */
interface Said {
  readonly group: string | null;
  readonly name: string;
  readonly results: readonly {
    readonly ok?: {
      readonly n: number;
      readonly avg: number;
      readonly min: number;
      readonly p75: number;
    };
    readonly failed?: unknown;
  }[];
}

/** Runs them in a process of their own; refuses one that failed. */
export async function kernels(): Promise<{ tables: Table[]; raw: Said[] }> {
  const { success, stdout } = await new Deno.Command(Deno.execPath(), {
    args: [
      "bench",
      "--no-prompt",
      "--cached-only",
      "--no-check",
      "-A",
      "--json",
      "bench/kernels_bench.ts",
    ],
    stderr: "inherit",
  }).output();
  const said = new TextDecoder().decode(stdout);
  const { benches } = JSON.parse(said.slice(said.indexOf("{"))) as {
    benches: Said[];
  };
  const failed = benches.filter(({ results }) => !results[0]?.ok);
  if (!success || failed.length > 0) {
    throw new Error(`Cannot time ${failed.map(({ name }) => name).join(", ")}`);
  }
  const first = new Map<string | null, number>();
  const rows = benches.map(({ group, name, results }) => {
    const { avg, min } = results[0]!.ok!;
    if (!first.has(group)) first.set(group, min);
    return [
      group ?? "",
      name,
      (min / 1e6).toFixed(3),
      (avg / 1e6).toFixed(3),
      group === "SVG" ? "" : (min / first.get(group)!).toFixed(1),
    ];
  });
  return {
    raw: benches.map(({ group, name, results }) => ({ group, name, results })),
    tables: [{
      title: "Kernels, warm",
      head: ["what", "by", "min ms", "mean ms", "min / first"],
      rows,
    }],
  };
}
