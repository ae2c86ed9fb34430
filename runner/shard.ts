/** A part of every run, so that several runners share one study. */
import { createHash } from "node:crypto";

/** The part of a run's trajectories that one of so many runners generates. */
export interface Shard {
  /** From 0. */
  readonly index: number;
  readonly count: number;
}

/** Reads `i/n`, i from 0 up to n; RangeError when it is none. */
export function readShard(text: string): Shard {
  const [, i, n] = /^([0-9]{1,6})\/([0-9]{1,6})$/.exec(text) ?? [];
  const shard = { index: Number(i), count: Number(n) };
  if (shard.index < shard.count) return shard;
  throw new RangeError(
    `Cannot use shard ${text}: give i/n with i from 0 to n - 1, 0/8 to 7/8 for instance`,
  );
}

/** The shard an option names; null: all of a study. */
export function shardWanted(text: string | undefined): Shard | null {
  return text === undefined ? null : readShard(text);
}

/**
 * Whether a trajectory is in a shard, every one without a shard. The first four
 * bytes, big-endian, of the SHA-256 of the JSON text
 * `["shard",run,problem,sample]`, modulo the count of shards: the same on every
 * machine and for every order of problems.
 */
export function inShard(
  shard: Shard | null,
  run: string,
  problem: string,
  sample: number,
): boolean {
  if (!shard) return true;
  const text = JSON.stringify(["shard", run, problem, sample]);
  const hash = createHash("sha256").update(text).digest().readUInt32BE(0);
  return hash % shard.count === shard.index;
}

/** What the name of a run's journal ends with. */
export function shardSuffix(shard: Shard | null): string {
  return shard ? `.shard-${shard.index}-of-${shard.count}` : "";
}

/** The suffixes among some names behind the name of a run's journal, that of no shard first, then by count and index. */
export function shardSuffixes(
  name: string,
  names: readonly string[],
): string[] {
  const shards = names.flatMap((each) => {
    if (!each.startsWith(`${name}.shard-`)) return [];
    const [, index, count] = /^\.shard-([0-9]+)-of-([0-9]+)$/.exec(
      each.slice(name.length),
    ) ?? [];
    return index && count
      ? [{ index: Number(index), count: Number(count) }]
      : [];
  }).sort((a, b) => a.count - b.count || a.index - b.index);
  return [
    ...(names.includes(name) ? [""] : []),
    ...shards.map(shardSuffix),
  ];
}
