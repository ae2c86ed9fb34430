/** Measured decoding steps beside the fitted line and the simulator. */
import type { Results } from "../study/results.ts";
import { weightLabel } from "../study/weights.ts";
import {
  fitResidual,
  GB,
  latencyModel,
  modelSaid,
  simulatedResidual,
} from "./latency_model.ts";
import { whose } from "./origin.ts";
import type { TextTable } from "./text_table.ts";
import { tokensSaid } from "./unit.ts";

/** Every measured batch of one: bytes read a step, milliseconds, and two models of them; null where none was measured. */
export function latencyModelTable(results: Results): TextTable | null {
  const model = latencyModel(results);
  if (!model) return null;
  const cell = (value: number | null, digits: number) =>
    value === null ? "–" : value.toFixed(digits);
  const percent = (share: number | null) =>
    cell(share === null ? null : 100 * share, 1);
  return {
    name: "latency",
    title: `Decoding steps by the bytes they read (${whose(results)})`,
    columns: [
      ["model", "Model"],
      ["weight_bits", "Weights"],
      ["budget", "Tokens"],
      ["gigabytes_read", "Read a step, GB"],
      ["measured_ms", "Measured, ms"],
      ["fitted_ms", "Fitted, ms"],
      ["residual_percent", "Measured against fitted, %"],
      ["simulated_ms", "Simulated A100, ms"],
      ["scaled_residual_percent", "Measured against simulated, scaled, %"],
    ],
    rows: model.steps.map((step) => {
      const { bytes, milliseconds, simulated } = step;
      const { line } = model;
      return [
        step.model.label,
        weightLabel(step.bits),
        tokensSaid(step.budget),
        cell(bytes / GB, 3),
        cell(milliseconds, 3),
        cell(line && line.fixed + line.slope * bytes, 3),
        percent(fitResidual(model, step)),
        cell(simulated, 3),
        percent(simulatedResidual(model, step)),
      ];
    }),
    note:
      "Batches of one that were measured: seconds over tokens, so that the prompt and the request are in it. " +
      "Read: parameters as loaded, without an input embedding that is no output head, and the cache of half the tokens; " +
      "GB = 10^9 bytes. Fitted: a fixed time and the bytes at one bandwidth, least squares of the relative error. " +
      "Simulated: the rule by which the speeds of the paper's grid are drawn, its constants solved from what the paper " +
      "prints of an A100. " + modelSaid(results, model),
  };
}
