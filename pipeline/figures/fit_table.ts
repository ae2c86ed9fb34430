/** What the fitted speeds of a study without result files are from. */
import { kvName } from "../study/kv_strategy.ts";
import type { Results } from "../study/results.ts";
import { weightLabel } from "../study/weights.ts";
import { whose } from "./origin.ts";
import type { TextTable } from "./text_table.ts";

/** The fit of each model and precision, with its largest residual; null where no speed that this study shows was fitted. */
export function fitTable(results: Results): TextTable | null {
  const { study, timings, timedOn: { fits } } = results;
  if (!timings.some(({ method }) => method === "fitted")) return null;
  const rows = study.models.flatMap(({ name, label }) =>
    study.weightBits.flatMap((bits) =>
      study.kvStrategies.flatMap((kv) => {
        const fit = fits[`${name}-w${bits}-${kvName(kv)}`];
        return fit
          ? [[
            label,
            weightLabel(bits),
            kvName(kv),
            (1e3 * fit.perRequest).toFixed(1),
            (1e3 * fit.base).toFixed(2),
            (1e6 * fit.perGeneration).toFixed(1),
            (1e9 * fit.perContext).toFixed(1),
            String(fit.attempts),
            (100 * fit.residual).toFixed(1),
          ]]
          : [];
      })
    )
  );
  return {
    name: "fits",
    title: `Fits to the batches that were timed (${whose(results)})`,
    columns: [
      ["model", "Model"],
      ["weight_bits", "Weights"],
      ["kv", "KV cache"],
      ["request_ms", "A request, ms"],
      ["step_ms", "A step, ms"],
      ["generation_us", "A generation in it, µs"],
      ["context_ns", "A cached token of it, ns"],
      ["attempts", "Batches timed"],
      ["residual_percent", "Largest residual, %"],
    ],
    rows,
    note:
      "A batch of c takes c requests, and for each token of the budget a step, c generations in it, and for each of them the tokens cached at half the budget. Least squares of the relative error, no time below 0. Longer budgets than were timed are filled in from this.",
  };
}
