/** Legend entries that figures of scaling share. */
import type { Study } from "../study/study.ts";
import { type WeightBits, weightLabel } from "../study/weights.ts";
import type { LegendGroup } from "./legend.ts";
import { FRONTIER_DASH } from "./marks.ts";
import {
  bitsColour,
  bitsSymbol,
  budgetRadius,
  FAINT,
  INK,
  modelColour,
} from "./style.ts";
import { tokensSaid } from "./unit.ts";

const LARGE = 5;

/** What colours, symbols and sizes mean. */
export function scalingLegend(
  study: Study,
  budgets: readonly number[],
  shrink = 1,
): LegendGroup[] {
  return [
    modelEntries(study),
    bitsEntries(study),
    budgetEntries(budgets, shrink),
  ];
}

/** What the dashed line of serial figures is. */
export function undominatedEntries(): LegendGroup {
  return {
    heading: "Frontier",
    entries: [
      {
        swatch: "line",
        label: "nothing beats it",
        colour: INK,
        dash: FRONTIER_DASH,
      },
      ...onFrontierEntry("on it").entries,
    ],
  };
}

/** What a dark ring is. */
export function onFrontierEntry(label: string): LegendGroup {
  return {
    heading: "Frontier",
    entries: [{
      swatch: "dot",
      label,
      symbol: "circle",
      radius: LARGE - 1,
      colour: "#d0d0d0",
      ring: INK,
    }],
  };
}

/** Colours of the models. */
export function modelEntries({ models }: Study): LegendGroup {
  return {
    heading: "Model",
    entries: models.map(({ name, label }) => ({
      swatch: "line",
      label,
      colour: modelColour(models, name),
      width: 3,
    })),
  };
}

/** Symbols of the weight bits. */
function bitsEntries(
  { weightBits }: Study,
  colour: (bits: WeightBits) => string = () => FAINT,
): LegendGroup {
  return {
    heading: "Weights",
    entries: weightBits.map((bits) => ({
      swatch: "dot",
      label: weightLabel(bits),
      symbol: bitsSymbol(bits),
      radius: LARGE,
      colour: colour(bits),
    })),
  };
}

/** Symbols and colours of the weight bits, where colours do not tell models. */
export function colouredBitsEntries(study: Study): LegendGroup {
  return bitsEntries(study, bitsColour);
}

/** Sizes of the smallest and the largest budget. */
export function budgetEntries(
  budgets: readonly number[],
  shrink = 1,
): LegendGroup {
  const ends = [...new Set([Math.min(...budgets), Math.max(...budgets)])];
  return {
    heading: "Token budget",
    entries: ends.map((budget) => ({
      swatch: "dot",
      label: tokensSaid(budget),
      symbol: "circle",
      radius: shrink * budgetRadius(budgets, budget),
      colour: FAINT,
    })),
  };
}
