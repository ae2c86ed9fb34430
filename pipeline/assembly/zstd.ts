/**
 * ZSTD frames unpacked (RFC 8878), with every place and length checked: what is
 * damaged leads to a number below 0, never to bytes written outside their room.
 * `frames` may read sixteen bytes before and behind what it is given, and write
 * as many behind the room: the caller leaves them free.
 */
import { before, bitsOf, copySome, peek, repeat, top } from "./bits";
import { readTable, tableWidth } from "./fse";
import { codeWidth, forgetCodes, readCodes, readStream } from "./huffman";
import { digest } from "./xxh64";

/** What stands for damage. */
const DAMAGED: i32 = -1;

const MAGIC: u32 = 0xfd2fb528;
/** Most a block holds, packed or not. */
const BLOCK: i32 = 1 << 17;

const LITERALS = memory.data(131_072 + 32, 16);
/** Decoding tables of lengths of literals, offsets, and lengths of matches. */
const LENGTHS = memory.data(512 * 8, 16);
const OFFSETS = memory.data(256 * 8, 16);
const MATCHES = memory.data(512 * 8, 16);

/** By code: what its value begins with, and how many bits are added to it. */
const LENGTH_BASE = memory.data<u32>([
  0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 18, 20, 22, 24, 28, 32, 40, 48, 64,
  128, 256, 512, 1024, 2048, 4096, 8192, 16384, 32768, 65536,
]);
const LENGTH_BITS = memory.data<u8>([
  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 3, 3, 4, 6, 7, 8, 9, 10, 11,
  12, 13, 14, 15, 16,
]);
const MATCH_BASE = memory.data<u32>([
  3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28,
  29, 30, 31, 32, 33, 34, 35, 37, 39, 41, 43, 47, 51, 59, 67, 83, 99, 131, 259, 515, 1027, 2051,
  4099, 8195, 16387, 32771, 65539,
]);
const MATCH_BITS = memory.data<u8>([
  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1,
  1, 1, 1, 2, 2, 3, 3, 4, 4, 5, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16,
]);
const OFFSET_BASE = memory.data<u32>([
  1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16384, 32768, 65536, 131072,
  262144, 524288, 1048576, 2097152, 4194304, 8388608, 16777216, 33554432, 67108864, 134217728,
  268435456, 536870912, 1073741824, 2147483648,
]);
const OFFSET_BITS = memory.data<u8>([
  0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26,
  27, 28, 29, 30, 31,
]);

/** Distributions where a block gives none. */
const LENGTH_COMMON = memory.data<i16>([
  4, 3, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 2, 3, 2, 1, 1, 1, 1, 1,
  -1, -1, -1, -1,
]);
const OFFSET_COMMON = memory.data<i16>([
  1, 1, 1, 1, 1, 1, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1, -1,
  0, 0, 0,
]);
const MATCH_COMMON = memory.data<i16>([
  1, 4, 3, 2, 2, 2, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
  1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1, -1, -1, -1,
]);

/** Widths of the states of the three tables; -1 where a frame has none yet. */
let lengthWidth: i32 = -1;
let offsetWidth: i32 = -1;
let matchWidth: i32 = -1;
/** Offsets used last. */
let recent: u32 = 1;
let second: u32 = 4;
let third: u32 = 8;
/** Literals of the block. */
let literals: usize = 0;
let literalCount: i32 = 0;

