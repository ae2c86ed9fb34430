/** Columns of a result file looked at row by row: 32-bit codes of words, whole numbers, bits of presence. */

// @ts-ignore: a decorator
@inline
function whole(base: usize, at: i32): i32 {
  return load<i32>(base + (<usize> at << 2));
}

// @ts-ignore: a decorator
@inline
function put(base: usize, at: i32, value: i32): void {
  store<i32>(base + (<usize> at << 2), value);
}

/** Puts -1 where no value is, into whole numbers of 4 bytes or doubles; how many there are. */
export function absent(values: usize, bits: usize, rows: i32, wide: bool): i32 {
  let found = 0;
  for (let row = 0; row < rows; row++) {
    if ((load<u8>(bits + (row >> 3)) >> (row & 7) & 1) != 0) continue;
    found++;
    if (wide) store<f64>(values + (<usize> row << 3), -1);
    else put(values, row, -1);
  }
  return found;
}

/** The first row whose code is of none of the words; -1 where there is none. Rows without a value have none, where there are bits. */
export function unknown(codes: usize, bits: usize, rows: i32, words: i32): i32 {
  for (let row = 0; row < rows; row++) {
    if (<u32> whole(codes, row) < <u32> words) continue;
    if (bits == 0 || (load<u8>(bits + (row >> 3)) >> (row & 7) & 1) != 0) return row;
  }
  return -1;
}

/** See validate/plainly_sound.ts. `order` holds the codes of the problems, `budgets` the tokens. */
export function plainlySound(
  problem: usize,
  sample: usize,
  budget: usize,
  tokens: usize,
  ends: usize,
  waits: usize,
  seeds: usize,
  order: usize,
  problems: i32,
  samples: i32,
  budgets: usize,
  width: i32,
): bool {
  let row = 0;
  for (let p = 0; p < problems; p++) {
    const own = whole(order, p);
    const first = row;
    for (let s = 0; s < samples; s++) {
      const start = row;
      const seed = whole(seeds, start);
      let end = -1;
      let waited: u32 = 0;
      for (let b = 0; b < width; b++, row++) {
        const most = whole(budgets, b);
        if (
          whole(problem, row) != own || <i32> load<u8>(sample + row) != s ||
          whole(budget, row) != most || whole(tokens, row) != most || whole(seeds, row) != seed
        ) return false;
        const told = whole(ends, row);
        const times = <u32> load<u16>(waits + (row << 1));
        // Once it has ended by itself, it has at every larger budget.
        if (told < 0 ? told < -1 || end >= 0 || times > 0 : told > most) return false;
        if (told >= 0) {
          if (end >= 0 ? told != end : b > 0 && whole(budgets, b - 1) > told) return false;
          end = told;
        }
        if (times < waited) return false;
        waited = times;
      }
      for (let other = first; other < start; other += width) {
        if (whole(seeds, other) == seed) return false;
      }
    }
  }
  return true;
}

/** Answers of one budget of every problem, and what they are: see aggregate/votes.ts. */
// @ts-ignore: a decorator
@inline
function classAt(answers: usize, classes: usize, cell: i32): i32 {
  const code = whole(answers, cell);
  // Class of no answer.
  return code < 0 ? -1 : whole(classes, code);
}

/**
 * Of the first `taken` samples of every problem, those that are right, those
 * without an answer, and those whose answer cannot be read: three lists at `to`.
 */
export function tally(
  answers: usize,
  classes: usize,
  expected: usize,
  problems: i32,
  samples: i32,
  width: i32,
  column: i32,
  taken: i32,
  to: usize,
): void {
  for (let problem = 0; problem < problems; problem++) {
    const wanted = whole(expected, problem);
    let right = 0, none = 0, unread = 0;
    let cell = problem * samples * width + column;
    for (let i = 0; i < taken; i++, cell += width) {
      const found = classAt(answers, classes, cell);
      right += i32(found == wanted);
      none += i32(found == -1);
      unread += i32(found < -1);
    }
    put(to, problem, right);
    put(to, problems + problem, none);
    put(to, 2 * problems + problem, unread);
  }
}

/**
 * The votes of every problem: right answers, none, unreadable ones, how many
 * wrong ones there are, and the samples of each, falling; so many numbers and
 * as many as there are samples for each problem at `to`. `counts` holds a 0 for
 * each class, and does again afterwards.
 */
export function votes(
  answers: usize,
  classes: usize,
  expected: usize,
  problems: i32,
  samples: i32,
  width: i32,
  column: i32,
  counts: usize,
  to: usize,
): void {
  for (let problem = 0; problem < problems; problem++, to += 4 * (4 + samples)) {
    const wanted = whole(expected, problem);
    const wrong = to + 16;
    let right = 0, none = 0, unread = 0, given = 0;
    let cell = problem * samples * width + column;
    for (let i = 0; i < samples; i++, cell += width) {
      const found = classAt(answers, classes, cell);
      if (found == wanted) right++;
      else if (found >= 0) {
        const count = whole(counts, found);
        if (count == 0) put(wrong, given++, found);
        put(counts, found, count + 1);
      } else if (found == -1) none++;
      else unread++;
    }
    for (let i = 0; i < given; i++) {
      const found = whole(wrong, i);
      const count = whole(counts, found);
      put(counts, found, 0);
      let at = i;
      for (; at > 0 && whole(wrong, at - 1) < count; at--) put(wrong, at, whole(wrong, at - 1));
      put(wrong, at, count);
    }
    put(to, 0, right);
    put(to, 1, none);
    put(to, 2, unread);
    put(to, 3, given);
  }
}
