/** Per-sample logs of lm-evaluation-harness, `--log_samples`: one JSON object a line. */
import * as v from "valibot";
import { WHOLE } from "../../pipeline/study/names.ts";
import {
  agreed,
  type ForeignLog,
  type LoggedProblem,
  type Placed,
  refuseLog,
  rightOrWrong,
  shaped,
} from "./foreign_log.ts";

const SETTINGS = v.looseObject({
  max_gen_toks: v.optional(v.pipe(v.number(), v.safeInteger())),
  temperature: v.optional(v.number()),
  top_p: v.optional(v.number()),
  top_k: v.optional(v.number()),
  do_sample: v.optional(v.boolean()),
});

const LINE = v.looseObject({
  doc_id: WHOLE,
  doc: v.looseObject({
    id: v.optional(v.nullable(v.union([v.string(), v.number()]))),
  }),
  target: v.unknown(),
  arguments: v.optional(v.unknown()),
  resps: v.pipe(
    v.array(v.array(v.string("only generated text can be imported"))),
    v.length(1, "only what was generated at once can be imported"),
  ),
  filter: v.optional(v.string(), "none"),
  metrics: v.optional(v.array(v.string()), []),
});

type Line = v.InferOutput<typeof LINE>;

/** A log from its lines. Further filters repeat the responses and are left out. */
export function lmEvalLog(lines: readonly Placed[], file: string): ForeignLog {
  const all = shaped(LINE, lines, file);
  const { filter } = all[0]!.value;
  const kept = all.filter(({ value }) => value.filter === filter);
  const texts = new Map(
    kept.map(({ value }) => [value.doc_id, JSON.stringify(value.resps)]),
  );
  refuseLog(
    file,
    all.filter(({ value }) =>
      texts.get(value.doc_id) !== JSON.stringify(value.resps)
    ).map(({ place }) =>
      `${place}: its resps are not those of filter ${filter}`
    ),
  );
  const settings = kept.map(({ place, value }) => ({
    place,
    of: settingsOf(value.arguments),
  }));
  const setting = (name: keyof v.InferOutput<typeof SETTINGS> & string) =>
    agreed(
      name,
      settings.map(({ place, of }) => ({
        place,
        value: (of[name] ?? null) as number | boolean | null,
      })),
      file,
    );
  const names = ["temperature", "top_p", "top_k", "do_sample"];
  return {
    toolVersion: null,
    budget: setting("max_gen_toks") as number | null,
    seed: null,
    told: Object.fromEntries(
      names.map((name) => [name, setting(name)] as const)
        .filter(([, value]) => value !== null),
    ),
    problems: kept.map(({ place, value }) => loggedProblem(place, value)),
  };
}

/** What a line's request asked for; nothing where it does not say it as lm-eval 0.4 does. */
function settingsOf(asked: unknown): v.InferOutput<typeof SETTINGS> {
  const shape = v.looseObject({
    gen_args_0: v.looseObject({ arg_1: SETTINGS }),
  });
  const { success, output } = v.safeParse(shape, asked);
  return success ? output.gen_args_0.arg_1 : {};
}

function loggedProblem(place: string, line: Line): LoggedProblem {
  const { doc, doc_id, target, resps, filter } = line;
  const responses = resps[0]!.map((text) => ({
    text,
    tokens: null,
    stopped: false,
  }));
  return {
    place,
    id: doc.id === null || doc.id === undefined ? null : String(doc.id),
    position: doc_id,
    target: typeof target === "string" || typeof target === "number"
      ? String(target)
      : null,
    responses,
    score: responses.length === 1 ? scoreOf(line, filter) : null,
  };
}

function scoreOf(line: Line, filter: string): LoggedProblem["score"] {
  for (const metric of line.metrics) {
    const right = rightOrWrong(line[metric]);
    if (right !== null) return { metric: `${metric} (${filter})`, right };
  }
  return null;
}
