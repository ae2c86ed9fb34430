/** The speeds of a study without result files. */
import type { Results } from "../study/results.ts";
import { weightLabel } from "../study/weights.ts";
import { whose } from "./origin.ts";
import type { TextTable } from "./text_table.ts";
import { tokensSaid } from "./unit.ts";

/** Every batch that was timed or fitted, as the timing file has it; null where measurements have the speeds, or none was timed. */
export function speedTable(results: Results): TextTable | null {
  const { study, timings } = results;
  if (timings.length === 0) return null;
  const label = new Map(study.models.map(({ name, label }) => [name, label]));
  const said = (value: number) =>
    value >= 100 ? String(Math.round(value)) : value.toPrecision(3);
  return {
    name: "speeds",
    title: `Speed of batches of one length (${whose(results)})`,
    columns: [
      ["model", "Model"],
      ["weight_bits", "Weights"],
      ["budget", "Tokens"],
      ["concurrency", "Batch"],
      ["latency_seconds", "Latency, s"],
      ["requests_per_second", "Requests/s"],
      ["output_tokens_per_second", "Tokens/s"],
      ["method", "Method"],
    ],
    rows: timings.map((each) => [
      label.get(each.model)!,
      weightLabel(study.weightBits.find((bits) => bits === each.weightBits)!),
      tokensSaid(each.budget),
      String(each.concurrency),
      ...(each.outOfMemory ? ["–", "–", "–"] : [
        each.latencySeconds,
        each.requestsPerSecond,
        each.outputTokensPerSecond,
      ].map(said)),
      each.outOfMemory ? "out of memory" : each.method,
    ]),
    note:
      "Batch 1, and the largest batch that ran at once without preemption. Fitted: from the fits to the measured ones.",
  };
}
