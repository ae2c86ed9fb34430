import type { GeneratedMetadata } from "../pipeline/study/run.ts";
import { distinct } from "./distinct.ts";

/** One value where all sessions agree; else all of them, joined by ` | `. */
export function mergedFlags(
  sessions: readonly Pick<GeneratedMetadata, "flags">[],
): GeneratedMetadata["flags"] {
  const names = new Set(sessions.flatMap(({ flags }) => Object.keys(flags)));
  return Object.fromEntries(
    [...names].sort().map((name) => {
      const values = distinct(sessions.map(({ flags }) => flags[name] ?? null));
      return [
        name,
        values.length === 1
          ? values[0] ?? null
          : values.map((value) => value ?? "not told").join(" | "),
      ];
    }),
  );
}
