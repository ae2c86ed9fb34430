/** Result files that were cut or had a bit flipped: sealed, and as if they came from elsewhere. */
import { FOREIGN_LIMITS } from "../../pipeline/store/arrow_walk.ts";
import { checkSeal, manifestEntry } from "../../pipeline/store/manifest.ts";
import { readResult } from "../../pipeline/store/result_file.ts";
import { chances, type Trial, trial } from "./trial.ts";

const FILE = "data/nano/chain/nano-s-w16-full.arrow";
const SEED = 20;

/** A real result file. */
export const soundBytes = (): Uint8Array => Deno.readFileSync(FILE);

/** The file cut at every so many lengths. */
export function* cuts(bytes: Uint8Array, step = 1): Generator<Uint8Array> {
  for (let length = 0; length < bytes.length; length += step) {
    yield bytes.subarray(0, length);
  }
}

/** The file with one bit flipped, so many times, each in another random place. */
export function* flips(
  bytes: Uint8Array,
  times: number,
): Generator<Uint8Array> {
  const below = chances(SEED);
  for (let time = 0; time < times; time++) {
    const flipped = bytes.slice();
    const bit = below(8 * bytes.length);
    flipped[bit >> 3]! ^= 1 << (bit & 7);
    yield flipped;
  }
}

const typed = (error: unknown) =>
  error instanceof TypeError && error.message.includes(FILE)
    ? null
    : `${FILE}: ${(error as Error).stack}`;

/** Nothing that differs from what was sealed is taken. */
export function sealed(
  what: string,
  damaged: Iterable<Uint8Array>,
): Promise<Trial> {
  const entry = manifestEntry(FILE, soundBytes(), null);
  return trial(what, damaged, (bytes) => {
    try {
      checkSeal(FILE, entry, bytes);
      readResult(bytes, FILE);
      return "it was taken as if sound";
    } catch (error) {
      return typed(error);
    }
  });
}

/** What became of damaged files nobody sealed. */
export interface Fates {
  refused: number;
  /** Every value was as before: padding, or metadata nobody reads. */
  same: number;
  different: number;
}

/** Damaged files without a seal: each is refused with an error that names it, or read; none hangs. */
export async function unsealed(
  what: string,
  damaged: Iterable<Uint8Array>,
): Promise<Trial & { readonly fates: Fates }> {
  const wanted = JSON.stringify(readResult(soundBytes(), FILE));
  const fates: Fates = { refused: 0, same: 0, different: 0 };
  const tried = await trial(what, damaged, (bytes) => {
    try {
      const read = JSON.stringify(readResult(bytes, FILE, FOREIGN_LIMITS));
      fates[read === wanted ? "same" : "different"]++;
      return null;
    } catch (error) {
      fates.refused++;
      return typed(error);
    }
  });
  return { ...tried, fates };
}
