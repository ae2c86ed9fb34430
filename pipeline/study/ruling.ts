/** What the data say about one part of a finding. */
export interface PartOutcome {
  /** "a" .. "e", as in the list of deciding forms. */
  readonly part: string;
  readonly statement: string;
  readonly outcome: "pass" | "fail" | "insufficient";
  /** The numbers it rests on, in words. */
  readonly because: string;
}

/** The five things the data can say about a finding. */
export const SAYS = [
  "supported",
  "point only",
  "undecided",
  "contradicted",
  "insufficient",
] as const;

/** What the data say about a finding. */
export type Says = typeof SAYS[number];

/** A finding decided. */
export interface Ruling {
  /** "finding-1". */
  readonly finding: string;
  readonly claim: string;
  readonly says: Says;
  readonly because: string;
  /** (1 + failing draws) / (draws + 1), and adjusted after Holm over the six; null when insufficient. */
  readonly p: number | null;
  readonly adjustedP: number | null;
  /** Share of joint problem resamples in which every deciding part passes; null when insufficient. */
  readonly passingShare: number | null;
  readonly parts: readonly PartOutcome[];
  /** Forms that do not decide, printed beside. */
  readonly sensitivity: readonly PartOutcome[];
  readonly estimates: readonly Estimated[];
}

/** A number estimated from the data. */
export interface Estimated {
  readonly statement: string;
  readonly unit: string;
  readonly value: number;
  /** The middle 95 % of the joint problem resamples that tell. */
  readonly lower: number;
  readonly upper: number;
}

/** What findings say when one declared choice is another. */
export interface VariantRulings {
  readonly statement: string;
  /** By finding. */
  readonly says: Readonly<Record<string, Says>>;
  /** The findings that rest on the choice, with their parts; those that the table is enough for are left out. */
  readonly inFull: readonly Ruling[];
}
