/** Figure 11: every KV strategy for the models larger than the scale pivot's. */
import {
  everyPrecision,
  listed,
  modelsUpToPivot,
  strategiesFigure,
} from "./strategies_figure.ts";
import { meanAtLongest } from "./strategies_said.ts";

const larger = (study: Parameters<typeof modelsUpToPivot>[0]) =>
  study.models.slice(modelsUpToPivot(study));

export const strategiesOfLarge = strategiesFigure({
  name: "figure-11",
  title: "Every KV strategy: the larger models",
  which: (study) => `${listed(larger(study))} at every weight precision`,
  kinds: ["full", "rkv", "streaming", "hqq"],
  chosen: (study) => everyPrecision(study, larger(study)),
  says: meanAtLongest,
});
