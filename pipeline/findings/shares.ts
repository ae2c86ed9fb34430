/**
 * The words of the findings as shares, after the forms of statistics.md, A4.
 * They are a part of the rules, the same for every study, and no claims: a
 * claim is what one study's text says in numbers, and its text has words here.
 */

/** At least this share is "nearly everywhere". */
export const NEARLY_ALL = 0.95;
/** At least this share is "mostly". */
export const MOSTLY = 0.8;
/** At least this share of the budgets, six of eight, is "at most budgets". */
export const MOST_BUDGETS = 0.75;
/** More than this share is "most". */
export const HALF = 0.5;
/** At most this share is "rarely". */
export const RARELY = 0.2;
/** At most this share is "hardly ever". */
export const HARDLY_EVER = 0.05;