/** Unpacks frames one behind the other into a room; how many bytes they hold, or -1 for damage. */
export function frames(source: usize, length: i32, room: usize, size: i32): i32 {
  const end = source + <usize> length;
  const last = room + <usize> size;
  let at = source;
  let out = room;
  while (at < end) {
    if (end - at < 6 || load<u32>(at) != MAGIC) return DAMAGED;
    const head = load<u8>(at, 4);
    // A reserved bit, or a dictionary that nobody has.
    if ((head & 0b1011) != 0) return DAMAGED;
    const single = (head & 32) != 0;
    at += single ? 5 : 6;
    const start = out;
    const width = head >> 6;
    const sizeBytes: usize = width == 0 ? (single ? 1 : 0) : <usize> 1 << width;
    if (end - at < sizeBytes) return DAMAGED;
    let said: u64 = u64.MAX_VALUE;
    if (sizeBytes == 1) said = load<u8>(at);
    else if (sizeBytes == 2) said = <u64> load<u16>(at) + 256;
    else if (sizeBytes == 4) said = load<u32>(at);
    else if (sizeBytes == 8) said = load<u64>(at);
    at += sizeBytes;
    lengthWidth = offsetWidth = matchWidth = -1;
    forgetCodes();
    recent = 1;
    second = 4;
    third = 8;
    for (let isLast = false; !isLast;) {
      if (end - at < 3) return DAMAGED;
      const block = <u32> load<u16>(at) | <u32> load<u8>(at, 2) << 16;
      at += 3;
      isLast = (block & 1) != 0;
      const type = block >> 1 & 3;
      const many = <i32> (block >> 3);
      if (many > BLOCK) return DAMAGED;
      if (type == 1) {
        if (at >= end || last - out < <usize> many) return DAMAGED;
        memory.fill(out, load<u8>(at++), many);
        out += many;
      } else {
        if (type == 3 || end - at < <usize> many) return DAMAGED;
        if (type == 0) {
          if (last - out < <usize> many) return DAMAGED;
          memory.copy(out, at, many);
          out += many;
        } else {
          const made = blockOf(at, at + many, out, last, start);
          if (made < 0) return DAMAGED;
          out += made;
        }
        at += many;
      }
    }
    if (said != u64.MAX_VALUE && said != <u64> (out - start)) return DAMAGED;
    if ((head & 4) != 0) {
      if (end - at < 4 || load<u32>(at) != <u32> digest(start, out - start)) return DAMAGED;
      at += 4;
    }
  }
  return <i32> (out - room);
}

/** Unpacks a compressed block; how many bytes it holds. `start` is where its frame begins. */
function blockOf(from: usize, end: usize, room: usize, roomEnd: usize, start: usize): i32 {
  let at = readLiterals(from, end);
  if (at == 0 || at >= end) return DAMAGED;
  const most = min(roomEnd, room + BLOCK);
  let out = room;
  let literal = literals;
  const literalEnd = literal + literalCount;
  let sequences: i32 = load<u8>(at++);
  if (sequences > 127) {
    if (sequences < 255) {
      if (at >= end) return DAMAGED;
      sequences = (sequences - 128 << 8) + load<u8>(at++);
    } else {
      if (end - at < 2) return DAMAGED;
      sequences = <i32> load<u16>(at) + 0x7f00;
      at += 2;
    }
  }
  if (sequences == 0) {
    if (at != end) return DAMAGED;
  } else {
    if (at >= end) return DAMAGED;
    const modes = load<u8>(at++);
    if ((modes & 3) != 0) return DAMAGED;
    at = readTable(modes >> 6, at, end, 9, 35, LENGTH_COMMON, 6, LENGTHS, LENGTH_BASE, LENGTH_BITS, lengthWidth);
    if (at == 0) return DAMAGED;
    lengthWidth = tableWidth;
    at = readTable(modes >> 4 & 3, at, end, 8, 31, OFFSET_COMMON, 5, OFFSETS, OFFSET_BASE, OFFSET_BITS, offsetWidth);
    if (at == 0) return DAMAGED;
    offsetWidth = tableWidth;
    at = readTable(modes >> 2 & 3, at, end, 9, 52, MATCH_COMMON, 6, MATCHES, MATCH_BASE, MATCH_BITS, matchWidth);
    if (at == 0) return DAMAGED;
    matchWidth = tableWidth;
    let bits = bitsOf(at, end);
    if (bits < 0) return DAMAGED;
    let length = LENGTHS + (<usize> peek(at, bits, lengthWidth) << 3);
    bits -= lengthWidth;
    let offset = OFFSETS + (<usize> peek(at, bits, offsetWidth) << 3);
    bits -= offsetWidth;
    let match = MATCHES + (<usize> peek(at, bits, matchWidth) << 3);
    bits -= matchWidth;
    for (;;) {
      let first = <i32> load<u8>(offset, 7);
      let then = <i32> load<u8>(match, 7);
      let last = <i32> load<u8>(length, 7);
      let word = before(at, bits);
      let far = load<u32>(offset) + top(word, first);
      bits -= first;
      // Far offsets and long lengths may need more bits than one word has.
      word = first + then + last > 57 ? before(at, bits) : word << first;
      const copied = load<u32>(match) + top(word, then);
      const taken = load<u32>(length) + top(word << then, last);
      bits -= then + last;
      if (bits < 0) return DAMAGED;
      if (far > 3) {
        far -= 3;
        third = second;
        second = recent;
        recent = far;
      } else {
        const which = far - 1 + u32(taken == 0);
        if (which == 0) far = recent;
        else {
          far = which == 1 ? second : which == 2 ? third : recent - 1;
          if (which > 1) third = second;
          second = recent;
          recent = far;
        }
      }
      if (
        literalEnd - literal < <usize> taken || most - out < <usize> taken + <usize> copied ||
        far == 0 || out + taken - start < <usize> far
      ) return DAMAGED;
      copySome(out, literal, taken);
      out += taken;
      literal += taken;
      repeat(out, far, copied);
      out += copied;
      if (--sequences == 0) break;
      first = load<u8>(length, 6);
      then = load<u8>(match, 6);
      last = load<u8>(offset, 6);
      word = before(at, bits);
      length = LENGTHS + (<usize> (load<u16>(length, 4) + top(word, first)) << 3);
      word <<= first;
      match = MATCHES + (<usize> (load<u16>(match, 4) + top(word, then)) << 3);
      word <<= then;
      offset = OFFSETS + (<usize> (load<u16>(offset, 4) + top(word, last)) << 3);
      bits -= first + then + last;
    }
    if (bits != 0) return DAMAGED;
  }
  const rest = literalEnd - literal;
  if (most - out < rest) return DAMAGED;
  memory.copy(out, literal, rest);
  return <i32> (out + rest - room);
}

