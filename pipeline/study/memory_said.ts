/** Memory in words. */

/** Below so many GiB people say MiB: two decimals of a GiB must tell sizes apart. */
export const LEAST_GIB = 0.1;

/**
 * Sizes in GiB as people say them, three digits and one unit for all:
 * "4.19, 5.6 GiB", or MiB where the first is small; "? GiB" where none is claimed.
 */
export function memorySaid(
  sizes: number | undefined | readonly number[],
  between = ", ",
): string {
  const list = typeof sizes === "object" ? sizes : [sizes];
  const [first] = list;
  const small = first !== undefined && first < LEAST_GIB;
  const said = list.map((size) =>
    size === undefined
      ? "?"
      : String(Number(((small ? 1024 : 1) * size).toPrecision(3)))
  );
  return `${said.join(between)} ${small ? "MiB" : "GiB"}`;
}
