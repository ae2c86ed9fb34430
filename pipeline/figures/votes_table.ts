/** What a vote makes of the samples, beside what the best of them would. */
import { passAtK } from "../statistics/pass_at_k.ts";
import type { Measurement } from "../study/measurement.ts";
import type { Results } from "../study/results.ts";
import { weightLabel } from "../study/weights.ts";
import { benchmarkOf } from "./curves.ts";
import { whose } from "./origin.ts";
import { percent } from "./serial_points.ts";
import type { TextTable } from "./text_table.ts";
import { tokensSaid } from "./unit.ts";

/** pass@1, majority@G and pass@G of every configuration at the largest budget, for a middle and the largest group; null where nothing votes. */
export function votesTable(results: Results): TextTable | null {
  const { study, measurements } = results;
  const benchmark = benchmarkOf(study, "math");
  const full = measurements.filter((m) =>
    m.benchmark.name === benchmark?.name && m.kv.kind === "full"
  );
  const budget = Math.max(...full.map((m) => m.budget));
  const voted = full.filter((m) => m.budget === budget);
  const all = [...new Set(voted.map(({ group }) => group))]
    .filter((group) => group > 1).sort((a, b) => a - b);
  if (!benchmark || all.length === 0) return null;
  const groups = [...new Set([all[all.length >> 1]!, all.at(-1)!])];
  const alone = voted.filter(({ group }) => group === 1);
  return {
    name: "votes",
    title: `Votes, and what the samples hold, at ${
      tokensSaid(budget)
    } tokens (${whose(results)})`,
    columns: [
      ["model", "Model"],
      ["weights", "Weights"],
      ["pass_at_1_percent", "pass@1, %"],
      ...groups.flatMap((group) => [
        [`majority_at_${group}_percent`, `majority@${group}, %`] as const,
        [`pass_at_${group}_percent`, `pass@${group}, %`] as const,
      ]),
    ],
    rows: alone.map((m) => [
      m.model.label,
      weightLabel(m.bits),
      percent(m.accuracy),
      ...groups.flatMap((group) => [
        votedOf(voted, m, group),
        percent(passOf(m, group)),
      ]),
    ]),
    note:
      `${benchmark.label}, full cache. majority@G: a vote of G samples, the expectation over all ` +
      `subsets. pass@G: one of G samples is right, what a perfect judge would make of them (unbiased). ` +
      `Between the two lies what a vote leaves.`,
  };
}

function votedOf(
  voted: readonly Measurement[],
  { model, bits }: Measurement,
  group: number,
): string {
  const found = voted.find((m) =>
    m.model === model && m.bits === bits && m.group === group
  );
  return found ? percent(found.accuracy) : "–";
}

/** The mean over problems of pass@k. */
function passOf({ perProblem: { right }, samples }: Measurement, k: number) {
  return right.reduce(
    (sum, share) => sum + passAtK(samples, Math.round(share * samples), k),
    0,
  ) / right.length;
}
