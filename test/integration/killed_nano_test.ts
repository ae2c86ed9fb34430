/**
 * The nano study through a real vLLM, the runner killed again and again. Needs
 * the folder that runner/vllm/install.sh made, named by NOTALLBITS_VLLM;
 * NOTALLBITS_WHOLE=1 takes all 32 samples rather than 8.
 */
import { deepEqual, equal, ok } from "node:assert/strict";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { readResult } from "../../pipeline/store/result_file.ts";
import { start, startGenerate } from "../fixtures/commands.ts";
import { chanceFrom } from "../fixtures/fake_vllm.ts";
import { served } from "../fixtures/served.ts";
import { inTemporaryFolder } from "../fixtures/tiny.ts";
import { fullCacheNano } from "../fixtures/full_cache_nano.ts";

const KILLS = 5;
const WHOLE = Deno.env.get("NOTALLBITS_WHOLE") === "1";
const SAMPLES = WHOLE ? 32 : 8;
const MODEL = "nano-s";
/** Fewer in flight where there is less to do: what is in flight at a kill is decoded again. */
const args = WHOLE ? [] : ["--concurrency", "32"];
/** Of the tokens of a run in peace. */
const MOST = 1.1;

/** Tokens a server has decoded since it started, by its own count. */
async function decoded(url: string): Promise<number> {
  const page = await (await fetch(`${url}/metrics`)).text();
  return Number(
    /^vllm:generation_tokens_total\{.*\} (\S+)$/m.exec(page)![1],
  );
}

/** A copy of data/nano with one model and fewer samples. */
async function study(folder: string): Promise<string> {
  await Deno.mkdir(join(folder, "weights", MODEL), { recursive: true });
  const whole = await fullCacheNano();
  await Deno.writeTextFile(
    join(folder, "study.json"),
    JSON.stringify({
      ...whole,
      groups: [1, 3],
      samples: { full: SAMPLES, compressed: SAMPLES },
    }),
  );
  await Deno.copyFile("data/nano/chain.json", join(folder, "chain.json"));
  const weights = `data/nano/weights/${MODEL}`;
  for (const { name } of Deno.readDirSync(weights)) {
    await Deno.copyFile(
      join(weights, name),
      join(folder, "weights", MODEL, name),
    );
  }
  return folder;
}

async function sealedRows(folder: string): Promise<string[]> {
  const { code, stderr } = await start("seal", [`--allow-write=${folder}`], [
    `./${folder}`,
  ]).ended;
  equal(code, 0, stderr);
  const path = `chain/${MODEL}-w16-full.arrow`;
  const { generations: g } = readResult(
    await Deno.readFile(join(folder, path)),
    path,
  );
  return Array.from(
    g.seed,
    (seed, at) =>
      `${g.problems[g.problem[at]!]} ${g.sample[at]} ${g.budget[at]} ${seed}`,
  );
}

Deno.test({
  name:
    `nano through real vLLM killed ${KILLS} times is complete, has nothing twice, and costs at most a tenth more tokens`,
  ignore: !Deno.env.get("NOTALLBITS_VLLM"),
  fn: () =>
    inTemporaryFolder((outer) =>
      served(MODEL, async (url) => {
        const hosts = [new URL(url).host];
        const chance = chanceFrom([Date.now()]);

        const once = await study(join(outer, "once", "nano"));
        const before = await decoded(url);
        const peace = performance.now();
        const whole = await startGenerate(once, hosts, { args }).ended;
        equal(whole.code, 0, whole.stderr);
        const seconds = (performance.now() - peace) / 1000;
        const tokens = await decoded(url) - before;

        const killed = await study(join(outer, "killed", "nano"));
        const since = await decoded(url);
        let kills = 0;
        while (kills < KILLS) {
          // At a random share of what is left after the kills so far.
          const least = await decoded(url) - since;
          const at = least +
            0.8 * chance() * (tokens - least) / (KILLS - kills);
          const runner = startGenerate(killed, hosts, { args });
          // One look after the other: a page of metrics is work for the server.
          while (!runner.over() && await decoded(url) - since < at) {
            await pause(100);
          }
          runner.kill("SIGKILL");
          const { signal } = await runner.ended;
          equal(signal, "SIGKILL", "the study was done before the last kill");
          kills++;
        }
        const last = await startGenerate(killed, hosts, { args }).ended;
        equal(last.code, 0, last.stderr);
        const cost = (await decoded(url) - since) / tokens;
        console.log(
          `${KILLS} kills: ${tokens} tokens in peace (${
            seconds.toFixed(0)
          } s), ${cost.toFixed(4)} times as many with the kills`,
        );

        const rows = await sealedRows(killed);
        equal(new Set(rows).size, rows.length);
        equal(rows.length, 48 * SAMPLES * 6);
        deepEqual(rows, await sealedRows(once));
        ok(cost <= MOST, `${cost}`);
      })
    ),
});
