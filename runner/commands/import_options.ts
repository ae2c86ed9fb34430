/** The options of `deno task import`, and what they and the logs say together. */
import { basename } from "node:path";
import { UsageError } from "../../pipeline/commands/command.ts";
import { type Log, type Tool, TOOLS } from "../../pipeline/study/imported.ts";
import { kvName } from "../../pipeline/study/kv_strategy.ts";
import { plannedRuns, type Run } from "../../pipeline/study/run.ts";
import type { Study } from "../../pipeline/study/study.ts";
import type { FiledLog } from "../imported/generations.ts";
import { type Match, MATCHES } from "../imported/matched.ts";
import type { ReadLog } from "./foreign_file.ts";

export const IMPORT_HELP = `
deno task import <set> --from TOOL FILE... --benchmark B --model M --bits N --kv KV [options]

Takes what another tool has generated and logged into an imported data set: one
run at one budget a call. deno task study --imported makes the study of the set.

  --from TOOL        lm-eval: --log_samples, .jsonl; lighteval: --save-details,
                     .parquet; inspect: .eval or .json
  --benchmark NAME   of the study; answers are graded against its file, the
                     tool's own score is only compared
  --model NAME       of the study
  --bits N           of the weights that answered
  --kv KV            of the cache that answered: full, unless the server had another
  --budget N         most tokens of a response; inspect and lm-eval logs say it
  --seeds N,N,...    one for each response to a problem, in the order of the files
                     and of each file's responses; "unknown" where nobody knows.
                     inspect logs may say it
  --tool-version V   of the tool; inspect logs say it
  --match HOW        how a problem is recognised: by its id (id), its place in the
                     tool's data set (order), or its expected answer, where no two
                     are alike (answer). The log must expect the same answer (id)
  --write-benchmark  before anything was imported for it: make the benchmark file of
                     the first log's problems and expected answers, for a tool that
                     puts choices into an order of its own; --match order from then on
  --replace          take the place of this run's responses at this budget

Several files are more samples of the same problems. What a log says and what is
given here must agree; what neither says is told.

  deno task import mine --from lm-eval samples_aime25_*.jsonl --benchmark aime25 \\
    --model qwen3-4b --bits 16 --kv full --match answer --seeds unknown \\
    --tool-version 0.4.13
`;

export const IMPORT_OPTIONS = {
  from: { type: "string" },
  benchmark: { type: "string" },
  model: { type: "string" },
  bits: { type: "string" },
  kv: { type: "string" },
  budget: { type: "string" },
  seeds: { type: "string" },
  "tool-version": { type: "string" },
  match: { type: "string" },
  replace: { type: "boolean" },
  "write-benchmark": { type: "boolean" },
} as const;

type Values = {
  readonly [
    name in Exclude<
      keyof typeof IMPORT_OPTIONS,
      "replace" | "write-benchmark"
    >
  ]?: string;
};

/** What was asked. */
export interface ImportAsk {
  readonly tool: Tool;
  readonly benchmark: string;
  readonly model: string;
  readonly bits: number;
  readonly kv: string;
  readonly match: Match;
  /** Null where not given. */
  readonly budget: number | null;
  readonly seeds: readonly number[] | "unknown" | null;
  readonly toolVersion: string | null;
}

/** Never in a log. */
const ALWAYS = ["from", "benchmark", "model", "bits", "kv"] as const;

/** The options read; UsageError for all that no log can say and nobody gave. */
export function importAsk(values: Values): ImportAsk {
  const missing = ALWAYS.filter((name) => values[name] === undefined);
  if (missing.length > 0) {
    throw new UsageError(
      `Give ${missing.map((name) => `--${name}`).join(", ")}: no log says it`,
    );
  }
  return {
    tool: oneOf("from", TOOLS, values.from!),
    benchmark: values.benchmark!,
    model: values.model!,
    bits: whole("bits", values.bits!, 16),
    kv: values.kv!,
    match: oneOf("match", MATCHES, values.match ?? "id"),
    budget: values.budget === undefined
      ? null
      : whole("budget", values.budget, 2 ** 31 - 1),
    seeds: values.seeds === undefined
      ? null
      : values.seeds === "unknown"
      ? "unknown"
      : values.seeds.split(",").map((each) =>
        whole("seeds", each, 2 ** 32 - 1)
      ),
    toolVersion: values["tool-version"] ?? null,
  };
}

