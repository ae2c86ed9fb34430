/** Details of lighteval, `--save-details`: one Parquet row a problem. */
import * as v from "valibot";
import { WHOLE } from "../../pipeline/study/names.ts";
import {
  type ForeignLog,
  type LoggedProblem,
  type Placed,
  refuseLog,
  rightOrWrong,
  shaped,
} from "./foreign_log.ts";

/** The columns we read. */
export const LIGHTEVAL_COLUMNS = ["doc", "metric", "model_response"];

const INDEX = v.union([WHOLE, v.array(WHOLE)]);

const ROW = v.looseObject({
  doc: v.looseObject({
    id: v.string(),
    choices: v.array(v.string()),
    gold_index: INDEX,
    generation_size: v.optional(v.nullable(WHOLE)),
  }),
  model_response: v.looseObject({
    text: v.pipe(
      v.array(v.string()),
      v.minLength(1, "only generated text can be imported"),
    ),
    output_tokens: v.optional(v.nullable(v.array(v.array(v.unknown())))),
  }),
  metric: v.record(v.string(), v.unknown()),
});

type Row = v.InferOutput<typeof ROW>;

/** A log from its rows. */
export function lightevalLog(
  rows: readonly Placed[],
  file: string,
): ForeignLog {
  const kept = shaped(ROW, rows, file);
  refuseLog(
    file,
    kept.flatMap(({ place, value: { model_response } }) => {
      const { text, output_tokens: tokens } = model_response;
      return tokens && tokens.length > 0 && tokens.length !== text.length
        ? [
          `${place}: it has ${text.length} texts and tokens of ${tokens.length}`,
        ]
        : [];
    }),
  );
  return {
    toolVersion: null,
    // doc.generation_size is not it: a model's max_new_tokens goes before.
    budget: null,
    seed: null,
    told: {},
    problems: kept.map(({ place, value }) => loggedProblem(place, value)),
  };
}

function loggedProblem(place: string, row: Row): LoggedProblem {
  const { doc, model_response: { text, output_tokens: tokens } } = row;
  const gold = typeof doc.gold_index === "number"
    ? [doc.gold_index]
    : doc.gold_index;
  return {
    place,
    id: doc.id,
    position: /^\d{1,9}$/.test(doc.id) ? Number(doc.id) : null,
    target: gold.length === 1 ? doc.choices[gold[0]!] ?? null : null,
    responses: text.map((each, at) => ({
      text: each,
      tokens: tokens?.[at]?.length ?? null,
      stopped: false,
    })),
    score: text.length === 1 ? scoreOf(row) : null,
  };
}

function scoreOf({ metric }: Row): LoggedProblem["score"] {
  for (const [name, value] of Object.entries(metric)) {
    const right = rightOrWrong(value);
    if (right !== null) return { metric: name, right };
  }
  return null;
}
