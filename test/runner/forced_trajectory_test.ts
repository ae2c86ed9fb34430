import { deepEqual, equal, rejects } from "node:assert/strict";
import type { KvStrategy } from "../../pipeline/study/kv_strategy.ts";
import {
  forcedBody,
  type ForcedReply,
  readForced,
} from "../../runner/forced.ts";
import { forceTrajectory } from "../../runner/forced_trajectory.ts";
import { addRecord, noProgress, trajectoryKey } from "../../runner/progress.ts";
import type { ForcedTrajectory } from "../../runner/segment.ts";
import { forcedReply } from "../fixtures/fake_engine.ts";
import {
  generated,
  someModel,
  someRules,
  someSample,
  someSampling,
} from "../fixtures/trajectories.ts";

const kv: KvStrategy = { kind: "streaming", retained: 8, interval: 4 };

/** Forces a trajectory through the fake engine, its reply changed on the way; what was kept. */
async function forced(
  change: (reply: ForcedReply) => ForcedReply = (reply) => reply,
): Promise<ForcedTrajectory[]> {
  const records: ForcedTrajectory[] = [];
  await forceTrajectory(someSample("p-1"), {
    model: someModel,
    sampling: someSampling,
    rules: someRules,
    kv,
    force: (ask) =>
      Promise.resolve(
        change(readForced(forcedReply(forcedBody(ask)), "here")),
      ),
    keep: (record) => {
      records.push(record);
      return Promise.resolve();
    },
  });
  return records;
}

/** How the fake's trajectory stands after some records. */
function replayed(records: readonly unknown[]) {
  const progress = noProgress();
  for (const record of records) addRecord(progress, someRules, record);
  return progress.trajectories.get(trajectoryKey("p-1", 0))!;
}

Deno.test("a trajectory forced inside the engine is that of asking again and again, in one record", async () => {
  const records = await forced();
  equal(records.length, 1);
  const asked = await generated(someSample("p-1"));
  deepEqual(replayed(records), replayed(asked.records));
});

Deno.test("a second record of a trajectory is passed over", async () => {
  const [record] = await forced();
  const other = {
    ...record!,
    answers: record!.answers.map((each) => ({ ...each, text: "9" })),
  };
  deepEqual(replayed([record, other]), replayed([record]));
});

Deno.test("a record that lacks an answer is an error", async () => {
  const [record] = await forced();
  await rejects(
    // deno-lint-ignore require-await
    async () => replayed([{ ...record, answers: record!.answers.slice(1) }]),
    /the engine's reply of p-1 0 lacks an answer/,
  );
});

Deno.test("what the engine did otherwise than our rules is refused, and nothing is kept", async () => {
  const refused: [(reply: ForcedReply) => unknown, RegExp][] = [
    [
      ({ choices: [choice], ...rest }) => ({
        ...rest,
        choices: [{ ...choice, token_ids: choice.token_ids.with(3, 99) }],
      }),
      /its thinking of 16 tokens is not what the rules make of its draws, from token 3 on/,
    ],
    [({ choices: [choice], ...rest }) => ({
      ...rest,
      choices: [{ ...choice, token_ids: choice.token_ids.slice(1) }],
    }), /its thinking of 15 tokens/],
    [({ forced, ...rest }) => ({
      ...rest,
      forced: { ...forced, segments: forced.segments.slice(0, -1) },
    }), /it thought \d+ tokens/],
    [({ forced, ...rest }) => ({
      ...rest,
      forced: { ...forced, answers: forced.answers.slice(1) },
    }), /it has no answer at 4 tokens/],
    [({ counters, ...rest }) => ({
      ...rest,
      counters: { ...counters, compactions: 0 },
    }), /never compacted/],
    [({ applied, ...rest }) => ({
      ...rest,
      applied: { ...applied, interval: 5 },
    }), /interval 5 instead of 4/],
  ];
  for (const [change, message] of refused) {
    await rejects(forced((reply) => change(reply) as ForcedReply), message);
  }
});
