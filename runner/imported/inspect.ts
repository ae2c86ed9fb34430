/** Logs of inspect_ai: a header and samples, from an `.eval` archive or one JSON file. */
import * as v from "valibot";
import { COUNT, WHOLE } from "../../pipeline/study/names.ts";
import {
  type ForeignLog,
  type LoggedProblem,
  type Placed,
  refuseLog,
  rightOrWrong,
  shaped,
} from "./foreign_log.ts";

const CONFIG = v.looseObject({
  max_tokens: v.optional(v.nullable(COUNT)),
  temperature: v.optional(v.nullable(v.number())),
  top_p: v.optional(v.nullable(v.number())),
  top_k: v.optional(v.nullable(v.number())),
  seed: v.optional(v.nullable(WHOLE)),
});

const HEADER = v.looseObject({
  status: v.string(),
  eval: v.looseObject({
    model: v.string(),
    dataset: v.looseObject({
      sample_ids: v.optional(
        v.nullable(v.array(v.union([v.string(), v.number()]))),
      ),
      shuffled: v.optional(v.nullable(v.boolean())),
    }),
    packages: v.optional(v.record(v.string(), v.string()), {}),
  }),
  results: v.optional(
    v.nullable(v.looseObject({ total_samples: v.optional(WHOLE) })),
  ),
  plan: v.optional(v.looseObject({ config: v.optional(CONFIG, {}) }), {}),
});

const PART = v.looseObject({
  type: v.string(),
  text: v.optional(v.string()),
});

const SAMPLE = v.looseObject({
  id: v.union([v.string(), v.number()]),
  epoch: COUNT,
  target: v.union([v.string(), v.array(v.string())]),
  output: v.looseObject({
    choices: v.pipe(
      v.array(v.looseObject({
        message: v.looseObject({
          content: v.union([v.string(), v.array(PART)]),
        }),
        stop_reason: v.optional(v.string(), "unknown"),
      })),
      v.length(1, "one choice a sample can be imported"),
    ),
    usage: v.optional(v.nullable(v.looseObject({ output_tokens: WHOLE }))),
  }),
  scores: v.optional(
    v.nullable(v.record(v.string(), v.looseObject({ value: v.unknown() }))),
  ),
  error: v.optional(v.nullable(v.looseObject({ message: v.string() }))),
});

type Header = v.InferOutput<typeof HEADER>;
type Sample = v.InferOutput<typeof SAMPLE>;

/** Place of a sample in messages, from its file or number. */
export const samplePlace = (sample: unknown, otherwise: string): string => {
  const { id, epoch } = (sample ?? {}) as Record<string, unknown>;
  return id === undefined || epoch === undefined
    ? otherwise
    : `sample ${id}, epoch ${epoch}`;
};

/** A log from its header and samples. One that failed is refused: what was not answered is not wrong. */
export function inspectLog(
  header: unknown,
  samples: readonly Placed[],
  file: string,
): ForeignLog {
  const head = shaped(
    HEADER,
    [{ place: "its header", value: header }],
    file,
  )[0]!.value;
  if (head.status !== "success") {
    refuseLog(file, [`its status is ${head.status}, not success`]);
  }
  const kept = shaped(SAMPLE, samples, file);
  const total = head.results?.total_samples ?? kept.length;
  if (total !== kept.length) {
    refuseLog(file, [`it says ${total} samples and holds ${kept.length}`]);
  }
  refuseLog(
    file,
    kept.flatMap(({ place, value: { error } }) =>
      error ? [`${place}: it ended with ${error.message.slice(0, 200)}`] : []
    ),
  );
  const { max_tokens, seed, ...config } = head.plan.config ?? {};
  const names = ["temperature", "top_p", "top_k"] as const;
  return {
    toolVersion: head.eval.packages.inspect_ai ?? null,
    budget: max_tokens ?? null,
    seed: seed ?? null,
    told: {
      model: head.eval.model,
      ...Object.fromEntries(
        names.map((name) => [name, config[name] ?? null] as const)
          .filter(([, value]) => value !== null),
      ),
    },
    problems: kept
      .toSorted((a, b) => a.value.epoch - b.value.epoch)
      .map(({ place, value }) => loggedProblem(place, value, head)),
  };
}

function loggedProblem(
  place: string,
  { id, target, output, scores }: Sample,
  { eval: { dataset } }: Header,
): LoggedProblem {
  const { message: { content }, stop_reason } = output.choices[0]!;
  const position = dataset.shuffled
    ? -1
    : dataset.sample_ids?.indexOf(id) ?? -1;
  const targets = typeof target === "string" ? [target] : target;
  return {
    place,
    id: String(id),
    position: position < 0 ? null : position,
    target: targets.length === 1 && targets[0] !== "" ? targets[0]! : null,
    responses: [{
      // Reasoning that the server kept apart has no answer.
      text: typeof content === "string"
        ? content
        : content.map(({ type, text }) => type === "text" ? text ?? "" : "")
          .join(""),
      tokens: output.usage?.output_tokens ?? null,
      stopped: stop_reason === "stop",
    }],
    score: scoreOf(scores ?? {}),
  };
}

/** The first score that is right or wrong; inspect writes C and I, or numbers. */
function scoreOf(
  scores: Readonly<Record<string, { readonly value: unknown }>>,
): LoggedProblem["score"] {
  for (const [metric, { value }] of Object.entries(scores)) {
    const right = value === "C"
      ? true
      : value === "I"
      ? false
      : rightOrWrong(value);
    if (right !== null) return { metric, right };
  }
  return null;
}
