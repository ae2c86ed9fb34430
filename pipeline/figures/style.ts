/** How every figure looks: colours, symbols, sizes. */
import type { Model } from "../study/model.ts";
import type { WeightBits } from "../study/weights.ts";

export const FONT = "Inter, 'DejaVu Sans', Helvetica, Arial, sans-serif";
export const INK = "#1a1a1a";
export const FAINT = "#6b6b6b";
export const GRID = "#e4e4e4";

/** Small to large model, light to dark: the order shows in greys and to colour-blind eyes too. */
const MODEL_HUES = [
  "#fca636",
  "#e97158",
  "#cc4778",
  "#a62098",
  "#6a00a8",
  "#0d0887",
] as const;

const SMALLEST_DOT = 2.5;
const LARGEST_DOT = 5.5;

/** The colour of a model: its place among the study's models, spread over the palette. */
export function modelColour(models: readonly Model[], name: string): string {
  const at = models.findIndex((model) => model.name === name);
  const place = models.length > 1
    ? Math.round((at * (MODEL_HUES.length - 1)) / (models.length - 1))
    : MODEL_HUES.length - 1;
  // More models than hues share them, neighbours first.
  return MODEL_HUES[place] ?? INK;
}

/** The symbol of weights at so many bits. */
export function bitsSymbol(
  bits: WeightBits,
): "star" | "diamond" | "square" | "triangle" | "circle" {
  switch (bits) {
    case 2:
      return "star";
    case 3:
      return "diamond";
    case 4:
      return "square";
    case 8:
      return "triangle";
    case 16:
      return "circle";
  }
}

/** Radius of a dot, pixels: grows with the token budget. */
export function budgetRadius(
  budgets: readonly number[],
  budget: number,
): number {
  const least = Math.min(...budgets);
  const most = Math.max(...budgets);
  return most === least ? (SMALLEST_DOT + LARGEST_DOT) / 2 : SMALLEST_DOT +
    ((LARGEST_DOT - SMALLEST_DOT) * (budget - least)) / (most - least);
}
