import { deepEqual, equal, ok, rejects } from "node:assert/strict";
import fc from "fast-check";
import { inFlight } from "../../runner/in_flight.ts";

Deno.test("inFlight() begins what waits in the order it came", async () => {
  const { within: room } = inFlight(() => 1);
  const begun: number[] = [];
  const gates = [0, 1, 2].map(() => Promise.withResolvers<void>());
  const all = gates.map(({ promise }, at) =>
    room(() => {
      begun.push(at);
      return promise;
    })
  );
  await Promise.resolve();
  deepEqual(begun, [0]);
  gates[2]!.resolve();
  gates[0]!.resolve();
  await all[0];
  gates[1]!.resolve();
  await Promise.all(all);
  deepEqual(begun, [0, 1, 2]);
});

Deno.test("an action that fails frees its place", async () => {
  const { within: room } = inFlight(() => 1);
  await rejects(room(() => Promise.reject(new Error("no"))), /no/);
  await rejects(
    room(() => {
      throw new Error("at once");
    }),
    /at once/,
  );
  equal(await room(() => Promise.resolve("yes")), "yes");
});

Deno.test("never more than so many at once, all places used, each action once", async () => {
  const anyAction = fc.record({
    turns: fc.nat(5),
    fails: fc.boolean(),
    late: fc.nat(8),
  });
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 5 }),
      fc.array(anyAction, { maxLength: 30 }),
      async (most, actions) => {
        const { within: room } = inFlight(() => most);
        let now = 0;
        let highest = 0;
        const runs = actions.map(() => 0);
        const settled = await Promise.allSettled(
          actions.map(async ({ turns, fails, late }, at) => {
            for (let turn = 0; turn < late; turn++) await null;
            return await room(async () => {
              runs[at]!++;
              highest = Math.max(highest, ++now);
              for (let turn = 0; turn < turns; turn++) await null;
              now--;
              if (fails) throw new Error(`${at}`);
              return at;
            });
          }),
        );
        ok(highest <= most);
        if (actions.every(({ late, turns }) => late === 0 && turns > 0)) {
          equal(highest, Math.min(most, actions.length));
        }
        ok(runs.every((count) => count === 1));
        for (const [at, { fails }] of actions.entries()) {
          equal(settled[at]!.status, fails ? "rejected" : "fulfilled");
        }
      },
    ),
  );
});
