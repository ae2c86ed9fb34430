/**
 * The inner loops of the statistics in AssemblyScript: a cold process would
 * spend longer warming them up than running them. What each computes, and why,
 * stands where it is called. Every sum runs in a fixed order, so that the result
 * is the same to the last bit on every machine. The caller lays out the memory
 * from `__heap_base` on. Built by `deno task kernel`.
 */
export {
  drawCounts,
  drawSums,
  layDoubles,
  layPairs,
  SPREAD,
  studentize,
  wholeShifts,
} from "./draws";
export { extremes } from "./extremes";
export { GROUPS, majority, SCORES, variances, WRONG } from "./votes";

/** Where the caller's memory begins. */
export const HEAP = __heap_base;
