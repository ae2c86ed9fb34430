import * as v from "valibot";
import { STEP_FIT, type StepFit } from "./step_fit.ts";

const LIST = v.array(v.looseObject({
  engine: v.string(),
  engineVersion: v.string(),
  machine: v.nullish(v.looseObject({
    gpu: v.nullish(v.string()),
    driver: v.nullish(v.string()),
  })),
}));

/** The `origin` of a timing file: of each of the weights where a server was timed, of all at once where none was. */
const ORIGIN = v.looseObject({
  weights: v.optional(LIST, []),
  engine: v.optional(v.string()),
  engineVersion: v.optional(v.string()),
  gpu: v.optional(v.string()),
  fits: v.optional(v.record(v.string(), STEP_FIT), {}),
});

/** What took some timings, each name once; empty where the file does not say. */
export interface TimedOn {
  /** "vllm 0.26.0". */
  readonly engines: readonly string[];
  readonly gpus: readonly string[];
  readonly drivers: readonly string[];
  /** What fitted speeds are from, by `qwen3-4b-w8-full`. */
  readonly fits: Readonly<Record<string, StepFit>>;
}

/** Nobody knows what took these timings. */
export const UNTOLD: TimedOn = {
  engines: [],
  gpus: [],
  drivers: [],
  fits: {},
};

/** What the `origin` of a timing file says took them. */
export function timedOn(origin: unknown): TimedOn {
  const { success, output } = v.safeParse(ORIGIN, origin);
  if (!success) return UNTOLD;
  const { weights, engine, engineVersion, gpu, fits } = output;
  const once = (names: readonly (string | null | undefined)[]) =>
    [...new Set(names)].filter((name) => name != null);
  return {
    engines: once([
      engine && `${engine} ${engineVersion ?? ""}`.trim(),
      ...weights.map((each) => `${each.engine} ${each.engineVersion}`),
    ]),
    gpus: once([gpu, ...weights.map(({ machine }) => machine?.gpu)]),
    drivers: once(weights.map(({ machine }) => machine?.driver)),
    fits,
  };
}
