/** Whether two sides of the comparison wrote the same. */
import { parse } from "csv-parse/sync";

const KEYS = [
  "benchmark",
  "model",
  "weight_bits",
  "kv",
  "kv_size",
  "budget",
  "group",
];

type Row = Record<string, string>;

/**
 * Rows of measurements.csv in both folders, the largest difference of any
 * number in them, and how many frontiers have the same members. Refuses, with
 * an Error, measurements that differ by more than `slack`, and a row or a
 * frontier that only one side has.
 */
export async function agreement(
  ours: string,
  theirs: string,
  slack: number,
): Promise<[rows: string, difference: string, frontiers: string]> {
  const [own, other] = await Promise.all([ours, theirs].map(measurements));
  let largest = 0;
  for (const [key, row] of own!) {
    const its = other!.get(key);
    if (!its) throw new Error(`Cannot compare ${key}: ${theirs} has none`);
    for (const [column, value] of Object.entries(row)) {
      if (KEYS.includes(column)) continue;
      const difference = gap(value, its[column]!);
      if (!(difference <= slack)) {
        throw new Error(
          `${key}: ${column} is ${value} and ${its[column]}`,
        );
      }
      largest = Math.max(largest, difference);
    }
  }
  if (own!.size !== other!.size) {
    throw new Error(`${own!.size} rows and ${other!.size}`);
  }
  const [front, its] = await Promise.all([ours, theirs].map(frontiers));
  for (const [name, members] of front!) {
    // A frontier without members may be missing.
    const same = its!.get(name) ?? "";
    if (same !== members) {
      throw new Error(`frontier ${name}: ${members} and ${same}`);
    }
  }
  return [String(own!.size), largest.toExponential(1), String(front!.size)];
}

/** How far two numbers are apart, of large ones as a share; nothing only equals nothing. */
function gap(a: string, b: string): number {
  if (a === "" || b === "") return a === b ? 0 : Infinity;
  const [x, y] = [Number(a), Number(b)];
  return Math.abs(x - y) / Math.max(1, Math.abs(x));
}

async function measurements(folder: string): Promise<Map<string, Row>> {
  const rows: Row[] = parse(
    await Deno.readTextFile(`${folder}/measurements.csv`),
    { columns: true },
  );
  return new Map(
    rows.map((row) => [KEYS.map((key) => row[key]).join(" "), row]),
  );
}

async function frontiers(folder: string): Promise<Map<string, string>> {
  const text = await Deno.readTextFile(`${folder}/frontiers.json`);
  return new Map(
    JSON.parse(text).map((
      { scope, of, benchmark, members }: Record<string, string>,
    ) => [
      `${benchmark} ${scope} ${of}`,
      [...members!].map(named).sort().join(" "),
    ]),
  );
}

/** A scenario as the pipeline names it, or as the peers list it. */
function named(member: string | (string | number)[]): string {
  if (typeof member === "string") return member;
  const [benchmark, model, bits, kv, budget, group] = member;
  return `${benchmark}/${model}-w${bits}-${kv}@${budget}x${group}`;
}
