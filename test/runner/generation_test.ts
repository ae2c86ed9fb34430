import { rejects } from "node:assert/strict";
import { plannedRuns } from "../../pipeline/study/run.ts";
import { generateAll } from "../../runner/generation.ts";
import type { Probed } from "../../runner/probe.ts";
import { takeSeat } from "../../runner/seat.ts";
import { connect } from "../../runner/server.ts";
import { impatience, writeAskedStudy } from "../fixtures/asked_study.ts";
import { inTemporaryFolder } from "../fixtures/tiny.ts";

const never = new AbortController().signal;

/** A server nobody asks anything. */
function taken(url: string, probed: Probed) {
  const server = connect(url, null, impatience);
  return takeSeat({
    connect: () => server,
    watch: server,
    probed,
    context: 100,
    most: 1,
    idleSeconds: 10,
    probeAgain: () => Promise.resolve(probed),
    waiting: () => {},
    grown: () => {},
    now: () => 0,
  });
}

Deno.test("generateAll() refuses servers of one name that do not generate the same", () =>
  inTemporaryFolder(async (folder) => {
    const study = await writeAskedStudy(folder);
    const probed: Probed = {
      model: { id: "one", maxModelLen: 512 },
      version: "0.32.0",
      flags: {},
      tokens: { think: [], stop: [2], finalPrompt: [3] } as never,
    };
    await rejects(
      generateAll({
        byName: new Map([["one", plannedRuns(study).slice(0, 1)]]),
        take: () => [
          taken("http://a", probed),
          taken("http://b", { ...probed, version: "0.31.0" }),
        ],
        order: () => Promise.reject(new Error("began all the same")),
        stop: never,
        pause: (_, signal) =>
          new Promise((resolve) =>
            signal.addEventListener("abort", () => resolve())
          ),
        looked: () => Promise.resolve(),
      }),
      /^TypeError: Cannot use server http:\/\/b beside others: it is .*0\.31\.0/,
    );
  }));
