/** The figures beyond the paper's, in the page's order. */
import type { Figure } from "./figure.ts";
import { glance } from "./glance.ts";
import { stability } from "./stability_figure.ts";
import { threshold } from "./threshold_figure.ts";

export const OURS: readonly Figure[] = [glance, stability, threshold];
