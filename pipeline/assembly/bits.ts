/** Bits read from the end of a stream to its beginning, and bytes copied in pieces of 16. */

/** The bits before bit `bits` of a stream, from the top down: 57 at least; those before its beginning are anything. */
// @ts-ignore: a decorator
@inline
export function before(stream: usize, bits: i32): u64 {
  const bytes = bits + 7 >> 3;
  return load<u64>(stream + bytes - 8) << (8 * bytes - bits);
}

/** So many bits from the top of a word, or none. */
// @ts-ignore: a decorator
@inline
export function top(word: u64, count: i32): u32 {
  return <u32> (word >> 1 >> (63 - count));
}

/** So many of the bits before bit `bits` of a stream. */
// @ts-ignore: a decorator
@inline
export function peek(stream: usize, bits: i32, count: i32): u32 {
  return top(before(stream, bits), count);
}

/** Bits of a stream, without the mark at its end; -1 where there is no mark. */
export function bitsOf(from: usize, end: usize): i32 {
  if (from >= end) return -1;
  const last = <u32> load<u8>(end - 1);
  return last == 0 ? -1 : <i32> (end - from << 3) - <i32> clz<u32>(last) + 23;
}

/** Copies bytes that lie elsewhere; as many as 15 behind them are written too. */
// @ts-ignore: a decorator
@inline
export function copySome(to: usize, from: usize, count: u32): void {
  for (let i: usize = 0; i < <usize> count; i += 16) v128.store(to + i, v128.load(from + i));
}

/** Repeats what lies `far` bytes before; as many as 15 bytes behind are written too. */
export function repeat(at: usize, far: usize, count: u32): void {
  const end = at + <usize> count;
  const from = at - far;
  // Twice as much lies before with every copy of what repeats.
  while (far < 16) {
    v128.store(at, v128.load(from));
    at += far;
    if (at >= end) return;
    far = at - from;
  }
  if (end - at < 256) {
    for (; at < end; at += 16) v128.store(at, v128.load(at - far));
    return;
  }
  while (at < end) {
    far = min(at - from, end - at);
    memory.copy(at, from, far);
    at += far;
  }
}
