/** XXH64 of bytes, seed 0 (Collet; xxHash's specification): its lower half ends a ZSTD frame. */

const P1: u64 = 0x9e3779b185ebca87;
const P2: u64 = 0xc2b2ae3d27d4eb4f;
const P3: u64 = 0x165667b19e3779f9;
const P4: u64 = 0x85ebca77c2b2ae63;
const P5: u64 = 0x27d4eb2f165667c5;

// @ts-ignore: a decorator
@inline
function round(sum: u64, lane: u64): u64 {
  return rotl(sum + lane * P2, 31) * P1;
}

// @ts-ignore: a decorator
@inline
function merged(sum: u64, lane: u64): u64 {
  return (sum ^ round(0, lane)) * P1 + P4;
}

export function digest(at: usize, length: usize): u64 {
  const end = at + length;
  let sum: u64;
  if (length >= 32) {
    let a = P1 + P2, b = P2, c: u64 = 0, d: u64 = 0 - P1;
    for (; end - at >= 32; at += 32) {
      a = round(a, load<u64>(at));
      b = round(b, load<u64>(at, 8));
      c = round(c, load<u64>(at, 16));
      d = round(d, load<u64>(at, 24));
    }
    sum = rotl(a, 1) + rotl(b, 7) + rotl(c, 12) + rotl(d, 18);
    sum = merged(merged(merged(merged(sum, a), b), c), d);
  } else sum = P5;
  sum += length;
  for (; end - at >= 8; at += 8) sum = rotl(sum ^ round(0, load<u64>(at)), 27) * P1 + P4;
  if (end - at >= 4) {
    sum = rotl(sum ^ <u64> load<u32>(at) * P1, 23) * P2 + P3;
    at += 4;
  }
  for (; at < end; at++) sum = rotl(sum ^ <u64> load<u8>(at) * P5, 11) * P1;
  sum = (sum ^ sum >> 33) * P2;
  sum = (sum ^ sum >> 29) * P3;
  return sum ^ sum >> 32;
}
