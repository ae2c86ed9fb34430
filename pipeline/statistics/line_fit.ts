/** A straight line through positive numbers. */

/** y = fixed + slope * x. */
export interface Line {
  readonly fixed: number;
  readonly slope: number;
}

/** A place of a line, both of its numbers above 0. */
interface Place {
  readonly x: number;
  readonly y: number;
}

/**
 * The line, nowhere falling and never below 0 at x = 0, whose relative error
 * `line / y - 1` has the least sum of squares; null for fewer than two
 * different x.
 */
export function lineFit(places: readonly Place[]): Line | null {
  if (new Set(places.map(({ x }) => x)).size < 2) return null;
  const sum = (of: (place: Place) => number) =>
    places.reduce((total, place) => total + of(place), 0);
  const one = sum(({ y }) => 1 / y);
  const oneOne = sum(({ y }) => 1 / y ** 2);
  const rise = sum(({ x, y }) => x / y);
  const riseRise = sum(({ x, y }) => (x / y) ** 2);
  const both = sum(({ x, y }) => x / y ** 2);
  const determinant = oneOne * riseRise - both ** 2;
  const free = {
    fixed: (one * riseRise - rise * both) / determinant,
    slope: (rise * oneOne - one * both) / determinant,
  };
  if (free.slope < 0) return { fixed: one / oneOne, slope: 0 };
  if (free.fixed < 0) return { fixed: 0, slope: rise / riseRise };
  return free;
}
