import { createHash } from "node:crypto";

/**
 * The seed of a trajectory: the first four bytes, big-endian, of the SHA-256 of
 * the JSON text `["trajectory",seed of the study,run,problem,sample]`.
 */
export function trajectorySeed(
  studySeed: number,
  run: string,
  problem: string,
  sample: number,
): number {
  const text = JSON.stringify(["trajectory", studySeed, run, problem, sample]);
  const hex = createHash("sha256").update(text).digest("hex");
  return parseInt(hex.slice(0, 8), 16);
}
