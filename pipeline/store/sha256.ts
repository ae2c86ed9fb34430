import { columns, withPlaces } from "./columns_kernel.ts";

const BLOCK = 64;
/** Bytes taken at once. */
const PIECE = 2 ** 20;

const START = [
  ...[0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a],
  ...[0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19],
];

/** SHA-256 of bytes as 64 hexadecimal digits. By the kernel: node:crypto takes longer to load than a data set to hash. */
export function sha256(bytes: Uint8Array): string {
  let state = Uint32Array.from(START);
  const take = (blocks: Uint8Array) => {
    state = withPlaces([state, blocks], 0, ([own, place]) => {
      columns.sha256(own!, place!, blocks.length / BLOCK);
      return new Uint32Array(columns.memory.buffer, own!, 8).slice();
    });
  };
  const whole = bytes.length - bytes.length % BLOCK;
  for (let at = 0; at < whole; at += PIECE) {
    take(bytes.subarray(at, Math.min(whole, at + PIECE)));
  }
  const rest = bytes.length - whole;
  const last = new Uint8Array(rest + 9 > BLOCK ? 2 * BLOCK : BLOCK);
  last.set(bytes.subarray(whole));
  last[rest] = 0x80;
  new DataView(last.buffer)
    .setBigUint64(last.length - 8, BigInt(bytes.length) * 8n);
  take(last);
  return Array.from(state, (word) => word.toString(16).padStart(8, "0"))
    .join("");
}
