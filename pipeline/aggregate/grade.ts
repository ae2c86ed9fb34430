import {
  answerReader,
  type Benchmark,
  type BenchmarkFile,
} from "../study/benchmark.ts";
import type { SoundRun } from "../validate.ts";

/** A run's answers read: equal answers have equal classes. */
export interface GradedRun {
  readonly sound: Pick<
    SoundRun,
    "run" | "problems" | "samples" | "budgets"
  >;
  /** How many different answers could be read; their classes are 0 .. readable - 1. */
  readonly readable: number;
  /** Code of the answer of a cell, -1: none was sent; cells as in SoundRun. */
  readonly answer: Int32Array;
  /** Class of the answers of each code; -2: they cannot be read. */
  readonly classOf: Int32Array;
  /** Class of the expected answer of each problem; -3 where nobody gave it. */
  readonly expected: Int32Array;
}

const UNREADABLE = -2;
const NOBODY = -3;

type Reader = (text: string) => string | null;

/** Readers that know what they have read: the files of a benchmark hold the same answers. */
const readers = new WeakMap<Benchmark, Reader>();
const MOST_KNOWN = 10_000;

/** The reader of a benchmark's answers, which reads a text once. */
function readerOf(benchmark: Benchmark): Reader {
  const ready = readers.get(benchmark);
  if (ready) return ready;
  const read = answerReader(benchmark);
  const known = new Map<string, string | null>();
  const reader: Reader = (text) => {
    let value = known.get(text);
    if (value === undefined) {
      if (known.size >= MOST_KNOWN) known.clear();
      known.set(text, value = read(text));
    }
    return value;
  };
  readers.set(benchmark, reader);
  return reader;
}

/** Reads every distinct answer text once and gives equal values one class. */
export function grade(sound: SoundRun, benchmark: BenchmarkFile): GradedRun {
  const read = readerOf(sound.run.benchmark);
  const classes = new Map<string, number>();
  const classOf = Int32Array.from(sound.answers, (text) => {
    const value = read(text);
    if (value === null) return UNREADABLE;
    const known = classes.get(value);
    if (known !== undefined) return known;
    classes.set(value, classes.size);
    return classes.size - 1;
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
    return classes.get(value) ?? NOBODY;
  });
  const { answer } = sound;
  return { sound, readable: classes.size, answer, classOf, expected };
}