function oneOf<T extends string>(
  option: string,
  known: readonly T[],
  text: string,
): T {
  const found = known.find((each) => each === text);
  if (found !== undefined) return found;
  throw new UsageError(
    `Cannot use --${option} ${text}: name one of ${known.join(", ")}`,
  );
}

function whole(option: string, text: string, most: number): number {
  if (/^\d{1,10}$/.test(text) && Number(text) <= most) return Number(text);
  throw new UsageError(
    `Cannot use --${option} ${text}: give whole numbers up to ${most}`,
  );
}

/** The run of the study that was asked for. */
export function askedRun(
  study: Study,
  { benchmark, model, bits, kv }: ImportAsk,
): Run {
  const planned = plannedRuns(study);
  const found = planned.find((run) =>
    run.benchmark.name === benchmark && run.model.name === model &&
    run.bits === bits && kvName(run.kv) === kv
  );
  if (found) return found;
  const known = (of: (run: Run) => unknown) =>
    [...new Set(planned.map(of))].join(" ");
  throw new UsageError(
    `Cannot import ${benchmark}/${model}-w${bits}-${kv}: the study has benchmarks ${
      known((run) => run.benchmark.name)
    }; models ${known((run) => run.model.name)}; bits ${
      known((run) => run.bits)
    }; kv ${known((run) => kvName(run.kv))}`,
  );
}

/** What logs and options say together. */
interface Settled {
  readonly budget: number;
  readonly seeds: readonly number[] | null;
  readonly filed: readonly FiledLog[];
}

/** Takes from each log what it says and from the options what it does not; UsageError for what neither says or they say otherwise. */
export function settled(
  ask: ImportAsk,
  read: readonly (ReadLog & { readonly file: string })[],
): Settled {
  const missing = new Set<string>();
  const budgets = read.map(({ file, log }) => {
    if (log.budget === null && ask.budget === null) {
      missing.add("--budget N");
    } else if (
      log.budget !== null && (ask.budget ?? log.budget) !== log.budget
    ) {
      throw new UsageError(
        `Cannot import ${file} with --budget ${ask.budget}: it says ${log.budget} tokens`,
      );
    }
    return log.budget ?? ask.budget;
  });
  for (const { log } of read) {
    if (log.seed === null && ask.seeds === null) {
      missing.add('--seeds N,N,... or "unknown"');
    }
    if (log.toolVersion === null && ask.toolVersion === null) {
      missing.add("--tool-version V");
    }
    if (
      log.toolVersion !== null &&
      (ask.toolVersion ?? log.toolVersion) !== log.toolVersion
    ) {
      throw new UsageError(
        `Cannot use --tool-version ${ask.toolVersion}: the log is of ${log.toolVersion}`,
      );
    }
  }
  if (missing.size > 0) {
    throw new UsageError(
      `The logs do not say it: give ${[...missing].join(", ")}`,
    );
  }
  const budget = budgets[0]!;
  const other = budgets.find((each) => each !== budget);
  if (other !== undefined) {
    throw new UsageError(
      `Cannot import budgets ${budget} and ${other} at once: one call each`,
    );
  }
  return {
    budget,
    seeds: ask.seeds === "unknown" ? null : ask.seeds,
    filed: read.map(({ file, log, sha256 }) => ({
      tool: ask.tool,
      toolVersion: log.toolVersion ?? ask.toolVersion!,
      file: basename(file),
      sha256,
      log,
      given: givenFor(ask, log),
    })),
  };
}

/** What the options said of a log that it does not say itself. */
function givenFor(ask: ImportAsk, log: ReadLog["log"]): Log["given"] {
  const { model, bits, kv, match } = ask;
  return {
    model,
    bits,
    kv,
    match,
    ...(log.budget === null ? { budget: ask.budget } : {}),
    ...(log.seed === null && ask.seeds !== null
      ? { seeds: String(ask.seeds) }
      : {}),
    ...(log.toolVersion === null ? { toolVersion: ask.toolVersion } : {}),
  };
}
