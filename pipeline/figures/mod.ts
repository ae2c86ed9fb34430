/** Every figure, in the paper's order. */
import type { Figure } from "./figure.ts";
import { serialScaling } from "./figure_01.ts";
import { parallelScaling } from "./figure_05.ts";

export const FIGURES: readonly Figure[] = [serialScaling, parallelScaling];
