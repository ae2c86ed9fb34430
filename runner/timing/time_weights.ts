/** Times the weights one server serves: every budget, from batch 1 to the largest that nothing disturbs. */
import { openJournal } from "../../pipeline/store/journal.ts";
import { dataSetName } from "../../pipeline/store/data_set.ts";
import type { Sampling } from "../../pipeline/study/forcing.ts";
import type { Probed } from "../probe.ts";
import { mayPass } from "../retry.ts";
import type { Server } from "../server.ts";
import { timeBatch } from "./batch.ts";
import {
  addTiming,
  type Attempt,
  type Death,
  type MemoryRecord,
  nothingTimed,
  type TimingRecord,
  type TimingSession,
} from "./record.ts";
import { type CountedTensors, tensorGroups } from "./counted_tensors.ts";
import { batchBound, nextBatch, triedAt } from "./search.ts";
import {
  timingHeader,
  timingJournal,
  type TimingSettings,
} from "./timing_journal.ts";

/** Tokens decoded before a batch larger than any before is timed: the first of its size are slow. */
const WARM_UP_TOKENS = 16;

/** Weights to be timed, and with what. */
export interface TimeOrder {
  readonly folder: string;
  readonly settings: Omit<TimingSettings, "dataSet">;
  /** The server's settings, as far as known. */
  readonly flags: TimingSession["flags"];
  /** Tokens its cache holds. */
  readonly kvTokens: number;
  readonly server: Server;
  readonly probed: Probed;
  readonly prompts: readonly (readonly number[])[];
  readonly sampling: Sampling;
  /** Budgets to be run, rising. */
  readonly budgets: readonly number[];
  /** Budgets to be filled in from a fit to those. */
  readonly fitted: readonly number[];
  /** Generations at once, at most. */
  readonly most: number;
  /** How many times the one before a batch is, at most. */
  readonly growth: number;
  /** Seconds a batch is repeated for, at least. */
  readonly seconds: number;
  /** Seconds without a sign of life of the server after which its requests are dropped. */
  readonly idleSeconds: number;
  /** Ends it between two batches. */
  readonly stop: AbortSignal;
  readonly now: () => number;
  readonly pause: (seconds: number) => Promise<void>;
  /** Whether the server is asked what its tensors take. */
  readonly countMemory: boolean;
  readonly told: (record: Attempt | Death) => void;
}

/**
 * Times what is not timed yet; every attempt is on disk before the next begins.
 * TypeError where the server keeps prefixes, RangeError where its context is
 * too small; a server that goes away ends it, and is on record.
 */
export async function timeWeights(order: TimeOrder): Promise<void> {
  const { folder, settings, server, probed, prompts, budgets, stop } = order;
  if (probed.flags.enable_prefix_caching !== "False") {
    throw new TypeError(
      `Cannot time server ${server.url}: its prefix cache is ${
        probed.flags.enable_prefix_caching === undefined ? "not told" : "on"
      }, start it with --no-enable-prefix-caching`,
    );
  }
  const longest = Math.max(...prompts.map(({ length }) => length));
  const needed = longest + (budgets.at(-1) ?? 0);
  if (probed.model.maxModelLen < needed) {
    throw new RangeError(
      `Cannot time server ${server.url}: its context is ${probed.model.maxModelLen} tokens and ${needed} are needed, raise --max-model-len`,
    );
  }
  const timed = nothingTimed();
  const journal = await openJournal(
    timingJournal(folder, settings),
    timingHeader({ dataSet: dataSetName(folder), ...settings }),
    (record) => addTiming(timed, record),
  );
  const keep = async (record: TimingRecord) => {
    await journal.append(record);
    addTiming(timed, record);
    if (record.kind === "attempt" || record.kind === "death") {
      order.told(record);
    }
  };
  const bounds = budgets.map((budget) =>
    Math.min(
      order.most,
      batchBound(
        order.kvTokens,
        Number(order.flags.block_size) || 1,
        longest + budget,
      ),
    )
  );
  try {
    if (order.countMemory && !timed.memory) {
      await keep(memoryRecord(await server.countTensors()));
    }
    const missing = order.fitted.filter((each) => !timed.fitted.has(each));
    if (missing.length > 0) await keep({ kind: "fit", budgets: missing });
    let warm = 0;
    for (const [at, budget] of budgets.entries()) {
      for (
        let batch;
        (batch = nextBatch(
          triedAt(timed, budget),
          bounds[at]!,
          order.growth,
        )) !== null;
      ) {
        stop.throwIfAborted();
        if (warm === 0) await keep({ kind: "session", flags: order.flags });
        if (batch > warm) {
          const tokens = Math.min(budget, WARM_UP_TOKENS);
          await attempt({ ...order, seconds: 0 }, budget, batch, keep, tokens);
          warm = batch;
        }
        await keep(await attempt(order, budget, batch, keep));
      }
    }
  } finally {
    await journal.close();
  }
}

function memoryRecord(counted: CountedTensors): MemoryRecord {
  return {
    kind: "memory",
    parameterBytes: counted.loaded.reduce((sum, { bytes }) => sum + bytes, 0),
    reportedBytes: counted.reported,
    kvBytesPerToken: counted.kvBytesPerToken,
    loaded: tensorGroups(counted.loaded),
    kept: tensorGroups(counted.kept),
  };
}

/** One attempt, of the budget's tokens or fewer; a server that goes away during it is put on record, and the error goes on. */
async function attempt(
  order: TimeOrder,
  budget: number,
  concurrency: number,
  keep: (record: TimingRecord) => Promise<void>,
  tokens = budget,
): Promise<Attempt> {
  try {
    return await timeBatch({
      ...order,
      model: order.probed.model.id,
      budget: tokens,
      concurrency,
    });
  } catch (error) {
    if (mayPass(error)) {
      order.server.drop(error);
      const { kvTokens } = order;
      await keep({
        kind: "death",
        budget,
        concurrency,
        kvTokens,
        why: error.why,
      });
    }
    throw error;
  }
}
