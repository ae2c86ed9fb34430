import * as v from "valibot";

/** Names become file names, so they stay within letters that are safe everywhere. */
export const NAME = v.pipe(
  v.string(),
  v.regex(
    /^[a-z0-9](?:[a-z0-9._-]{0,62}[a-z0-9])?$/,
    "give a name of up to 64 small letters, digits, dots, dashes and underscores",
  ),
  v.check(
    (name) => !name.includes(".."),
    "a name must not hold two dots in a row",
  ),
);

/** A whole number above 0. */
export const COUNT = v.pipe(
  v.number(),
  v.safeInteger("give a whole number"),
  v.minValue(1, "give a whole number above 0"),
);

/** A whole number, 0 included. */
export const WHOLE = v.pipe(
  v.number(),
  v.safeInteger("give a whole number"),
  v.minValue(0, "give a whole number, 0 or above"),
);

/** A share between 0 and 1. */
export const SHARE = v.pipe(
  v.number(),
  v.minValue(0, "give a share between 0 and 1"),
  v.maxValue(1, "give a share between 0 and 1"),
);

/** A list without repetitions. */
export const isDistinct = (list: readonly unknown[]): boolean =>
  new Set(list).size === list.length;

/** A list in rising order without repetitions. */
export const isRising = (list: readonly number[]): boolean =>
  list.every((value, i) => i === 0 || value > (list[i - 1] ?? Infinity));
