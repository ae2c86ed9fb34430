/**
 * Finite state entropy (RFC 8878, 4.1): a table has an entry of 8 bytes for each
 * state, what its value begins with (4), the least of the states that follow (2),
 * how many bits say which of them (1), and how many are added to the value (1).
 */
import { peek } from "./bits";

/** Chances of symbols as last read, and how many there are. */
export const CHANCES = memory.data(256 * 2, 16);
let symbols: i32 = 0;
const SEEN = memory.data(256 * 2, 16);

/** Bits of a state of the table read last. */
export let tableWidth: i32 = 0;

/**
 * Reads the table of one kind of code, of symbols up to `most`, and says where
 * what follows begins; 0 for damage. `before` is the width of its table in the
 * block before, -1 where there was none.
 */
export function readTable(
  mode: u32,
  at: usize,
  end: usize,
  mostWidth: i32,
  most: i32,
  common: usize,
  commonWidth: i32,
  table: usize,
  base: usize,
  extra: usize,
  before: i32,
): usize {
  if (mode == 3) {
    tableWidth = before;
    return before < 0 ? 0 : at;
  }
  if (mode == 0) {
    tableWidth = commonWidth;
    fillTable(common, most + 1, commonWidth, table);
  } else if (mode == 1) {
    if (at >= end || <i32> load<u8>(at) > most) return 0;
    tableWidth = 0;
    store<u64>(table, load<u8>(at++));
  } else {
    at = readDistribution(at, end, mostWidth, most);
    if (at == 0) return 0;
    fillTable(CHANCES, symbols, tableWidth, table);
  }
  for (let entry = table; entry < table + (<usize> 8 << tableWidth); entry += 8) {
    const symbol = <usize> load<u32>(entry);
    store<u32>(entry, load<u32>(base + (symbol << 2)));
    store<u8>(entry, load<u8>(extra + symbol), 7);
  }
  return at;
}

/** Reads chances and fills a table with symbols as values; where what follows begins, or 0 for damage. */
export function readSymbols(at: usize, end: usize, mostWidth: i32, table: usize): usize {
  const next = readDistribution(at, end, mostWidth, 255);
  if (next != 0) fillTable(CHANCES, symbols, tableWidth, table);
  return next;
}

/** Reads chances; where what follows begins, or 0 for damage. */
function readDistribution(from: usize, end: usize, mostWidth: i32, most: i32): usize {
  if (from >= end) return 0;
  const width = <i32> (load<u8>(from) & 15) + 5;
  if (width > mostWidth) return 0;
  const last = <u32> (end - from) << 3;
  let bit: u32 = 4;
  let left = 1 << width;
  let symbol = 0;
  while (left > 0) {
    if (symbol > most || bit > last) return 0;
    const wide = 32 - clz<i32>(left + 1);
    const value = load<u32>(from + <usize> (bit >> 3)) >> (bit & 7);
    const low = <i32> value & (1 << wide - 1) - 1;
    const spare = (1 << wide) - 2 - left;
    let chance = <i32> value & (1 << wide) - 1;
    if (low < spare) {
      chance = low;
      bit += wide - 1;
    } else {
      if (chance >= 1 << wide - 1) chance -= spare;
      bit += wide;
    }
    chance--;
    left -= abs(chance);
    store<i16>(CHANCES + (<usize> (symbol++) << 1), <i16> chance);
    if (chance != 0) continue;
    for (let none = 3; none == 3;) {
      if (bit > last) return 0;
      none = <i32> (load<u16>(from + <usize> (bit >> 3)) >> (bit & 7) & 3);
      bit += 2;
      for (let i = 0; i < none; i++) {
        if (symbol > most) return 0;
        store<i16>(CHANCES + (<usize> (symbol++) << 1), 0);
      }
    }
  }
  if (left != 0 || bit > last) return 0;
  symbols = symbol;
  tableWidth = width;
  return from + <usize> (bit + 7 >> 3);
}

/** Spreads symbols over the states by their chances. */
function fillTable(chances: usize, symbols: i32, width: i32, table: usize): void {
  const states = 1 << width;
  let high = states;
  for (let symbol = 0; symbol < symbols; symbol++) {
    const chance = load<i16>(chances + (<usize> symbol << 1));
    store<u16>(SEEN + (<usize> symbol << 1), chance < 0 ? 1 : chance);
    if (chance < 0) store<u64>(table + (<usize> --high << 3), symbol);
  }
  const step = (states >> 1) + (states >> 3) + 3;
  let at = 0;
  for (let symbol = 0; symbol < symbols; symbol++) {
    const chance = <i32> load<i16>(chances + (<usize> symbol << 1));
    for (let i = 0; i < chance; i++) {
      store<u64>(table + (<usize> at << 3), symbol);
      do at = at + step & states - 1; while (at >= high);
    }
  }
  for (let state = 0; state < states; state++) {
    const entry = table + (<usize> state << 3);
    const seen = SEEN + (<usize> load<u32>(entry) << 1);
    const nth = <u32> load<u16>(seen);
    store<u16>(seen, nth + 1);
    const bits = width - 31 + <i32> clz<u32>(nth);
    store<u16>(entry, (nth << bits) - states, 4);
    store<u8>(entry, bits, 6);
  }
}
