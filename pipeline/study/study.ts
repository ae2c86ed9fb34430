import * as v from "valibot";
import { BENCHMARK, type Benchmark, GROUPS } from "./benchmark.ts";
import { CLAIMS } from "./claims.ts";
import { DataProblems } from "./data_problems.ts";
import { FORCING, SAMPLING } from "./forcing.ts";
import { READING } from "./imported.ts";
import { KV_STRATEGY, kvName, type KvStrategy } from "./kv_strategy.ts";
import { MODEL, type Model } from "./model.ts";
import { COUNT, isDistinct, isRising, NAME } from "./names.ts";
import { PUBLISHED_SPEED } from "./published_speed.ts";
import { told } from "./schema_issue.ts";
import { inconsistencies } from "./study_references.ts";
import { WEIGHT_BITS } from "./weights.ts";

const BUDGETS = v.pipe(
  v.array(v.pipe(COUNT, v.maxValue(2 ** 31 - 1, "a budget has 31 bits"))),
  v.minLength(1, "a study needs a budget"),
  v.check((list) => isRising(list), "budgets must rise without repetition"),
);

/** A list of named things whose names differ. */
const named = <const S extends v.GenericSchema<unknown, { name: string }>>(
  schema: S,
) =>
  v.pipe(
    v.array(schema),
    v.minLength(1, "give at least one"),
    v.check(
      (list) => isDistinct(list.map(({ name }) => name)),
      "names must not repeat",
    ),
  );

const SENTENCE = v.pipe(v.string(), v.minLength(1), v.maxLength(400));

const REMARK = v.strictObject({
  id: v.pipe(
    v.string(),
    v.regex(/^[A-Z][0-9]{1,2}$/, "give a letter and a number"),
  ),
  point: SENTENCE,
  here: SENTENCE,
});

const HEAD = {
  schema: v.literal(1),
  title: v.pipe(v.string(), v.minLength(1), v.maxLength(120)),
};

const GRID = {
  models: named(MODEL),
  weightBits: v.pipe(
    v.array(WEIGHT_BITS),
    v.minLength(1),
    v.check(
      (list) => isRising(list),
      "weight bits must rise without repetition",
    ),
  ),
  kvStrategies: v.pipe(
    v.array(KV_STRATEGY),
    v.minLength(1),
    v.check(
      (list) => isDistinct(list.map(kvName)),
      "KV strategies must not repeat",
    ),
  ),
  benchmarks: named(BENCHMARK),
  /** Token budgets, one list for all or one per benchmark. */
  budgets: v.union(
    [BUDGETS, v.record(NAME, BUDGETS)],
    "give a list, or a list per benchmark",
  ),
  /** Samples that vote. */
  groups: GROUPS,
  /** Generations per problem, with the full and with a compressed cache. */
  samples: v.strictObject({
    full: v.pipe(COUNT, v.maxValue(255, "a sample number has 8 bits")),
    compressed: v.pipe(COUNT, v.maxValue(255, "a sample number has 8 bits")),
  }),
};

const TAIL = {
  /** Another data set whose timings stand in for ones of its own. */
  timingFrom: v.optional(NAME),
  /** More data sets whose timings the accuracies are held against, beside those. */
  alsoTimedBy: v.optional(v.pipe(
    v.array(NAME),
    v.minLength(1, "give at least one data set"),
    v.check((list) => isDistinct(list), "data sets must not repeat"),
  )),
  /** Speeds the source of the study prints. */
  publishedSpeeds: v.optional(v.array(PUBLISHED_SPEED)),
  claims: CLAIMS,
  /** Where the source of the study contradicts itself, and what is done about it here. */
  remarks: v.optional(v.array(REMARK)),
};

const GENERATED = v.strictObject({
  ...HEAD,
  kind: v.picklist(["measured", "simulated"]),
  ...GRID,
  sampling: SAMPLING,
  forcing: FORCING,
  ...TAIL,
});

const IMPORTED = v.strictObject({
  ...HEAD,
  kind: v.literal("imported"),
  ...GRID,
  reading: READING,
  ...TAIL,
});

const STUDY = v.variant(
  "kind",
  [GENERATED, IMPORTED],
  "a study is measured, simulated or imported",
);

/** A study whose generations our runner or our simulator makes. */
export type GeneratedStudy = Readonly<v.InferOutput<typeof GENERATED>>;

/** A study of generations that other tools made and logged. */
export type ImportedStudy = Readonly<v.InferOutput<typeof IMPORTED>>;

/** What was decided before a model answered. */
export type Study = GeneratedStudy | ImportedStudy;

/** Reads a study; every unknown key and impossible value is told at once. */
export function readStudy(json: unknown, file = "study.json"): Study {
  const { success, output, issues } = v.safeParse(STUDY, json);
  const problems = success ? inconsistencies(output) : issues.flatMap(told);
  if (problems.length > 0) {
    throw new DataProblems(
      "Cannot read the study",
      problems.map((problem) => ({ file, row: null, problem })),
    );
  }
  return output as Study;
}

/** The study of a data set whose generations are made here; RangeError for an imported one. */
export function generatedStudy(study: Study, dataSet: string): GeneratedStudy {
  if (study.kind !== "imported") return study;
  throw new RangeError(
    `Cannot generate ${dataSet}: its study is imported, other tools generated it`,
  );
}

/** The token budgets of a benchmark, rising. */
export function budgetsOf(study: Study, benchmark: string): readonly number[] {
  const { budgets } = study;
  if (Array.isArray(budgets)) return budgets;
  const own = budgets[benchmark];
  if (!own || !Object.hasOwn(budgets, benchmark)) {
    throw new RangeError(
      `Cannot look up budgets of ${benchmark}: the study has none`,
    );
  }
  return own;
}

/** The token budgets of all benchmarks, rising, each once. */
export function allBudgets({ budgets }: Study): readonly number[] {
  return [...new Set(Object.values(budgets).flat())].sort((a, b) => a - b);
}

/** Samples per problem under a KV strategy. */
export function samplesOf(study: Study, kv: KvStrategy): number {
  return kv.kind === "full" ? study.samples.full : study.samples.compressed;
}

/** Group sizes voted on: the full cache's; with a compressed cache every sample stands alone. */
export function groupsOf(
  study: Study,
  benchmark: Benchmark,
  kv: KvStrategy,
): readonly number[] {
  return kv.kind === "full" ? benchmark.groups ?? study.groups : [1];
}

/** Accuracy under which scenarios are kept off the frontiers of a benchmark; 0 where none is claimed. */
export function floorOf({ claims }: Study, benchmark: string): number {
  const floors = claims.frontierFloor ?? {};
  return Object.hasOwn(floors, benchmark) ? floors[benchmark]! : 0;
}

/** A named model of the study. */
export function modelOf(study: Study, name: string): Model {
  const model = study.models.find((each) => each.name === name);
  if (!model) {
    throw new RangeError(
      `Cannot look up model ${name}: the study has none of that name`,
    );
  }
  return model;
}
