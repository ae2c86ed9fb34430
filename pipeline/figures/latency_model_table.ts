/** Measured decoding steps beside three models of them. */
import type { Results } from "../study/results.ts";
import { weightLabel } from "../study/weights.ts";
import { GB, modelSaid, stepModels, stepResidual } from "./latency_model.ts";
import { whose } from "./origin.ts";
import type { TextTable } from "./text_table.ts";
import { tokensSaid } from "./unit.ts";

/** Every measured batch of one: bytes read a step, milliseconds measured, and what each model says; null where none was measured. */
export function latencyModelTable(results: Results): TextTable | null {
  const { steps } = results;
  if (steps.length === 0) return null;
  const models = stepModels(results);
  const cell = (value: number | null, digits: number) =>
    value === null ? "–" : value.toFixed(digits);
  return {
    name: "latency",
    title: `Decoding steps by the bytes they read (${whose(results)})`,
    columns: [
      ["model", "Model"],
      ["weight_bits", "Weights"],
      ["budget", "Tokens"],
      ["gigabytes_read", "Read a step, GB"],
      ["measured_ms", "Measured, ms"],
      ["simulated_a100_ms", "Simulated A100, ms"],
      ...models.flatMap(({ name, title }) => [
        [`${name}_ms`, `${title}, ms`] as const,
        [`${name}_residual_percent`, "Measured against it, %"] as const,
      ]),
    ],
    rows: steps.map((step) => [
      step.model.label,
      weightLabel(step.bits),
      tokensSaid(step.budget),
      cell(step.bytes / GB, 3),
      cell(step.milliseconds, 3),
      cell(step.simulated, 3),
      ...models.flatMap((model) => {
        const share = stepResidual(model, step);
        return [
          cell(model.of(step), 3),
          cell(share === null ? null : 100 * share, 1),
        ];
      }),
    ]),
    note: [
      "Batches of one that were measured: seconds over tokens, so that prompt and request are in it.",
      "Read: parameters as loaded, without an input embedding that is no output head, and the cache of half the tokens; GB = 10^9 bytes.",
      "Fits have the least squares of the relative error.",
      "Simulated: the rule by which the speeds of the paper's grid are drawn, its constants solved from what the paper prints of an A100.",
      ...models.map((model) => modelSaid(model, steps)),
    ].join(" "),
  };
}
