import { answerReader, type BenchmarkFile } from "../study/benchmark.ts";
import type { SoundRun } from "../validate.ts";

/** A run's answers read: equal answers have equal classes. */
export interface GradedRun {
  readonly sound: Pick<
    SoundRun,
    "run" | "problems" | "samples" | "budgets"
  >;
  /** How many different answers could be read; their classes are 0 .. readable - 1. */
  readonly readable: number;
  /** Class of a cell's answer; -1: none was sent, -2: it could not be read. */
  readonly classes: Int32Array;
  /** Class of the expected answer of each problem; -3 where nobody gave it. */
  readonly expected: Int32Array;
}

export const NONE = -1;
const UNREADABLE = -2;
const NOBODY = -3;

/** Reads every distinct answer text once and gives equal values one class. */
export function grade(sound: SoundRun, benchmark: BenchmarkFile): GradedRun {
  const read = answerReader(sound.run.benchmark);
  const classOf = new Map<string, number>();
  const classOfText = Int32Array.from(sound.answers, (text) => {
    const value = read(text);
    if (value === null) return UNREADABLE;
    const known = classOf.get(value);
    if (known !== undefined) return known;
    classOf.set(value, classOf.size);
    return classOf.size - 1;
  });
  const expected = Int32Array.from(benchmark.problems, ({ id, answer }) => {
    const value = read(answer);
    if (value === null) {
      throw new TypeError(
        `Cannot grade ${id}: the grammar of ${benchmark.benchmark} does not read its expected answer ${
          JSON.stringify(answer)
        }`,
      );
    }
    return classOf.get(value) ?? NOBODY;
  });
  const classes = new Int32Array(sound.answer.length);
  for (let cell = 0; cell < classes.length; cell++) {
    const code = sound.answer[cell]!;
    classes[cell] = code < 0 ? NONE : classOfText[code]!;
  }
  return { sound, readable: classOf.size, classes, expected };
}
