import type { Says } from "../study/ruling.ts";

/**
 * The rulings each committed data set is known to give. Any change, in either
 * direction, turns `findings --check` red until it is recorded here.
 */
export const EXPECTED: Readonly<
  Record<string, Readonly<Record<string, Says>>>
> = {
  nano: {
    "finding-1": "insufficient",
    "finding-2": "insufficient",
    "finding-3": "contradicted",
    "finding-4": "insufficient",
    "finding-5": "insufficient",
    "finding-6": "insufficient",
  },
  paper: {
    "finding-1": "point only",
    "finding-2": "point only",
    "finding-3": "point only",
    "finding-4": "supported",
    "finding-5": "point only",
    "finding-6": "supported",
  },
};
