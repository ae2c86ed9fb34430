/** JSON in the logs other tools leave. */
import type { Placed } from "../imported/foreign_log.ts";

/** Why a log is not taken. */
export function refused(file: string, why: string, cause?: unknown): TypeError {
  return new TypeError(`Cannot import ${file}: ${why}`, { cause });
}

/** A value in JSON text; TypeError naming the place, without its content. */
export function json(bytes: Uint8Array, place: string, file: string): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (cause) {
    // What the parser says may repeat the text it stumbled over.
    throw refused(file, `${place} is no JSON`, cause);
  }
}

const NEWLINE = 10;

/** The values of lines, empty ones left out. */
export function jsonLines(bytes: Uint8Array, file: string): Placed[] {
  const lines: Placed[] = [];
  for (let from = 0, number = 1; from < bytes.length; number++) {
    const end = bytes.indexOf(NEWLINE, from);
    const to = end < 0 ? bytes.length : end;
    const place = `line ${number}`;
    const line = bytes.subarray(from, to);
    if (line.some((byte) => byte > 32)) {
      lines.push({ place, value: json(line, place, file) });
    }
    from = to + 1;
  }
  return lines;
}
