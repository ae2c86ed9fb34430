/** Figure 12: every KV strategy for the models up to the scale pivot's. */
import {
  everyPrecision,
  listed,
  modelsUpToPivot,
  strategiesFigure,
} from "./strategies_figure.ts";
import { meanAtLongest } from "./strategies_said.ts";

const smaller = (study: Parameters<typeof modelsUpToPivot>[0]) =>
  study.models.slice(0, modelsUpToPivot(study));

export const strategiesOfSmall = strategiesFigure({
  name: "figure-12",
  title: "Every KV strategy: the smaller models",
  which: (study) => `${listed(smaller(study))} at every weight precision`,
  kinds: ["full", "rkv", "streaming", "hqq"],
  chosen: (study) => everyPrecision(study, smaller(study)),
  says: meanAtLongest,
});
