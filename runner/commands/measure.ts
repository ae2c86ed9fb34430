/** The process that times, which `deno task time` starts: a server in, attempts out. */
import { join } from "node:path";
import { setTimeout as pauseFor } from "node:timers/promises";
import { runCommand, UsageError } from "../../pipeline/commands/command.ts";
import {
  readBenchmarkFile,
  readGeneratedStudy,
} from "../../pipeline/store/data_set.ts";
import { readMessages } from "../../pipeline/store/private_messages.ts";
import { weightsDigest } from "../../pipeline/store/weights_folder.ts";
import { weightsSource } from "../../pipeline/study/model.ts";
import { plannedRuns } from "../../pipeline/study/run.ts";
import { probe, type Probed } from "../probe.ts";
import { promptsOf } from "../prompts.ts";
import { mayPass, type Patience } from "../retry.ts";
import { kvTokensOf, tokenizerOf } from "../seat.ts";
import { selectedBy } from "../selection.ts";
import { servedName } from "../served.ts";
import { connect, type Server } from "../server.ts";
import type { Attempt, Death } from "../timing/record.ts";
import { timeWeights } from "../timing/time_weights.ts";
import { dataSetFolder } from "./data_set_folder.ts";
import { onInterrupt } from "./interrupt.ts";
import {
  AWAY,
  concurrencyOf,
  flagsOf,
  secondsOf,
  serverUrls,
} from "./run_options.ts";
import {
  budgetsToTime,
  growthOf,
  TIME_HELP,
  TIME_OPTIONS,
} from "./time_options.ts";
import { watched } from "./watched.ts";

/** A request that is sent again would be timed twice. */
const ONCE: Patience = {
  tries: 1,
  pause: () => Promise.resolve(),
  chance: Math.random,
  waiting: () => {},
};

function line(name: string, record: Attempt | Death): string {
  const batch =
    `${name}: budget ${record.budget}, batch of ${record.concurrency}: `;
  if (record.kind === "death") {
    return `${batch}the server went away, ${record.why}`;
  }
  const { latencySeconds, requestsPerSecond, preemptions, waited } = record;
  const trouble = [
    ...(preemptions > 0 ? [`${preemptions} preemptions`] : []),
    ...(waited ? ["did not run at once"] : []),
  ];
  return `${batch}${latencySeconds.toPrecision(3)} s, ${
    requestsPerSecond.toPrecision(3)
  } requests/s, ${Math.round(record.outputTokensPerSecond)} tokens/s${
    trouble.map((each) => `; ${each}`).join("")
  }`;
}

await runCommand({
  help: TIME_HELP,
  options: TIME_OPTIONS,
  run: async ({ values, positionals }) => {
    const folder = dataSetFolder(positionals);
    const [url, ...others] = serverUrls(values.server);
    if (others.length > 0) {
      throw new UsageError("Name one server: it is timed alone");
    }
    const { gpu = null, driver = null, cpu = null } = values;
    if (gpu === null && cpu === null) {
      throw new UsageError(
        "Name the machine, --gpu NAME or --cpu NAME: a time without one means nothing",
      );
    }
    const study = await readGeneratedStudy(folder);
    const idleSeconds = secondsOf(values["idle-timeout"], "idle-timeout", 300);
    const budgets = budgetsToTime(values.longest, study);
    const growth = growthOf(values.growth);
    const key = Deno.env.get("NOTALLBITS_API_KEY") ?? null;
    const interrupted = onInterrupt(values.attached ?? false);
    const server = connect(url!.href, key, ONCE);
    const { signal } = interrupted;
    const ask = <T>(action: (server: Server) => Promise<T>) =>
      watched(server, idleSeconds, signal, action);
    /** The exit code of a call that ends with an error; throws it when it is none that passes. */
    const endedBy = (error: unknown): number => {
      if (signal.aborted) {
        console.error(
          "Interrupted: every attempt so far is kept, the same command goes on from there",
        );
        return interrupted.code;
      }
      if (!mayPass(error)) throw error;
      console.error(error.message);
      return AWAY;
    };
    let probed: Probed;
    try {
      probed = await ask((its) => probe(its, study));
    } catch (error) {
      return endedBy(error);
    }
    const wanted = selectedBy(values.only ?? [], study);
    const run = plannedRuns(study).filter(wanted).find((each) =>
      each.kv.kind === "full" && servedName(each) === probed.model.id
    );
    if (!run) {
      console.error(`${probed.model.id} is left out: it is not to be timed`);
      return 0;
    }
    const kvTokens = kvTokensOf(probed);
    if (kvTokens === null) {
      throw new TypeError(
        `Cannot time server ${server.url}: it does not tell how many tokens its cache holds`,
      );
    }
    const benchmark = await readBenchmarkFile(folder, run.benchmark);
    const messages = await readMessages(folder, run.benchmark);
    const source = weightsSource(run.model, run.bits);
    const drop = () => server.drop(signal.reason);
    try {
      const { prompts } = await ask((its) =>
        promptsOf(
          benchmark,
          messages,
          tokenizerOf(its, probed.model.id),
          study.forcing,
        )
      );
      signal.addEventListener("abort", drop);
      await timeWeights({
        folder,
        server,
        probed,
        prompts,
        sampling: study.sampling,
        budgets: budgets.run,
        fitted: budgets.fitted,
        most: concurrencyOf(values.concurrency),
        growth,
        seconds: secondsOf(values.seconds, "seconds", 5),
        settings: {
          model: run.model.name,
          weightBits: run.bits,
          kv: run.kv,
          engine: "vllm",
          engineVersion: probed.version,
          weights: {
            source,
            digest: await weightsDigest(join(folder, source)),
          },
          machine: { gpu, driver, cpu },
        },
        flags: { ...probed.flags, ...flagsOf(values.flag) },
        kvTokens,
        countMemory: values["count-memory"] ?? false,
        idleSeconds,
        stop: signal,
        now: () => performance.now() / 1000,
        pause: (length) => pauseFor(1000 * length),
        told: (record) => console.log(line(probed.model.id, record)),
      });
    } catch (error) {
      return endedBy(error);
    }
    return 0;
  },
});
