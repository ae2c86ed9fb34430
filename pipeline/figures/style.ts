/** How every figure looks: colours, symbols, sizes. */
import type { KvStrategy } from "../study/kv_strategy.ts";
import type { Model } from "../study/model.ts";
import type { Says } from "../study/ruling.ts";
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

const SMALLEST_DOT = 2.2;
const LARGEST_DOT = 5;

/** The colour of a model: its place among the study's models, spread over the palette. */
export function modelColour(models: readonly Model[], name: string): string {
  const at = models.findIndex((model) => model.name === name);
  const place = models.length > 1
    ? Math.round((at * (MODEL_HUES.length - 1)) / (models.length - 1))
    : MODEL_HUES.length - 1;
  // More models than hues share them, neighbours first.
  return MODEL_HUES[place] ?? INK;
}

/** Parts of red, green and blue in the light one sees, sRGB. */
function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const value = parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
}

/** Contrast of text against white that everyone can read, WCAG 2.1. */
const READABLE = 4.5;

/** A colour as text on white: itself, or as much darker as reading needs. */
export function readable(hex: string): string {
  for (let light = 1; light > 0; light -= 0.05) {
    const darker = `#${
      [1, 3, 5].map((at) =>
        Math.round(light * parseInt(hex.slice(at, at + 2), 16))
          .toString(16).padStart(2, "0")
      ).join("")
    }`;
    if (1.05 / (luminance(darker) + 0.05) >= READABLE) return darker;
  }
  return INK;
}

/** The colour of weights at so many bits, where models are told apart otherwise. */
export function bitsColour(bits: WeightBits): string {
  switch (bits) {
    case 2:
      return "#f4d35e";
    case 3:
      return "#f39c3d";
    case 4:
      return "#d8572a";
    case 8:
      return "#1f8a8c";
    case 16:
      return "#14213d";
  }
}

/** Behind the name of a ruling, in dark ink. */
export function rulingColour(says: Says): string {
  switch (says) {
    case "supported":
      return "#a9d8b8";
    case "point only":
      return "#dbe8b4";
    case "undecided":
      return "#f5dfa6";
    case "contradicted":
      return "#f2b8ae";
    case "insufficient":
      return "#dcdcdc";
  }
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
