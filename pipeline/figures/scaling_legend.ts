/** Legend entries that figures of scaling share. */
import type { Study } from "../study/study.ts";
import { weightLabel } from "../study/weights.ts";
import type { LegendGroup } from "./legend.ts";
import { FRONTIER_DASH } from "./marks.ts";
import { bitsSymbol, budgetRadius, FAINT, INK, modelColour } from "./style.ts";
import { tokensSaid } from "./unit.ts";

const LARGE = 5;

/** What colours, symbols and sizes mean. */
export function scalingLegend(
  study: Study,
  budgets: readonly number[],
): LegendGroup[] {
  return [modelEntries(study), bitsEntries(study), budgetEntries(budgets)];
}

/** What the dashed line of serial figures is. */
export function undominatedEntries(): LegendGroup {
  return {
    heading: "Frontier",
    entries: [{
      swatch: "line",
      label: "nothing beats it",
      colour: INK,
      dash: FRONTIER_DASH,
    }],
  };
}

/** Colours of the models. */
function modelEntries({ models }: Study): LegendGroup {
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
function bitsEntries({ weightBits }: Study): LegendGroup {
  return {
    heading: "Weights",
    entries: weightBits.map((bits) => ({
      swatch: "dot",
      label: weightLabel(bits),
      symbol: bitsSymbol(bits),
      radius: LARGE,
      colour: FAINT,
    })),
  };
}

/** Sizes of the smallest and the largest budget. */
function budgetEntries(budgets: readonly number[]): LegendGroup {
  const ends = [...new Set([Math.min(...budgets), Math.max(...budgets)])];
  return {
    heading: "Token budget",
    entries: ends.map((budget) => ({
      swatch: "dot",
      label: tokensSaid(budget),
      symbol: "circle",
      radius: budgetRadius(budgets, budget),
      colour: FAINT,
    })),
  };
}
