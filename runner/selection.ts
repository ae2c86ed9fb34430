/** Which of a study's runs a call is about. */
import { kvName } from "../pipeline/study/kv_strategy.ts";
import type { Run } from "../pipeline/study/run.ts";
import type { Study } from "../pipeline/study/study.ts";

/** What runs are told apart by, and the values a study has of each. */
const KEYS: Readonly<
  Record<
    string,
    {
      readonly of: (run: Run) => string;
      readonly all: (study: Study) => string[];
    }
  >
> = {
  benchmark: {
    of: ({ benchmark }) => benchmark.name,
    all: ({ benchmarks }) => benchmarks.map(({ name }) => name),
  },
  model: {
    of: ({ model }) => model.name,
    all: ({ models }) => models.map(({ name }) => name),
  },
  bits: {
    of: ({ bits }) => String(bits),
    all: ({ weightBits }) => weightBits.map(String),
  },
  kv: {
    of: ({ kv }) => kvName(kv),
    all: ({ kvStrategies }) => kvStrategies.map(kvName),
  },
};

/**
 * The runs that `model=qwen3-4b,bits=4` and the like are about: every key must
 * hold, a key given more than once holds with any of its values. RangeError for
 * a key or value the study does not have; all runs when nothing is given.
 */
export function selectedBy(
  texts: readonly string[],
  study: Study,
): (run: Run) => boolean {
  const wanted = new Map<string, string[]>();
  for (const part of texts.flatMap((text) => text.split(","))) {
    const [key = "", value = ""] = part.split("=", 2).map((each) =>
      each.trim()
    );
    if (!Object.hasOwn(KEYS, key)) {
      throw new RangeError(
        `Cannot select runs by ${JSON.stringify(part)}: give ${
          Object.keys(KEYS).map((each) => `${each}=...`).join(", ")
        }`,
      );
    }
    const all = KEYS[key]!.all(study);
    if (!all.includes(value)) {
      throw new RangeError(
        `Cannot select runs with ${key} ${
          JSON.stringify(value)
        }: the study has ${all.join(", ")}`,
      );
    }
    wanted.set(key, [...wanted.get(key) ?? [], value]);
  }
  return (run) =>
    [...wanted].every(([key, values]) => values.includes(KEYS[key]!.of(run)));
}

/** Samples of each problem a call is about: the first so many; RangeError for more than the study has. */
export function samplesWanted(
  text: string | undefined,
  study: Study,
): number | null {
  if (text === undefined) return null;
  const count = Number(text);
  const most = Math.max(study.samples.full, study.samples.compressed);
  if (!Number.isInteger(count) || count < 1 || count > most) {
    throw new RangeError(
      `Cannot generate ${text} samples of each problem: give a whole number from 1 to ${most}`,
    );
  }
  return count;
}
