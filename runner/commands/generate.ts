/** The runner proper, which `deno task run` starts: servers in, journals out. */
import { join } from "node:path";
import { setTimeout as pauseFor } from "node:timers/promises";
import { runCommand } from "../../pipeline/commands/command.ts";
import { readDataSetStudy } from "../../pipeline/store/data_set.ts";
import { weightsDigest } from "../../pipeline/store/weights_folder.ts";
import { plannedRuns, type Run, runName } from "../../pipeline/study/run.ts";
import { bills } from "../plan.ts";
import { probe } from "../probe.ts";
import type { Patience } from "../retry.ts";
import { generateRun } from "../run.ts";
import { notForEngine, shareOut, unservable } from "../served.ts";
import { connect } from "../server.ts";
import { dataSetFolder } from "./data_set_folder.ts";
import { progressBar } from "./progress_bar.ts";
import { waitingLines } from "./waiting_lines.ts";
import {
  concurrencyOf,
  flagsOf,
  namedUrls,
  RUN_HELP,
  RUN_OPTIONS,
} from "./run_options.ts";

/** Exit code of a call that was interrupted, as shells have it. */
const INTERRUPTED = 130;

/** About a minute in all: a server that restarts is waited for. */
const PATIENCE: Patience = {
  tries: 8,
  pause: (seconds, signal) =>
    pauseFor(1000 * seconds, undefined, signal ? { signal } : {}),
  chance: Math.random,
  waiting: waitingLines(console.error, () => performance.now()),
};

/** Before anything was generated: an address that is off is told soon. */
const BRIEF: Patience = { ...PATIENCE, tries: 2 };

await runCommand({
  help: RUN_HELP,
  options: RUN_OPTIONS,
  run: async ({ values, positionals }) => {
    const folder = dataSetFolder(positionals);
    const { servers, engines } = namedUrls(values);
    const concurrency = concurrencyOf(values.concurrency);
    const own = flagsOf(values.flag);
    const { gpu = null, driver = null, cpu = null } = values;
    const machine = gpu ?? cpu ? { gpu, driver, cpu } : null;
    if (!machine) {
      console.error(
        "Neither --gpu nor --cpu is named: the result files will not say on what machine",
      );
    }
    const study = await readDataSetStudy(folder);
    const key = Deno.env.get("NOTALLBITS_API_KEY") ?? null;
    const all = await bills(folder, study);
    const sealed = new Set(
      all.filter(({ state }) => state === "sealed").map(({ run }) => run),
    );
    const planned = plannedRuns(study);
    /** Tries servers of one program, and gives each its runs. */
    const orders = async (
      engine: "vllm" | "kvengine",
      urls: readonly URL[],
      runs: readonly Run[],
      hindrance: (run: Run) => string | null,
    ) => {
      const served = await Promise.all(urls.map(async ({ href }) => ({
        engine,
        server: connect(href, key, PATIENCE),
        probed: await probe(connect(href, key, BRIEF), study, hindrance),
      })));
      const names = served.map(({ probed }) => probed.model.id);
      const { byName, left } = shareOut(runs, names, sealed, hindrance);
      for (const { run, why } of left) {
        console.error(`${runName(run)} is left out: ${why}`);
      }
      return served.map((each) => ({
        ...each,
        runs: byName.get(each.probed.model.id)!,
      }));
    };
    const toEngines = (run: Run) =>
      engines.length > 0 && notForEngine(run) === null;
    const full = planned.filter((run) => !toEngines(run));
    const compressed = planned.filter(toEngines);
    const work = [
      ...await orders("vllm", servers, full, unservable),
      ...await orders("kvengine", engines, compressed, notForEngine),
    ];

    const interrupted = new AbortController();
    for (const signal of ["SIGINT", "SIGTERM"] as const) {
      Deno.addSignalListener(
        signal,
        () => interrupted.abort(new Error("Interrupted")),
      );
    }
    const mine = new Set(work.flatMap(({ runs }) => runs).map(runName));
    const { told, stop } = progressBar(all.filter(({ run }) => mine.has(run)));
    try {
      await Promise.all(work.map(async ({ engine, server, probed, runs }) => {
        for (const run of runs) {
          const { source } = run.model;
          await generateRun({
            folder,
            study,
            run,
            probed: { ...probed, flags: { ...probed.flags, ...own } },
            server,
            engine,
            weights: {
              source,
              digest: await weightsDigest(join(folder, source)),
            },
            machine,
            concurrency,
            signal: interrupted.signal,
            told,
          });
        }
      }));
    } catch (error) {
      stop();
      if (!interrupted.signal.aborted) throw error;
      console.error(
        "Interrupted: every reply so far is kept, the same command goes on from there",
      );
      return INTERRUPTED;
    }
    stop();
    return 0;
  },
});
