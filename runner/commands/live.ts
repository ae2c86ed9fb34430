/** How calls of the runner go that are under way: each keeps a small file that `deno task status` reads. */
import { join } from "node:path";
import * as v from "valibot";
import { writeAtomically } from "../../pipeline/store/atomic.ts";
import { journalFolder } from "../run_journal.ts";

/** Seconds after which a call that has said nothing is held to have ended. */
const STALE_SECONDS = 60;

const COUNT = v.nullable(v.number());

const LIVE = v.object({
  /** When it was written, milliseconds since 1970. */
  at: v.number(),
  generations: v.number(),
  doneGenerations: v.number(),
  tokensPerSecond: v.number(),
  secondsLeft: COUNT,
  servers: v.array(v.object({
    url: v.string(),
    model: v.string(),
    window: v.number(),
    inFlight: v.number(),
    load: v.object({
      running: COUNT,
      waiting: COUNT,
      kvUsage: COUNT,
      preemptions: COUNT,
      tokens: COUNT,
    }),
  })),
});

/** How one call goes. */
export type Live = v.InferOutput<typeof LIVE>;

const liveFolder = (folder: string) => join(journalFolder(folder), ".live");

/** Says how a call goes, by a name of its own. */
export async function writeLive(
  folder: string,
  call: string,
  live: Live,
): Promise<void> {
  await writeAtomically(
    join(liveFolder(folder), `${call}.json`),
    JSON.stringify(live),
  );
}

/** Takes back what a call has said. */
export async function removeLive(folder: string, call: string): Promise<void> {
  await Deno.remove(join(liveFolder(folder), `${call}.json`)).catch(() => {});
}

/** What one call has said; null where it cannot be read. */
async function readOne(file: string): Promise<Live | null> {
  try {
    const text = await Deno.readTextFile(file);
    const { success, output } = v.safeParse(LIVE, JSON.parse(text));
    return success ? output : null;
  } catch {
    return null;
  }
}

/** The calls under way; one that was killed is passed over after a minute, what cannot be read at once. */
export async function readLive(folder: string, now: number): Promise<Live[]> {
  const found: Live[] = [];
  try {
    for await (const { name } of Deno.readDir(liveFolder(folder))) {
      if (!name.endsWith(".json")) continue;
      const live = await readOne(join(liveFolder(folder), name));
      if (live && now - live.at < 1000 * STALE_SECONDS) found.push(live);
    }
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  return found;
}
