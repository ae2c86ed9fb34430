/** Figures of small multiples: every KV strategy of one model at one precision a panel. */
import { kvName, type KvStrategy } from "../study/kv_strategy.ts";
import type { Measurement } from "../study/measurement.ts";
import type { Model } from "../study/model.ts";
import type { Results } from "../study/results.ts";
import type { Study } from "../study/study.ts";
import { type WeightBits, weightLabel } from "../study/weights.ts";
import { benchmarkOf } from "./curves.ts";
import type { Drawing, DrawOptions, Figure } from "./figure.ts";
import { drawSheet, drawWords, intervalsSaid } from "./sheet.ts";
import {
  samplesSaid,
  sharedAxes,
  strategiesOf,
  strategyLegend,
  strategyMeasurements,
  strategyPanel,
  strategyPoints,
} from "./strategy_panel.ts";
import { memoryUnit } from "./unit.ts";

const COLUMNS = 3;
const FRAME_HEIGHT = 176;

/** A model at a precision. */
export interface Shown {
  readonly model: Model;
  readonly bits: WeightBits;
}

/** A figure with a panel for each model and precision chosen from the study. */
export function strategiesFigure(
  { name, title, which, kinds, chosen, says }: {
    readonly name: string;
    readonly title: string;
    /** Which models these are, for subtitle and caption. */
    readonly which: (study: Study) => string;
    readonly kinds: readonly KvStrategy["kind"][];
    readonly chosen: (study: Study) => readonly Shown[];
    /** The numbers of the caption, of what is shown. */
    readonly says: (shown: readonly Measurement[]) => string;
  },
): Figure {
  return {
    name,
    title,
    draw: (results: Results, options?: DrawOptions): Drawing => {
      const { study } = results;
      const benchmark = benchmarkOf(study, "math");
      const panels = chosen(study);
      const all = benchmark
        ? strategyMeasurements(results, benchmark, kinds).filter((m) =>
          panels.some(({ model, bits }) =>
            model.name === m.model.name && bits === m.bits
          )
        )
        : [];
      const strategies = new Set(all.map(({ kv }) => kvName(kv)));
      if (!benchmark || strategies.size < 2) {
        return drawWords(results, {
          name,
          title,
          why:
            "Not drawn: the data set has no mathematics benchmark answered under several KV strategies by these models.",
        });
      }
      const unit = memoryUnit(study).name;
      const intervals = options?.intervals ?? false;
      const { y } = sharedAxes(strategyPoints(study, all), unit, intervals);
      return drawSheet(
        results,
        {
          name,
          title,
          subtitle: `${benchmark.label}, one sample; ${which(study)}`,
          shows:
            `Memory (${unit}, logarithmic, every panel its own) against accuracy on ${benchmark.label} for ` +
            `${
              which(study)
            }, a curve for each KV strategy, its dots the token budgets. ` +
            `An evicting cache stops growing once it is full: its curve turns upright.` +
            samplesSaid(study),
          says: says(all),
          benchmark: benchmark.name,
          legend: strategyLegend(study, kinds),
          intervals: intervalsSaid(intervals, "at the largest budget"),
          strategies: strategiesOf(study, kinds),
          columns: Math.min(COLUMNS, panels.length),
          frameHeight: FRAME_HEIGHT,
        },
        panels.map(({ model, bits }) =>
          strategyPanel(study, model, bits, all, y, intervals)
        ),
      );
    },
  };
}

/** Every precision of some models, in the study's order. */
export function everyPrecision(
  { weightBits }: Study,
  models: readonly Model[],
): Shown[] {
  return models.flatMap((model) => weightBits.map((bits) => ({ model, bits })));
}

/** How many models of a study are no larger than the scale pivot's; half when it has none. */
export function modelsUpToPivot({ models, claims }: Study): number {
  const at = models.findIndex(({ name }) => name === claims.scalePivot?.model);
  return at < 0 ? Math.ceil(models.length / 2) : at + 1;
}

/** The precision of the eviction pivot, or the middle one. */
export function comparedBits({ claims, weightBits }: Study): WeightBits {
  return claims.evictionPivot?.bits ??
    weightBits[Math.floor(weightBits.length / 2)]!;
}

/** Names of models as they are listed: "0.6B, 1.7B and 4B". */
export function listed(models: readonly Model[]): string {
  const labels = models.map(({ label }) => label);
  const last = labels.pop();
  return labels.length > 0 ? `${labels.join(", ")} and ${last}` : `${last}`;
}

/** What a figure of one precision says it shows. */
export function atBits(study: Study): string {
  return `every model with ${weightLabel(comparedBits(study))} weights`;
}
