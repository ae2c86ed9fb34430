import * as v from "valibot";

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
});

/** What took some timings, each name once; empty where the file does not say. */
export interface TimedOn {
  /** "vllm 0.26.0". */
  readonly engines: readonly string[];
  readonly gpus: readonly string[];
  readonly drivers: readonly string[];
}

/** Nobody knows what took these timings. */
export const UNTOLD: TimedOn = { engines: [], gpus: [], drivers: [] };

/** What the `origin` of a timing file says took them. */
export function timedOn(origin: unknown): TimedOn {
  const { success, output } = v.safeParse(ORIGIN, origin);
  if (!success) return UNTOLD;
  const { weights, engine, engineVersion, gpu } = output;
  const once = (names: readonly (string | null | undefined)[]) =>
    [...new Set(names)].filter((name) => name != null);
  return {
    engines: once([
      engine && `${engine} ${engineVersion ?? ""}`.trim(),
      ...weights.map((each) => `${each.engine} ${each.engineVersion}`),
    ]),
    gpus: once([gpu, ...weights.map(({ machine }) => machine?.gpu)]),
    drivers: once(weights.map(({ machine }) => machine?.driver)),
  };
}
