/**
 * The kernels in a cold process, each by itself, as the peer times its own: the
 * votes of all cells, their rerun errors, the intervals of all scenarios.
 *
 *   deno run --allow-read --allow-write bench/kernels_cold.ts DATA_SET --timings FILE
 */
import { parseArgs } from "node:util";
import { votedAccuracies } from "../pipeline/aggregate.ts";
import { grade } from "../pipeline/aggregate/grade.ts";
import {
  type ProblemVotes,
  tallyAt,
  votesAt,
} from "../pipeline/aggregate/votes.ts";
import { ingest } from "../pipeline/ingest.ts";
import {
  bootstrapT,
  bootstrapTOfCounts,
} from "../pipeline/statistics/interval.ts";
import { rerunErrors } from "../pipeline/statistics/rerun_error.ts";
import {
  INTERVAL_DRAWS,
  problemDraws,
} from "../pipeline/statistics/resample.ts";
import { groupsOf } from "../pipeline/study/study.ts";
import { validate } from "../pipeline/validate.ts";

const { values, positionals: [folder] } = parseArgs({
  options: { timings: { type: "string" } },
  allowPositionals: true,
});
const ingested = await ingest(folder!);
const votes: { groups: readonly number[]; of: ProblemVotes[] }[] = [];
const counts: { right: Int32Array; samples: number }[] = [];
const scores: Float64Array[] = [];
for (const sound of validate(ingested)) {
  const { run, samples, budgets } = sound;
  const graded = grade(sound, ingested.benchmarks.get(run.benchmark.name)!);
  const groups = groupsOf(ingested.study, run.benchmark, run.kv);
  budgets.forEach((_, at) => {
    if (groups.length > 1) votes.push({ groups, of: votesAt(graded, at) });
    counts.push({ right: tallyAt(graded, at).right, samples });
  });
}
const steps: Record<string, number> = {};
let last = performance.now();
const lap = (step: string) => {
  const now = performance.now();
  steps[step] = (now - last) / 1000;
  last = now;
};
for (const { of, groups } of votes) {
  scores.push(...votedAccuracies(of, groups).slice(1));
}
lap("4b majority@G");
for (const { of, groups } of votes) rerunErrors(of, groups);
lap("4c rerun errors");
const { draws, seed } = INTERVAL_DRAWS;
for (const { right, samples } of counts) {
  bootstrapTOfCounts(right, samples, problemDraws(right.length, draws, seed));
}
for (const each of scores) {
  bootstrapT(each, problemDraws(each.length, draws, seed));
}
lap("4d bootstrap-t");
Deno.writeTextFileSync(values.timings!, JSON.stringify({ steps }));
