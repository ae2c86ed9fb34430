/** Huffman codes of literals (RFC 8878, 4.2). */
import { bitsOf, peek } from "./bits";
import { readSymbols, tableWidth } from "./fse";

/** Widest code. */
const WIDEST = 11;

/** By the next bits: symbol, and bits of its code. */
const CODES = memory.data(2 << 11, 16);
/** Weights of symbols: 0 for none, the more the shorter the code. */
const WEIGHTS = memory.data(256, 16);
const WEIGHT_STATES = memory.data(64 * 8, 16);
/** Where codes of each width begin. */
const STARTS = memory.data(16 * 4, 16);

/** Width of the codes read last; 0 where there are none. */
export let codeWidth: i32 = 0;

export function forgetCodes(): void {
  codeWidth = 0;
}

/** Reads the codes of a block; where what follows begins, or 0 for damage. */
export function readCodes(from: usize, end: usize): usize {
  codeWidth = 0;
  if (from >= end) return 0;
  const head = <i32> load<u8>(from);
  let at = from + 1;
  let symbols: i32;
  if (head > 127) {
    symbols = head - 127;
    const next = at + (symbols + 1 >> 1);
    if (next > end) return 0;
    for (let i = 0; i < symbols; i++) {
      const two = load<u8>(at + (i >> 1));
      store<u8>(WEIGHTS + i, (i & 1) == 0 ? two >> 4 : two & 15);
    }
    at = next;
  } else {
    const next = at + head;
    if (next > end) return 0;
    symbols = readWeights(at, next);
    at = next;
  }
  return symbols > 0 && fillCodes(symbols) ? at : 0;
}

/** Weights by two states that take turns; how many, or -1 for damage. */
function readWeights(from: usize, end: usize): i32 {
  const at = readSymbols(from, end, 6, WEIGHT_STATES);
  if (at == 0) return -1;
  let bits = bitsOf(at, end);
  if (bits < 0) return -1;
  let state = WEIGHT_STATES + (<usize> peek(at, bits, tableWidth) << 3);
  bits -= tableWidth;
  let other = WEIGHT_STATES + (<usize> peek(at, bits, tableWidth) << 3);
  bits -= tableWidth;
  if (bits < 0) return -1;
  for (let count = 0; count < 254;) {
    store<u8>(WEIGHTS + count++, load<u8>(state));
    const more = <i32> load<u8>(state, 6);
    const next = WEIGHT_STATES + (<usize> (load<u16>(state, 4) + peek(at, bits, more)) << 3);
    bits -= more;
    // The last of the bits was the other's: its symbol ends the weights.
    if (bits < 0) {
      store<u8>(WEIGHTS + count++, load<u8>(other));
      return count;
    }
    state = other;
    other = next;
  }
  return -1;
}

/** Gives codes to symbols by their weights, and to one more, whose weight fills what is left; false for damage. */
function fillCodes(symbols: i32): bool {
  let sum: u32 = 0;
  for (let i = 0; i < symbols; i++) {
    const weight = <i32> load<u8>(WEIGHTS + i);
    if (weight > WIDEST) return false;
    if (weight > 0) sum += <u32> 1 << weight - 1;
  }
  if (sum == 0) return false;
  const width = 32 - <i32> clz(sum);
  const left = (<u32> 1 << width) - sum;
  if (width > WIDEST || popcnt(left) != 1) return false;
  store<u8>(WEIGHTS + symbols, <u8> (32 - clz(left)));
  let start = 0;
  for (let weight = 1; weight <= width; weight++) {
    store<i32>(STARTS + (weight << 2), start);
    for (let i = 0; i <= symbols; i++) {
      if (<i32> load<u8>(WEIGHTS + i) == weight) start += 1 << weight - 1;
    }
  }
  for (let i = 0; i <= symbols; i++) {
    const weight = <i32> load<u8>(WEIGHTS + i);
    if (weight == 0) continue;
    const place = STARTS + (weight << 2);
    const from = load<i32>(place);
    const many = 1 << weight - 1;
    store<i32>(place, from + many);
    const entry = <u16> (i | width + 1 - weight << 8);
    for (let at = from; at < from + many; at++) store<u16>(CODES + (at << 1), entry);
  }
  codeWidth = width;
  return true;
}

/** Reads so many symbols of one stream, which must end with the last; false for damage. */
export function readStream(from: usize, end: usize, to: usize, count: i32): bool {
  let bits = bitsOf(from, end);
  if (bits < 0) return false;
  for (const last = to + count; to < last; to++) {
    if (bits <= 0) return false;
    const entry = load<u16>(CODES + (<usize> peek(from, bits, codeWidth) << 1));
    store<u8>(to, <u8> entry);
    bits -= entry >> 8;
  }
  return bits == 0;
}
