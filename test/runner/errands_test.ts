import { deepEqual, equal, ok } from "node:assert/strict";
import fc from "fast-check";
import {
  type Batch,
  type Errand,
  homeOf,
  queueOf,
} from "../../runner/errands.ts";

const URLS = ["http://a:1", "http://b:1", "http://c:1"];

const errand = (seed: number): Errand<unknown> => ({
  seed,
  name: `errand ${seed}`,
  generate: () => Promise.resolve(),
});

Deno.test("homeOf() shares seeds out evenly, and moves only those whose server is missing", () => {
  const homes = Array.from(
    { length: 3000 },
    (_, seed) => homeOf(seed * 7919, URLS),
  );
  for (const at of [0, 1, 2]) {
    const count = homes.filter((home) => home === at).length;
    ok(count > 900 && count < 1100, `${count}`);
  }
  const fewer = URLS.slice(0, 2);
  for (const [at, home] of homes.entries()) {
    if (home < 2) equal(homeOf(at * 7919, fewer), home);
  }
});

Deno.test("homeOf() does not hang on the order of the servers", () => {
  fc.assert(fc.property(fc.nat(2 ** 32 - 1), (seed) => {
    const reversed = URLS.toReversed();
    equal(reversed[homeOf(seed, reversed)], URLS[homeOf(seed, URLS)]);
  }));
});

Deno.test("a queue hands out every errand once, a server's own first, batches in their order", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(fc.nat(2 ** 32 - 1), { maxLength: 12 }), {
        maxLength: 5,
      }),
      fc.infiniteStream(fc.nat(2)),
      async (seeds, turns) => {
        const log: string[] = [];
        const all = seeds.map((its) => its.map(errand));
        const queue = queueOf(
          all.map((errands, at) => () => {
            log.push(`open ${at}`);
            return Promise.resolve<Batch<unknown>>({
              errands,
              finished: () => void log.push(`finished ${at}`),
              close: () => Promise.resolve(void log.push(`close ${at}`)),
            });
          }),
          URLS,
        );
        const taken: Errand<unknown>[] = [];
        for (;;) {
          const turn = turns.next().value!;
          const next = await queue.take(turn);
          if (next === null) break;
          const rest = all.find((its) =>
            its.some((each) => !taken.includes(each))
          )!
            .filter((each) => !taken.includes(each));
          ok(rest.includes(next), "an earlier batch first");
          if (homeOf(next.seed, URLS) !== turn) {
            ok(rest.every(({ seed }) => homeOf(seed, URLS) !== turn));
          }
          taken.push(next);
        }
        deepEqual(new Set(taken), new Set(all.flat()));
        equal(taken.length, all.flat().length);
        equal(queue.empty(), taken.length === 0);
        for (const each of taken) queue.done(each);
        equal(queue.empty(), true);
        await queue.close();
        for (const at of all.keys()) {
          for (const what of ["open", "finished", "close"]) {
            equal(log.filter((line) => line === `${what} ${at}`).length, 1);
          }
        }
      },
    ),
  );
});

Deno.test("an errand that is given back is handed out again", async () => {
  const its = errand(5);
  const queue = queueOf([() =>
    Promise.resolve({
      errands: [its],
      finished: () => {},
      close: () => Promise.resolve(),
    })], URLS);
  equal(await queue.take(0), its);
  equal(await queue.take(1), null);
  queue.giveBack(its);
  equal(queue.empty(), false);
  equal(await queue.take(2), its);
});
