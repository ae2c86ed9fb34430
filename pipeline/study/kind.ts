/**
 * Where a data set's generations come from: a server of ours was asked for
 * them, a generator drew them, or another tool made and logged them.
 */
export const KINDS = ["measured", "simulated", "imported"] as const;

/** Where a data set's generations come from. */
export type Kind = typeof KINDS[number];
