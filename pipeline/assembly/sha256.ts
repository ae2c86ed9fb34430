/** SHA-256 (FIPS 180-4): blocks of 64 bytes into a state of eight words. */

const ROUNDS = memory.data<u32>([
  0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
  0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
  0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
  0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
  0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
  0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
  0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
  0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
]);
const WORDS = memory.data(64 * 4, 16);

// @ts-ignore: a decorator
@inline
function mixed(e: u32, f: u32, g: u32): u32 {
  return (rotr(e, 6) ^ rotr(e, 11) ^ rotr(e, 25)) + (g ^ e & (f ^ g));
}

// @ts-ignore: a decorator
@inline
function chosen(a: u32, b: u32, c: u32): u32 {
  return (rotr(a, 2) ^ rotr(a, 13) ^ rotr(a, 22)) + (a & b | c & (a | b));
}

/** Takes whole blocks into the state at `state`. */
export function sha256(state: usize, blocks: usize, count: i32): void {
  for (const end = blocks + (<usize> count << 6); blocks < end; blocks += 64) {
    for (let i: usize = 0; i < 64; i += 4) store<u32>(WORDS + i, bswap(load<u32>(blocks + i)));
    for (let i: usize = 64; i < 256; i += 4) {
      const at = WORDS + i;
      const x = load<u32>(at - 60), y = load<u32>(at - 8);
      const s = rotr(x, 7) ^ rotr(x, 18) ^ x >> 3;
      const t = rotr(y, 17) ^ rotr(y, 19) ^ y >> 10;
      store<u32>(at, load<u32>(at - 64) + s + load<u32>(at - 28) + t);
    }
    let a = load<u32>(state), b = load<u32>(state, 4), c = load<u32>(state, 8), d = load<u32>(state, 12);
    let e = load<u32>(state, 16), f = load<u32>(state, 20), g = load<u32>(state, 24), h = load<u32>(state, 28);
    // Eight rounds, after which every word is at its place again.
    for (let i: usize = 0; i < 256; i += 32) {
      h += mixed(e, f, g) + load<u32>(ROUNDS + i) + load<u32>(WORDS + i);
      d += h;
      h += chosen(a, b, c);
      g += mixed(d, e, f) + load<u32>(ROUNDS + i, 4) + load<u32>(WORDS + i, 4);
      c += g;
      g += chosen(h, a, b);
      f += mixed(c, d, e) + load<u32>(ROUNDS + i, 8) + load<u32>(WORDS + i, 8);
      b += f;
      f += chosen(g, h, a);
      e += mixed(b, c, d) + load<u32>(ROUNDS + i, 12) + load<u32>(WORDS + i, 12);
      a += e;
      e += chosen(f, g, h);
      d += mixed(a, b, c) + load<u32>(ROUNDS + i, 16) + load<u32>(WORDS + i, 16);
      h += d;
      d += chosen(e, f, g);
      c += mixed(h, a, b) + load<u32>(ROUNDS + i, 20) + load<u32>(WORDS + i, 20);
      g += c;
      c += chosen(d, e, f);
      b += mixed(g, h, a) + load<u32>(ROUNDS + i, 24) + load<u32>(WORDS + i, 24);
      f += b;
      b += chosen(c, d, e);
      a += mixed(f, g, h) + load<u32>(ROUNDS + i, 28) + load<u32>(WORDS + i, 28);
      e += a;
      a += chosen(b, c, d);
    }
    store<u32>(state, load<u32>(state) + a);
    store<u32>(state, load<u32>(state, 4) + b, 4);
    store<u32>(state, load<u32>(state, 8) + c, 8);
    store<u32>(state, load<u32>(state, 12) + d, 12);
    store<u32>(state, load<u32>(state, 16) + e, 16);
    store<u32>(state, load<u32>(state, 20) + f, 20);
    store<u32>(state, load<u32>(state, 24) + g, 24);
    store<u32>(state, load<u32>(state, 28) + h, 28);
  }
}
