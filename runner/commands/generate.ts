/** The runner proper, which `deno task run` starts: servers in, journals out. */
import { join } from "node:path";
import { setTimeout as pauseFor } from "node:timers/promises";
import { runCommand } from "../../pipeline/commands/command.ts";
import { readDataSetStudy } from "../../pipeline/store/data_set.ts";
import { weightsDigest } from "../../pipeline/store/weights_folder.ts";
import { plannedRuns, runName } from "../../pipeline/study/run.ts";
import { bills } from "../plan.ts";
import { probe } from "../probe.ts";
import type { Patience } from "../retry.ts";
import { generateRun } from "../run.ts";
import { shareOut } from "../served.ts";
import { connect } from "../server.ts";
import { dataSetFolder } from "./data_set_folder.ts";
import { progressBar } from "./progress_bar.ts";
import { waitingLines } from "./waiting_lines.ts";
import {
  concurrencyOf,
  flagsOf,
  RUN_HELP,
  RUN_OPTIONS,
  serverUrls,
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
    const urls = serverUrls(values.server);
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
    const served = await Promise.all(urls.map(async ({ href }) => ({
      server: connect(href, key, PATIENCE),
      probed: await probe(connect(href, key, BRIEF), study),
    })));
    const all = await bills(folder, study);
    const { byName, left } = shareOut(
      plannedRuns(study),
      served.map(({ probed }) => probed.model.id),
      new Set(
        all.filter(({ state }) => state === "sealed").map(({ run }) => run),
      ),
    );
    for (const { run, why } of left) {
      console.error(`${runName(run)} is left out: ${why}`);
    }

    const interrupted = new AbortController();
    for (const signal of ["SIGINT", "SIGTERM"] as const) {
      Deno.addSignalListener(
        signal,
        () => interrupted.abort(new Error("Interrupted")),
      );
    }
    const mine = new Set([...byName.values()].flat().map(runName));
    const { told, stop } = progressBar(all.filter(({ run }) => mine.has(run)));
    try {
      await Promise.all(served.map(async ({ server, probed }) => {
        for (const run of byName.get(probed.model.id)!) {
          const { source } = run.model;
          await generateRun({
            folder,
            study,
            run,
            probed: { ...probed, flags: { ...probed.flags, ...own } },
            server,
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
