/** Which of figure 1's scenarios are shown to be dominated, beyond the noise of the problems. */
import { dominationCertificates } from "../statistics/domination.ts";
import { FEWEST_DIFFERING } from "../statistics/family.ts";
import type { Results } from "../study/results.ts";
import { whose } from "./origin.ts";
import {
  memoryColumn,
  percent,
  scenarioCell,
  serialPoints,
} from "./serial_points.ts";
import type { TextTable } from "./text_table.ts";

/** Every scenario with a certificate against it, its best one, and by how many others it is dominated as surely; null where there are no scenarios. */
export function dominatedTable(results: Results): TextTable | null {
  const serial = serialPoints(results);
  if (!serial) return null;
  const { benchmark, measurements, scored, drawn } = serial;
  const { comparisons, resampled, certificates } = dominationCertificates(
    scored,
    drawn,
  );
  const byLoser = Map.groupBy(certificates, ({ loser }) => loser);
  const memory = memoryColumn(results);
  return {
    name: "dominated",
    title: `What is shown to be dominated in figure 1 (${whose(results)})`,
    columns: [
      ["scenario", "Scenario"],
      memory.column,
      ["accuracy_percent", "Accuracy, %"],
      ["winner", "best beaten by"],
      [
        `winner_${memory.column[0]}`,
        `its ${memory.column[1].replace("Memory", "memory")}`,
      ],
      ["ahead_points", "ahead, points"],
      ["ahead_least_points", "at least"],
      ["adjusted_p", "adjusted p"],
      ["winners", "shown for"],
    ],
    rows: [...byLoser].map(([at, [best, ...others]]) => {
      const loser = measurements[at]!;
      const winner = measurements[best!.winner]!;
      return [
        scenarioCell(loser),
        memory.said(loser.totalBytes),
        percent(loser.accuracy),
        scenarioCell(winner),
        memory.said(winner.totalBytes),
        percent(best!.difference),
        percent(best!.lower),
        best!.adjustedP.toFixed(3),
        String(1 + others.length),
      ];
    }),
    note:
      `${benchmark.label}, one sample, full cache. Of ${
        comparisons.toLocaleString("en-US")
      } pairs in which one takes no more memory than the other, compared problem by problem and all ` +
      `at once (max-t over ${
        drawn.draws.toLocaleString("en-US")
      } joint resamples), ${
        certificates.length.toLocaleString("en-US")
      } show that the one is more accurate: ${byLoser.size} of ${measurements.length} scenarios are ` +
      `shown to be dominated. At least: lower bound that holds for all pairs at once with 95 %. Shown ` +
      `for: how many scenarios beat it as surely. What is not listed is not shown to be on the ` +
      `frontier: it is open. ${
        (comparisons - resampled).toLocaleString("en-US")
      } of the pairs differ in fewer than ${FEWEST_DIFFERING} problems, are never resampled and show ` +
      `nothing; ${resampled.toLocaleString("en-US")} were.`,
  };
}
