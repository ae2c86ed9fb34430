/** Where the timings of some weights are kept, attempt by attempt. */
import { createHash } from "node:crypto";
import { join } from "node:path";
import * as v from "valibot";
import {
  type JournalHeader,
  readJournal,
} from "../../pipeline/store/journal.ts";
import { dataSetName } from "../../pipeline/store/data_set.ts";
import { KV_STRATEGY, kvName } from "../../pipeline/study/kv_strategy.ts";
import { GENERATED_METADATA, plannedRuns } from "../../pipeline/study/run.ts";
import type { Study } from "../../pipeline/study/study.ts";
import { journalFolder } from "../run_journal.ts";
import { addTiming, nothingTimed, type Timed } from "./record.ts";

const { dataSet, model, weightBits, engine, engineVersion, weights } =
  GENERATED_METADATA.entries;

/** What must not change between the attempts of one journal. */
const TIMING_SETTINGS = v.strictObject({
  dataSet,
  model,
  weightBits,
  kv: KV_STRATEGY,
  engine,
  engineVersion,
  weights,
  machine: v.nullable(GENERATED_METADATA.entries.machines.item),
});

/** What must not change between the attempts of one journal. */
export type TimingSettings = v.InferOutput<typeof TIMING_SETTINGS>;

/** The weights and strategy a timing journal is of, as in names of runs: `qwen3-4b-w8-full`. */
function timedName(
  { model, weightBits, kv }: Pick<
    TimingSettings,
    "model" | "weightBits" | "kv"
  >,
): string {
  return `${model}-w${weightBits}-${kvName(kv)}`;
}

/** Where a data set's timing journals are. */
export function timingJournal(
  folder: string,
  of: Pick<TimingSettings, "model" | "weightBits" | "kv">,
): string {
  return join(journalFolder(folder), ".timing", timedName(of));
}

/** The header of a timing journal. */
export function timingHeader(settings: TimingSettings): JournalHeader {
  const parsed = v.parse(TIMING_SETTINGS, settings);
  return {
    kind: "header",
    schema: 1,
    run: `${dataSetName(parsed.dataSet)}/timing/${timedName(parsed)}`,
    digest: createHash("sha256").update(JSON.stringify(parsed)).digest("hex"),
    settings: parsed,
  };
}

/** Weights that were timed. */
export interface TimedWeights {
  readonly settings: TimingSettings;
  readonly timed: Timed;
}

/** What a study could time, and what of it has a journal, by name. */
export type TimingJournals = Awaited<ReturnType<typeof timingJournals>>;

/** Reads the timing journals of a data set. */
export async function timingJournals(folder: string, study: Study) {
  const planned = new Map(
    plannedRuns(study).map(({ model, bits, kv }) => {
      const of = { model: model.name, weightBits: bits, kv };
      return [timedName(of), of];
    }),
  );
  const found = new Map<string, TimedWeights>();
  for (const [name, of] of planned) {
    const its = await readTimingJournal(folder, of);
    if (its) found.set(name, its);
  }
  return { planned, found };
}

/** A timing journal as far as it goes, or null where none was begun. */
export async function readTimingJournal(
  folder: string,
  of: Pick<TimingSettings, "model" | "weightBits" | "kv">,
): Promise<TimedWeights | null> {
  const path = timingJournal(folder, of);
  const timed = nothingTimed();
  const header = await readJournal(
    path,
    () => (record) => addTiming(timed, record),
  );
  if (!header) return null;
  const { success, output, issues } = v.safeParse(
    TIMING_SETTINGS,
    header.settings,
  );
  if (!success) {
    throw new TypeError(
      `Cannot read ${path}: its header: ${v.summarize(issues)}`,
    );
  }
  return { settings: output, timed };
}
