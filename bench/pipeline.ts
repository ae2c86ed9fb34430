/**
 * The work both pipelines do, in a process of its own: result files to
 * measurements, frontiers, CSV and the twelve figures.
 *
 *   deno run --allow-read --allow-write bench/pipeline.ts DATA_SET OUT [--no-figures] [--threads 1] [--timings FILE]
 */
import { measurementsCsv } from "../pipeline/figures/measurements_csv.ts";
import { measured } from "../pipeline/measured.ts";
import { scenarioName } from "../pipeline/study/measurement.ts";

const begin = performance.now();
// Arguments by hand: node:util takes longer to load than they do.
const [folder, out, ...options] = Deno.args;
const valueOf = (name: string) => {
  const at = options.indexOf(name);
  return at < 0 ? undefined : options[at + 1];
};
const timings = valueOf("--timings");
const steps: Record<string, number> = {};
let last = begin;
const lap = (step: string) => {
  const now = performance.now();
  steps[step] = (steps[step] ?? 0) + (now - last) / 1000;
  last = now;
};
steps["0 start and imports"] = begin / 1000;
const { study, measurements, frontiers, recounted: _, ...rest } =
  await measured(
    folder!,
    {
      threads: Number(valueOf("--threads") ?? 2),
      told: (stage) => lap(`1-5 ${stage}`),
    },
  );
Deno.mkdirSync(out!, { recursive: true });
Deno.writeTextFileSync(
  `${out}/measurements.csv`,
  measurementsCsv(measurements),
);
Deno.writeTextFileSync(
  `${out}/frontiers.json`,
  JSON.stringify(
    frontiers.map(({ scope, of, benchmark, members }) => ({
      scope,
      of,
      benchmark,
      members: members.map(scenarioName),
    })),
  ),
);
lap("6a csv");
if (!options.includes("--no-figures")) {
  const { FIGURES } = await import("../pipeline/figures/mod.ts");
  lap("6b import figures");
  const results = {
    ...rest,
    study,
    measurements,
    frontiers,
    rulings: [],
    variants: [],
    steps: [],
    criteria: [],
  };
  for (const { name, draw } of FIGURES) {
    Deno.writeTextFileSync(`${out}/${name}.svg`, draw(results).svg);
  }
  lap("6c figures");
}
if (timings) {
  Deno.writeTextFileSync(timings, JSON.stringify({ steps }));
}
// Nothing to tidy up, as the peer does.
Deno.exit(0);
