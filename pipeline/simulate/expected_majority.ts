const factorial = (n: number): number => n < 2 ? 1 : n * factorial(n - 1);

/** q^x / x! of x from 0 to `most`. */
function powers(q: number, most: number): Float64Array {
  const terms = new Float64Array(most + 1);
  terms[0] = 1;
  for (let x = 1; x <= most; x++) terms[x] = (terms[x - 1]! * q) / x;
  return terms;
}

/**
 * The chance that a vote among fresh samples is right, for every group size:
 * each sample is right, missing or of one wrong class with the chances given.
 * Ties are drawn, missing answers abstain. Sums the multinomial over the votes
 * `height` of a right answer that leads and over the r wrong ones beside it.
 */
export function expectedMajority(
  right: number,
  wrong: readonly number[],
  missing: number,
  groups: readonly number[],
): Float64Array {
  const top = Math.max(...groups);
  const leading = powers(right, top);
  const abstaining = powers(missing, top);
  const terms = wrong.map((q) => powers(q, top));
  const chances = new Float64Array(groups.length);
  for (let height = 1; height <= top; height++) {
    const ways = rivalsBelow(height, top - height, terms);
    const width = top - height + 1;
    for (const [g, group] of groups.entries()) {
      let sum = 0;
      for (let r = 0, rest = group - height; rest >= 0; r++, rest -= height) {
        let beside = 0;
        for (let s = 0; s <= rest; s++) {
          beside += ways[r * width + s]! * abstaining[rest - s]!;
        }
        sum += beside / (r + 1);
      }
      chances[g]! += factorial(group) * leading[height]! * sum;
    }
  }
  return chances;
}

/**
 * Weights of r wrong classes with `height` votes and the others, which have
 * fewer, with s in all, at r * (room + 1) + s; r * height + s is at most `room`.
 */
function rivalsBelow(
  height: number,
  room: number,
  terms: readonly Float64Array[],
): Float64Array {
  const width = room + 1;
  const ties = Math.floor(room / height);
  const ways = new Float64Array((ties + 1) * width);
  ways[0] = 1;
  for (const term of terms) {
    // From the top down, so that what is read is still without this class.
    for (let r = ties; r >= 0; r--) {
      for (let s = room - r * height; s >= 0; s--) {
        let sum = r > 0 ? ways[(r - 1) * width + s]! * term[height]! : 0;
        const most = Math.min(height - 1, s);
        for (let x = 0; x <= most; x++) {
          sum += ways[r * width + s - x]! * term[x]!;
        }
        ways[r * width + s] = sum;
      }
    }
  }
  return ways;
}
