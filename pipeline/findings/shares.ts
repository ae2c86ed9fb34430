/**
 * The words of finding 1 as shares, after the forms of statistics.md, A4. They
 * are a part of its rule, the same for every study, and no claims: a claim is
 * what one study's text says in numbers, and its text has words here.
 */

/** At least this share is "mostly". */
export const MOSTLY = 0.8;
/** At most this share is "rarely". */
export const RARELY = 0.2;
/** More than this share is "most". */
export const HALF = 0.5;
