/** What the tables of provenance say alike. */
import { kvName } from "../study/kv_strategy.ts";
import type { RunMetadata } from "../study/run.ts";
import { type Cell, folded } from "./html.ts";
import { escaped } from "./svg.ts";

/** Digits shown of a digest; the whole stands in the result file. */
const DIGITS = 12;

/** The front of a digest. */
export function digestSaid(digest: string): string {
  return `SHA-256 ${digest.slice(0, DIGITS)}…`;
}

/** A run in a table: `aime25/qwen3-4b-w8-full`. */
export function runSaid(
  { benchmark, model, weightBits, kv }: RunMetadata,
): string {
  return `${benchmark}/${model}-w${weightBits}-${kvName(kv)}`;
}

/** Settings by name, folded. */
export function settingsSaid(flags: Readonly<Record<string, unknown>>): Cell {
  return listed(
    Object.entries(flags).map(([name, value]) => `${name} ${value}`),
    "settings",
  );
}

/** One of a list as it is, more behind their number. */
export function listed(list: readonly string[], what: string): Cell {
  if (list.length < 2) return list[0] ?? "none told";
  return { html: folded(`${list.length} ${what}`, escaped(list.join(", "))) };
}
