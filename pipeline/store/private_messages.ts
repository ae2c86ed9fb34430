/** Door to disk: what models are asked in benchmarks whose texts are not to be shown; git ignores the folder. */
import { join } from "node:path";
import * as v from "valibot";
import type { Benchmark } from "../study/benchmark.ts";

const MESSAGES = v.strictObject({
  schema: v.literal(1),
  benchmark: v.string(),
  /** By problem id. */
  messages: v.record(v.string(), v.pipe(v.string(), v.minLength(1))),
});

/** Where the messages of a benchmark of a data set are. */
export function messagesFile(folder: string, benchmark: string): string {
  return join(folder, ".private", `${benchmark}.json`);
}

/** What is asked of a model by problem id; null where a benchmark has no such file. No error repeats a text. */
export async function readMessages(
  folder: string,
  { name }: Benchmark,
): Promise<ReadonlyMap<string, string> | null> {
  const file = messagesFile(folder, name);
  let text: string;
  try {
    text = await Deno.readTextFile(file);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  }
  try {
    const { benchmark, messages } = v.parse(MESSAGES, JSON.parse(text));
    if (benchmark === name) return new Map(Object.entries(messages));
  } catch {
    // What a parser says may repeat the text it stumbled over.
  }
  throw new TypeError(
    `Cannot read ${file}: it is damaged or of another benchmark; write it again with deno task benchmarks`,
  );
}
