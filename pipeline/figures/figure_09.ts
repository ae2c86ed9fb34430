/** Figure 9: for which models is evicting better than quantizing the cache? */
import { bestByModel } from "./strategies_said.ts";
import { atBits, comparedBits, strategiesFigure } from "./strategies_figure.ts";

export const strategiesByModel = strategiesFigure({
  name: "figure-09",
  title: "Full, evicting and quantized caches, model by model",
  which: atBits,
  kinds: ["full", "rkv", "hqq"],
  chosen: (study) =>
    study.models.map((model) => ({ model, bits: comparedBits(study) })),
  says: bestByModel,
});
