/** The runner proper, which `deno task run` starts: servers in, journals out. */
import { join } from "node:path";
import { setTimeout as pauseFor } from "node:timers/promises";
import { runCommand } from "../../pipeline/commands/command.ts";
import { readGeneratedStudy } from "../../pipeline/store/data_set.ts";
import { weightsDigest } from "../../pipeline/store/weights_folder.ts";
import { plannedRuns, type Run, runName } from "../../pipeline/study/run.ts";
import { allBudgets } from "../../pipeline/study/study.ts";
import { weightsSource } from "../../pipeline/study/model.ts";
import { generateAll } from "../generation.ts";
import { bills } from "../plan.ts";
import { probe } from "../probe.ts";
import { mayPass, type Patience } from "../retry.ts";
import { takeSeat } from "../seat.ts";
import { samplesWanted, selectedBy } from "../selection.ts";
import { notForEngine, servedName, shareOut, unservable } from "../served.ts";
import { connect, type Server } from "../server.ts";
import { shardWanted } from "../shard.ts";
import { dataSetFolder } from "./data_set_folder.ts";
import { onInterrupt } from "./interrupt.ts";
import { removeLive, writeLive } from "./live.ts";
import { progressBar } from "./progress_bar.ts";
import {
  AWAY,
  concurrencyOf,
  flagsOf,
  namedUrls,
  openLines,
  RUN_HELP,
  RUN_OPTIONS,
  secondsOf,
} from "./run_options.ts";
import { waitingLines } from "./waiting_lines.ts";
import { watched } from "./watched.ts";

/** Seconds after which a call says again how it goes. */
const LIVE_SECONDS = 5;

const seconds = () => performance.now() / 1000;

/** A pause that a signal cuts short. */
const pause = (length: number, signal: AbortSignal) =>
  pauseFor(1000 * length, undefined, { signal }).catch(() => {});

await runCommand({
  help: RUN_HELP,
  options: RUN_OPTIONS,
  run: async ({ values, positionals }) => {
    const folder = dataSetFolder(positionals);
    const named = namedUrls(values);
    const urls = [...named.servers, ...named.engines];
    const most = concurrencyOf(values.concurrency);
    const idleSeconds = secondsOf(values["idle-timeout"], "idle-timeout", 300);
    const flags = flagsOf(values.flag);
    const { gpu = null, driver = null, cpu = null } = values;
    const machine = gpu ?? cpu ? { gpu, driver, cpu } : null;
    if (!machine) {
      console.error(
        "Neither --gpu nor --cpu is named: the result files will not say on what machine",
      );
    }
    const study = await readGeneratedStudy(folder);
    const wanted = selectedBy(values.only ?? [], study);
    const samples = samplesWanted(values.samples, study);
    const shard = shardWanted(values.shard);
    const key = Deno.env.get("NOTALLBITS_API_KEY") ?? null;
    for (const host of key === null ? [] : openLines(urls)) {
      console.error(`The API key goes to ${host} unencrypted: use https`);
    }
    const interrupted = onInterrupt(values.attached ?? false);
    const waiting = waitingLines(console.error, () => performance.now());
    const patience = (
      tries: number,
      told: Patience["waiting"],
      signal = interrupted.signal,
    ): Patience => ({
      tries,
      pause: (length) => pauseFor(1000 * length, undefined, { signal }),
      chance: Math.random,
      waiting: told,
    });
    /** The exit code of a call that ends with an error; throws it when it is none that passes. */
    const endedBy = (error: unknown): number => {
      if (!interrupted.signal.aborted) {
        if (!mayPass(error)) throw error;
        console.error(error.message);
        return AWAY;
      }
      console.error(
        "Interrupted: every reply so far is kept, the same command goes on from there",
      );
      return interrupted.code;
    };
    const look = (
      server: Server,
      ended: AbortSignal,
      hindrance: (run: Run) => string | null,
    ) =>
      watched(
        server,
        idleSeconds,
        ended,
        (its) => probe(its, study, hindrance),
      );
    const all = await bills(folder, study, { wanted, samples, shard });
    const sealed = new Set(
      all.filter(({ state }) => state === "sealed").map(({ run }) => run),
    );
    /** Tries the servers of one program, and shares its runs out to them. */
    const partOf = async (
      engine: "vllm" | "kvengine",
      urls: readonly URL[],
      runs: readonly Run[],
      hindrance: (run: Run) => string | null,
    ) => {
      const servers = await Promise.all(urls.map(async ({ href }) => ({
        href,
        // Before anything was generated, an address that is off is told soon.
        probed: await look(
          connect(href, key, patience(2, waiting)),
          interrupted.signal,
          hindrance,
        ),
      })));
      const { byName, left } = shareOut(
        runs,
        new Set(servers.map(({ probed }) => probed.model.id)),
        sealed,
        hindrance,
      );
      for (const { run, why } of left) {
        console.error(`${runName(run)} is left out: ${why}`);
      }
      return { engine, servers, byName, hindrance };
    };
    const toEngines = (run: Run) =>
      named.engines.length > 0 && notForEngine(run) === null;
    const planned = plannedRuns(study).filter(wanted);
    const full = planned.filter((run) => !toEngines(run));
    const compressed = planned.filter(toEngines);
    const parts: Awaited<ReturnType<typeof partOf>>[] = [];
    try {
      parts.push(
        await partOf("vllm", named.servers, full, unservable),
        await partOf("kvengine", named.engines, compressed, notForEngine),
      );
    } catch (error) {
      return endedBy(error);
    }
    const mine = new Set(
      parts.flatMap(({ byName }) => [...byName.values()].flat()).map(runName),
    );
    const { told, going, stop } = progressBar(
      all.filter(({ run }) => mine.has(run)),
    );
    const call = crypto.randomUUID();
    let lively = 0;
    const digests = new Map<string, Promise<string | null>>();
    try {
      for (const { engine, servers, byName, hindrance } of parts) {
        await generateAll({
          byName,
          stop: interrupted.signal,
          pause,
          looked: async (seats) => {
            if (seconds() < lively) return;
            lively = seconds() + LIVE_SECONDS;
            const servers = seats.map(({ standing, probed }) => ({
              ...standing(),
              model: probed.model.id,
            }));
            const live = { at: Date.now(), ...going(), servers };
            // Only deno task status misses it.
            await writeLive(folder, call, live).catch((error) => {
              lively = Infinity;
              console.error(
                `Cannot tell deno task status how this call goes: ${error.message}`,
              );
            });
          },
          take: ({ ring }) =>
            servers.map(({ href, probed }) =>
              takeSeat({
                probed,
                most,
                idleSeconds,
                waiting,
                grown: ring,
                now: seconds,
                // A context as long as it gets, but for the prompt.
                context: allBudgets(study).at(-1)! + study.forcing.answerTokens,
                connect: (told) => connect(href, key, patience(5, told)),
                watch: connect(href, key, patience(1, waiting)),
                probeAgain: (ended) =>
                  look(
                    connect(href, key, patience(14, waiting, ended)),
                    ended,
                    hindrance,
                  ),
              })
            ),
          order: async (run, seats) => {
            const source = weightsSource(run.model, run.bits);
            const name = servedName(run);
            const digest = digests.get(name) ??
              weightsDigest(join(folder, source));
            digests.set(name, digest);
            return {
              folder,
              study,
              run,
              seats,
              engine,
              flags,
              weights: { source, digest: await digest },
              machine,
              samples,
              shard,
              told,
            };
          },
        });
      }
    } catch (error) {
      stop();
      return endedBy(error);
    } finally {
      await removeLive(folder, call);
    }
    stop();
    return 0;
  },
});
