/** `deno task advise`: what to run in so much memory. */
import { advise, type Question } from "../advisor/advise.ts";
import { readBytes } from "../advisor/bytes.ts";
import { adviceJson, adviceSaid } from "../advisor/told.ts";
import { aggregate } from "../aggregate.ts";
import { ingest } from "../ingest.ts";
import { readDataSetStudy } from "../store/data_set.ts";
import type { Study } from "../study/study.ts";
import { validate } from "../validate.ts";
import { runCommand, UsageError } from "./command.ts";
import { dataSetFolderOf, dataSetFolders } from "./data_set_folders.ts";

/** Share of the memory that is kept for other things, as vLLM keeps it. */
const OVERHEAD = 0.1;

const HELP = `
deno task advise --memory 24GiB --benchmark aime25 [options]

Names the most accurate of the scenarios measured that fits into so much memory,
what cannot be told from it, and what less or more memory would give. Nothing is
interpolated.

  --memory BYTES     memory of the GPU: 24GiB, 80GB, 512MiB
  --benchmark NAME   what is to be solved
  --set SET          the data set; else the first measured one that has the
                     benchmark, else an imported, else a simulated one
  --batch N          problems answered at once, which share the weights (1)
  --max-latency S    seconds a generation may take by itself
  --max-group N      samples that may vote
  --kv any|full      whether the cache may be compressed (any)
  --overhead BYTES   memory for context, activations and fragments, 2GiB or 10%
                     (10%, what vLLM leaves by default)
  --json             for programs: bytes, seconds, shares

  deno task advise --memory 24GiB --benchmark aime25 --batch 8 --kv full
`;

const OPTIONS = {
  memory: { type: "string" },
  benchmark: { type: "string" },
  set: { type: "string" },
  batch: { type: "string" },
  "max-latency": { type: "string" },
  "max-group": { type: "string" },
  kv: { type: "string" },
  overhead: { type: "string" },
  json: { type: "boolean" },
} as const;

type Values = { readonly [option in keyof typeof OPTIONS]?: string | boolean };

function bytesOf(text: string, option: string): number {
  const bytes = readBytes(text);
  if (bytes === null) {
    throw new UsageError(
      `Cannot use --${option} ${text}: give bytes with their unit, 24GiB for instance`,
    );
  }
  return bytes;
}

function overheadOf(text: string, memory: number): number {
  const [, percent] = /^\s*([0-9]+(?:\.[0-9]+)?)\s*%\s*$/.exec(text) ?? [];
  if (percent !== undefined) return memory * Number(percent) / 100;
  return /^\s*0\s*$/.test(text) ? 0 : bytesOf(text, "overhead");
}

function numberOf(
  text: string | undefined,
  option: string,
  whole: boolean,
): number | null {
  if (text === undefined) return null;
  const value = Number(text);
  if (
    !(value > 0) || !(whole ? Number.isSafeInteger(value) : value < Infinity)
  ) {
    throw new UsageError(
      `Cannot use --${option} ${text}: give a ${
        whole ? "whole " : ""
      }number above 0`,
    );
  }
  return value;
}

function questionOf(
  { kv = "any", ...values }: Values,
  study: Study,
): Question {
  const text = (option: keyof Values) =>
    values[option as keyof typeof values] as string | undefined;
  const memory = bytesOf(text("memory")!, "memory");
  if (kv !== "any" && kv !== "full") {
    throw new UsageError(`Cannot use --kv ${kv}: say any or full`);
  }
  const overhead = text("overhead") === undefined
    ? OVERHEAD * memory
    : overheadOf(text("overhead")!, memory);
  if (overhead >= memory) {
    throw new UsageError(
      `Cannot use --overhead ${values.overhead}: it leaves nothing of the memory`,
    );
  }
  const { full = 0, compressed = 0 } = study.claims.epsilon ?? {};
  return {
    memory,
    overhead,
    batch: numberOf(text("batch"), "batch", true) ?? 1,
    mostLatency: numberOf(text("max-latency"), "max-latency", false),
    mostGroup: numberOf(text("max-group"), "max-group", true),
    kv,
    epsilon: kv === "full" ? full : Math.max(full, compressed),
  };
}

/** The folder of the set asked for; else of the first measured one that has the benchmark, else of an imported, else of a simulated one. */
async function setFor(
  name: string | undefined,
  benchmark: string,
): Promise<string> {
  const folders = name === undefined
    ? await dataSetFolders([])
    : [dataSetFolderOf(name)];
  const sets = await Promise.all(
    folders.map(async (folder) => ({
      folder,
      study: await readDataSetStudy(folder),
    })),
  );
  const having = sets.filter(({ study }) =>
    study.benchmarks.some((each) => each.name === benchmark)
  );
  const found = (["measured", "imported", "simulated"] as const).map((kind) =>
    having.find(({ study }) => study.kind === kind)
  ).find((each) => each !== undefined);
  if (found) return found.folder;
  const known = new Set(
    sets.flatMap(({ study }) => study.benchmarks.map((each) => each.name)),
  );
  throw new UsageError(
    `Cannot advise on ${benchmark}: ${name ?? "no data set"} has ${
      name === undefined ? "it" : "no such benchmark"
    }, name one of ${[...known].join(", ")}`,
  );
}

await runCommand({
  help: HELP,
  options: OPTIONS,
  run: async ({ values, positionals }) => {
    if (positionals.length > 0) {
      throw new UsageError(
        `Cannot use ${positionals[0]}: name the data set with --set`,
      );
    }
    for (const option of ["memory", "benchmark"] as const) {
      if (values[option] === undefined) {
        throw new UsageError(`Give --${option}`);
      }
    }
    const name = values.benchmark!;
    const folder = await setFor(values.set, name);
    const ingested = await ingest(folder, false);
    const { dataSet, study } = ingested;
    const question = questionOf(values, study);
    const measurements = aggregate(validate(ingested), ingested)
      .filter(({ benchmark }) => benchmark.name === name);
    const benchmark = study.benchmarks.find((each) => each.name === name)!;
    const subject = { dataSet, study, benchmark };
    const advice = advise(measurements, question);
    if (values.json) {
      console.log(
        JSON.stringify(adviceJson(subject, question, advice), null, 2),
      );
    } else {
      for (const line of adviceSaid(subject, question, advice)) {
        console.log(line);
      }
    }
    return 0;
  },
});
