/** The pairs the findings name, compared problem by problem. */
import { pairedDifference } from "../statistics/paired.ts";
import { INTERVAL_DRAWS, problemDraws } from "../statistics/resample.ts";
import type { ClaimedPoint } from "../study/claims.ts";
import { kvName } from "../study/kv_strategy.ts";
import type { Measurement } from "../study/measurement.ts";
import type { Results } from "../study/results.ts";
import { whose } from "./origin.ts";
import { percent, scenarioCell, serialPoints } from "./serial_points.ts";
import type { TextTable } from "./text_table.ts";

/** Two scenarios, the first said to be the more accurate. */
interface Pair {
  readonly claimedBy: string;
  readonly better: Measurement;
  readonly worse: Measurement;
}

/** The pairs of findings 1 (d) and 2 (c) with their differences; null where none were measured. */
export function pairsTable(results: Results): TextTable | null {
  const pairs = [...named(results), ...dominated(results)];
  if (pairs.length === 0) return null;
  const { draws, seed } = INTERVAL_DRAWS;
  return {
    name: "pairs",
    title: `The pairs the findings name (${whose(results)})`,
    columns: [
      ["claimed_by", "Finding"],
      ["better", "said to be better"],
      ["better_percent", "Accuracy, %"],
      ["worse", "than"],
      ["worse_percent", "Accuracy, %"],
      ["ahead_points", "ahead, points"],
      ["lower_points", "from"],
      ["upper_points", "to"],
    ],
    rows: pairs.map(({ claimedBy, better, worse }) => {
      const { mean, lower, upper } = pairedDifference(
        better.perProblem.accuracy,
        worse.perProblem.accuracy,
        problemDraws(better.problems, draws, seed),
      );
      return [
        claimedBy,
        scenarioCell(better),
        percent(better.accuracy),
        scenarioCell(worse),
        percent(worse.accuracy),
        ...[mean, lower, upper].map(percent),
      ];
    }),
    note:
      "From and to: 95 % bootstrap-t interval of the difference for new problems, both answering the " +
      "same ones; each pair by itself. 2 (c): every scenario of a configuration said to be " +
      "dominated, and the best of its named rival for no more memory.",
  };
}

/** Finding 1 (d). */
function named({ study, measurements }: Results): Pair[] {
  const find = (claimed: ClaimedPoint) =>
    measurements.find((m) =>
      m.benchmark.name === claimed.benchmark &&
      m.model.name === claimed.model && m.bits === claimed.bits &&
      kvName(m.kv) === claimed.kv && m.budget === claimed.budget &&
      m.group === claimed.group
    );
  return (study.claims.namedPairs ?? []).flatMap((pair) => {
    const [better, worse] = [find(pair.better), find(pair.worse)];
    return better && worse && better.problems === worse.problems
      ? [{ claimedBy: "1 (d)", better, worse }]
      : [];
  });
}

/** Finding 2 (c). */
function dominated(results: Results): Pair[] {
  const serial = serialPoints(results)?.measurements ?? [];
  const of = ({ model, bits }: { model: string; bits: number }) =>
    serial.filter((m) => m.model.name === model && m.bits === bits);
  return (results.study.claims.dominated ?? []).flatMap(({ by, ...loser }) =>
    by.flatMap((winner) =>
      of(loser).flatMap((worse): Pair[] => {
        const affordable = of(winner).filter(({ totalBytes }) =>
          totalBytes <= worse.totalBytes
        );
        if (affordable.length === 0) return [];
        const better = affordable.reduce((a, b) =>
          b.accuracy > a.accuracy ? b : a
        );
        return [{ claimedBy: "2 (c)", better, worse }];
      })
    )
  );
}
