import * as v from "valibot";
import { COUNT, isDistinct, isRising, NAME, WHOLE } from "./names.ts";

/** Longest answer text that is looked at; the grammar never sees more. */
const ANSWER_CHARACTERS = 256;

/** Names of other files beside the study. */
const TAKEN = ["manifest.json", "study.json"];

/** Group sizes: one sample alone, then more. */
export const GROUPS = v.pipe(
  v.array(COUNT),
  v.minLength(1, "give a group size"),
  v.check((list) => isRising(list), "group sizes must rise without repetition"),
  v.check(
    (list) => list.length === 0 || list[0] === 1,
    "group sizes start with 1",
  ),
);

/** Whether a text is a regular expression with one group that starts at the front. */
function isGrammar(source: string): boolean {
  try {
    return source.startsWith("^") &&
      new RegExp(`${source}|`).exec("")?.length === 2;
  } catch {
    return false;
  }
}

/** A set of problems and how their answers are read. */
export const BENCHMARK = v.strictObject({
  name: NAME,
  label: v.pipe(v.string(), v.minLength(1), v.maxLength(40)),
  task: v.picklist(["math", "knowledge"], "a task is math or knowledge"),
  answer: v.picklist(
    ["integer", "letter"],
    "an answer is an integer or a letter",
  ),
  /** Regular expression from the front of the answer text; its one group is the answer. */
  grammar: v.pipe(
    v.string(),
    v.maxLength(400),
    v.check(
      isGrammar,
      "give a regular expression that starts with ^ and has one group",
    ),
  ),
  /** The benchmark file beside the study. */
  file: v.pipe(
    v.string(),
    v.regex(
      /^[a-z0-9][a-z0-9._-]*\.json$/,
      "give the name of a .json file beside the study",
    ),
    v.check((file) => !TAKEN.includes(file), "that name is taken"),
  ),
  /** Seed of the one permutation of the choices per problem. */
  choiceSeed: v.optional(WHOLE),
  /** Names of the KV strategies run on it; all when absent. */
  kvStrategies: v.optional(
    v.pipe(
      v.array(v.string()),
      v.minLength(1, "give at least one"),
      v.check((list) => isDistinct(list), "KV strategies must not repeat"),
    ),
  ),
  /** Group sizes voted on it; those of the study when absent. */
  groups: v.optional(GROUPS),
});

/** A set of problems and how their answers are read. */
export type Benchmark = Readonly<v.InferOutput<typeof BENCHMARK>>;

/** A benchmark file: ids and expected answers, and the prompts where they may be given away. */
export const BENCHMARK_FILE = v.strictObject({
  schema: v.literal(1),
  benchmark: NAME,
  answer: v.picklist(["integer", "letter"]),
  problems: v.pipe(
    v.array(v.strictObject({
      id: NAME,
      answer: v.pipe(
        v.string(),
        v.minLength(1),
        v.maxLength(ANSWER_CHARACTERS),
      ),
      prompt: v.optional(v.string()),
    })),
    v.minLength(1, "a benchmark needs a problem"),
    v.check(
      (problems) => isDistinct(problems.map(({ id }) => id)),
      "problem ids must not repeat",
    ),
  ),
});

/** A benchmark file as read. */
export type BenchmarkFile = Readonly<v.InferOutput<typeof BENCHMARK_FILE>>;

/** What an answer text says, or null when its grammar cannot be read in it. Leading zeros and case do not matter. */
type AnswerReader = (text: string) => string | null;

/** The reader of a benchmark's answer texts. */
export function answerReader(
  { grammar, answer }: Pick<Benchmark, "grammar" | "answer">,
): AnswerReader {
  // Sticky: a leading ^ would hold only the first of several alternatives to the front.
  const pattern = new RegExp(grammar, "y");
  return (text) => {
    pattern.lastIndex = 0;
    const found = pattern.exec(text.slice(0, ANSWER_CHARACTERS))?.[1];
    if (found === undefined) return null;
    switch (answer) {
      case "integer":
        return found.replace(/^0+(?=\d)/, "");
      case "letter":
        return found.toUpperCase();
    }
  };
}
