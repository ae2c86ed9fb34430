/** How well a memory can be spent at best, with bands: figure 1's envelope. */
import { envelopeBand } from "../statistics/envelope_band.ts";
import type { Results } from "../study/results.ts";
import { whose } from "./origin.ts";
import {
  memoryColumn,
  percent,
  scenarioCell,
  serialPoints,
} from "./serial_points.ts";
import type { TextTable } from "./text_table.ts";

/** Memories asked for, evenly apart on a logarithmic scale from the cheapest scenario to the dearest. */
const ASKED = 25;

/** The best accuracy for each of some memories with its bands; null where there are no scenarios. */
export function envelopeTable(results: Results): TextTable | null {
  const serial = serialPoints(results);
  if (!serial) return null;
  const { benchmark, measurements, scored, drawn } = serial;
  const costs = scored.map(({ cost }) => cost);
  const [least, most] = [Math.min(...costs), Math.max(...costs)];
  const asked = Array.from(
    { length: ASKED },
    (_, i) =>
      i === ASKED - 1 ? most : least * (most / least) ** (i / (ASKED - 1)),
  );
  const band = envelopeBand(scored, asked, drawn);
  const memory = memoryColumn(results);
  return {
    name: "envelope",
    title: `Figure 1's envelope: the best a memory buys (${whose(results)})`,
    columns: [
      memory.column,
      ["accuracy_percent", "Best accuracy, %"],
      ["lower_percent", "from, %"],
      ["upper_percent", "to, %"],
      ["lower_of_all_percent", "all: from, %"],
      ["upper_of_all_percent", "all: to, %"],
      ["scenario", "of"],
    ],
    rows: withoutRepeats(asked.map((bytes, i) => {
      const best = measurements.filter(({ totalBytes }) => totalBytes <= bytes)
        .reduce((a, b) => b.accuracy > a.accuracy ? b : a);
      return [
        memory.said(bytes),
        percent(band.envelope[i]!),
        percent(band.lower[i]!),
        percent(band.upper[i]!),
        percent(band.lowerOfAll[i]!),
        percent(band.upperOfAll[i]!),
        scenarioCell(best),
      ];
    })),
    note:
      `${benchmark.label}, one sample, full cache, no floor. From and to: where 95 % of ${
        drawn.draws.toLocaleString("en-US")
      } joint resamples of the problems lie, at this memory alone; all: at the ${ASKED} memories asked ` +
      `for at once (sup-t); what reads like the line before is left out. The bands show the spread and not that a best of many is picked in its own favour: ` +
      `a maximum lies above the true one.`,
  };
}

/** The rows that differ from the one before in more than the memory; the last is kept. */
function withoutRepeats(rows: readonly string[][]): string[][] {
  return rows.filter((row, i) =>
    i === 0 || i === rows.length - 1 ||
    row.slice(1).some((cell, at) => cell !== rows[i - 1]![at + 1])
  );
}
