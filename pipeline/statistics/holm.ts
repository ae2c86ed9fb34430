/** p values adjusted after Holm (1979) for having looked at all of them, in the order given. */
export function holm(p: readonly number[]): number[] {
  const order = [...p.keys()].sort((a, b) => p[a]! - p[b]!);
  const adjusted = Array<number>(p.length);
  let largest = 0;
  order.forEach((at, rank) => {
    largest = Math.max(largest, Math.min(1, (p.length - rank) * p[at]!));
    adjusted[at] = largest;
  });
  return adjusted;
}
