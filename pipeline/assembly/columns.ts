/**
 * What is done to every row of a result file, in AssemblyScript: buffers are
 * hashed, unpacked, checked and counted. The caller lays out the memory from
 * `__heap_base` on. Built by `deno task kernel`.
 */
export { absent, plainlySound, tally, unknown, votes } from "./rows";
export { sha256 } from "./sha256";
export { frames } from "./zstd";

/** Where the caller's memory begins. */
export const HEAP = __heap_base;
