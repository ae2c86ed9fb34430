/** Door to disk: what models are asked in benchmarks whose texts are not to be shown; git ignores the folder. */
import { dirname, join } from "./paths.ts";
import * as v from "valibot";
import type { Benchmark } from "../study/benchmark.ts";
import { writeAtomically } from "./atomic.ts";

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

/** Keeps what is asked of a model, by problem id, where its owner alone reads it. */
export async function writeMessages(
  folder: string,
  benchmark: string,
  messages: ReadonlyMap<string, string>,
): Promise<void> {
  const file = messagesFile(folder, benchmark);
  await Deno.mkdir(dirname(file), { recursive: true });
  // Before there is a file in it; the file's own mode is for copies.
  await Deno.chmod(dirname(file), 0o700);
  await writeAtomically(
    file,
    JSON.stringify({
      schema: 1,
      benchmark,
      messages: Object.fromEntries(messages),
    }),
  );
  await Deno.chmod(file, 0o600);
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
