/** How every figure looks: colours, symbols, sizes. */
import type { KvStrategy } from "../study/kv_strategy.ts";
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

/** The colour of a KV strategy's family, the same in every figure. */
export function familyColour(kind: KvStrategy["kind"]): string {
  switch (kind) {
    case "full":
      return "#4d4d4d";
    case "rkv":
      return "#12805c";
    case "streaming":
      return "#c98a00";
    case "hqq":
      return "#3355c8";
  }
}

/** Dashes that tell the members of a family apart, the least compressed solid. */
const FAMILY_DASHES = ["none", "5,3", "1.5,2.5", "8,3,2,3"] as const;

/** The dash of the `place`th strategy of a family, the least compressed first. */
export function familyDash(place: number): string {
  return FAMILY_DASHES[Math.min(place, FAMILY_DASHES.length - 1)]!;
}

/** One to many samples, light to dark. */
const GROUP_HUES = [
  "#c9c9c9",
  "#a9c4dd",
  "#86abd0",
  "#6690c4",
  "#4a74b4",
  "#33569c",
  "#1f3a80",
  "#0f1f5c",
] as const;

/** The colour of the `place`th of `count` group sizes. */
export function groupColour(place: number, count: number): string {
  const last = GROUP_HUES.length - 1;
  const at = count > 1 ? Math.round((place * last) / (count - 1)) : last;
  return GROUP_HUES[at] ?? INK;
}