/** Reads the literals of a block and says where its sequences begin, or 0 for damage. */
function readLiterals(from: usize, end: usize): usize {
  if (end - from < 5 && end - from < <usize> headOf(load<u8>(from))) return 0;
  const head = load<u8>(from);
  const type = head & 3;
  const form = head >> 2 & 3;
  let at = from + <usize> headOf(head);
  if (type < 2) {
    literalCount = <i32> (
      form == 1 ? <u32> load<u16>(from) >> 4 : form == 3 ? load<u32>(from) >> 4 & 0xfffff : <u32> head >> 3
    );
    if (literalCount > BLOCK) return 0;
    if (type == 1) {
      if (at >= end) return 0;
      literals = LITERALS;
      memory.fill(LITERALS, load<u8>(at), literalCount);
      return at + 1;
    }
    if (end - at < <usize> literalCount) return 0;
    literals = at;
    return at + literalCount;
  }
  const wide: u64 = form < 2 ? 10 : form == 2 ? 14 : 18;
  const mask: u64 = (<u64> 1 << wide) - 1;
  const sizes = load<u64>(from) >> 4;
  literalCount = <i32> (sizes & mask);
  const packed = <usize> (sizes >> wide & mask);
  if (literalCount > BLOCK || end - at < packed) return 0;
  const last = at + packed;
  if (type == 2) {
    at = readCodes(at, last);
    if (at == 0) return 0;
  } else if (codeWidth == 0) return 0;
  literals = LITERALS;
  if (form == 0) return readStream(at, last, LITERALS, literalCount) ? last : 0;
  if (last - at < 6) return 0;
  const each = literalCount + 3 >> 2;
  if (3 * each > literalCount) return 0;
  let one = at + 6;
  for (let i = 0; i < 4; i++) {
    const next = i < 3 ? one + load<u16>(at + 2 * i) : last;
    if (next > last) return 0;
    const many = i < 3 ? each : literalCount - 3 * each;
    if (!readStream(one, next, LITERALS + i * each, many)) return 0;
    one = next;
  }
  return last;
}

/** Bytes of the head of literals that begins so. */
function headOf(head: u8): i32 {
  const form = head >> 2 & 3;
  if ((head & 3) < 2) return form == 1 ? 2 : form == 3 ? 3 : 1;
  return form < 2 ? 3 : form == 2 ? 4 : 5;
}
