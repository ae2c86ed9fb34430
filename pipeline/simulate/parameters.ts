/**
 * The parameters of the simulated world, as fitted to what the paper publishes
 * and where it is silent chosen by us. Nothing in them is measured.
 */
import parameters from "./parameters.json" with { type: "json" };

/** The parameters of the simulated world. */
export type Parameters = typeof parameters;

export const PARAMETERS: Parameters = parameters;

/** The value of a model or of a number of bits; RangeError naming what has none. */
export function valueOf<T>(
  values: Readonly<Record<string, T>>,
  key: string | number,
  what: string,
): T {
  const value = values[key];
  if (value === undefined) {
    throw new RangeError(
      `Cannot simulate ${key}: the parameters hold no ${what} of it`,
    );
  }
  return value;
}
