import { deepEqual, equal, ok, rejects } from "node:assert/strict";
import fc from "fast-check";
import type { Batch } from "../../runner/errands.ts";
import { bell, work, type Worker } from "../../runner/pool.ts";
import { ServerError } from "../../runner/retry.ts";

const absence = (url: string, status: number | null = null) =>
  new ServerError(url, "/", "away", status);

interface Fake extends Worker {
  readonly dropped: Error[];
}

const seat = (url: string, changed: Partial<Worker> = {}): Fake => {
  const dropped: Error[] = [];
  return {
    url,
    size: () => 3,
    finished: () => {},
    drop: (reason) => void dropped.push(reason),
    revive: () => Promise.resolve(),
    dropped,
    ...changed,
  };
};

/** A batch of numbered errands, each of which is told which server does it. */
const batch = (
  count: number,
  generate: (at: number, seat: Worker, ended: AbortSignal) => Promise<void>,
) =>
(): Promise<Batch<Worker>> =>
  Promise.resolve({
    errands: Array.from({ length: count }, (_, at) => ({
      seed: at * 7919,
      name: `errand ${at}`,
      generate: (its: Worker, ended: AbortSignal) => generate(at, its, ended),
    })),
    finished: () => {},
    close: () => Promise.resolve(),
  });

const later = () => new Promise<void>((resolve) => setTimeout(resolve, 0));
const never = new AbortController().signal;

Deno.test("work() does every errand once, never more at once than a server has room for", async () => {
  const done: number[] = [];
  const under = new Map<string, number>();
  const seats = [seat("a"), seat("b", { size: () => 1 })];
  await work<Worker>(
    seats,
    [20, 0, 9].map((count, b) =>
      batch(count, async (at, { url, size }) => {
        under.set(url, (under.get(url) ?? 0) + 1);
        ok(under.get(url)! <= size());
        await later();
        under.set(url, under.get(url)! - 1);
        done.push(100 * b + at);
      })
    ),
    never,
    bell(),
  );
  equal(new Set(done).size, 29);
  equal(done.length, 29);
});

Deno.test("work(): the errands of a server that goes away and stays away move to the others", async () => {
  const done: string[] = [];
  const lost = absence("a");
  const a = seat("a", { revive: () => Promise.reject(lost) });
  let served = 0;
  await work<Worker>(
    [a, seat("b")],
    [
      batch(40, async (_, { url }) => {
        await later();
        if (url === "a" && ++served > 5) throw lost;
        done.push(url);
      }),
    ],
    never,
    bell(),
  );
  equal(done.length, 40);
  equal(done.filter((url) => url === "a").length, 5);
});

Deno.test("work() does not wait for a server that is away once the others have done everything", async () => {
  let waited = false;
  const a = seat("a", {
    revive: (over) =>
      new Promise((_, reject) => {
        waited = true;
        over.addEventListener("abort", () => reject(over.reason));
      }),
  });
  let done = 0;
  await work<Worker>(
    [a, seat("b")],
    [
      batch(20, async (_, { url }) => {
        await later();
        if (url === "a") throw absence("a");
        done++;
      }),
    ],
    never,
    bell(),
  );
  deepEqual([done, waited], [20, true]);
});

Deno.test("work(): a server that comes back goes on, and is given nothing while it is away", async () => {
  let away = false;
  let times = 0;
  const done: number[] = [];
  const a = seat("a", {
    revive: async () => {
      for (let turn = 0; turn < 5; turn++) await later();
      away = false;
    },
  });
  await work<Worker>(
    [a],
    [
      batch(30, async (at) => {
        ok(!away || at < 0, "asked while it is away");
        await later();
        if (at % 10 === 9 && times++ < 3) {
          // Those beside it had their replies already.
          await later();
          away = true;
          throw absence("a");
        }
        done.push(at);
      }),
    ],
    never,
    bell(),
  );
  deepEqual(
    done.toSorted((x, y) => x - y),
    Array.from({ length: 30 }, (_, at) => at),
  );
});

Deno.test("work(): a batch that no server is there to begin is begun once one is back, what is under way goes on", async () => {
  const done: number[] = [];
  let opened = 0;
  let revived = 0;
  const a = seat("a", {
    revive: async () => {
      await later();
      revived++;
    },
  });
  const second = batch(3, (at) => Promise.resolve(void done.push(10 + at)));
  await work<Worker>(
    [a],
    [
      batch(2, async (at) => {
        await new Promise((resolve) => setTimeout(resolve, 20));
        done.push(at);
      }),
      () => ++opened < 3 ? Promise.reject(absence("a")) : second(),
    ],
    never,
    bell(),
  );
  deepEqual(done.toSorted((x, y) => x - y), [0, 1, 10, 11, 12]);
  equal(revived, 2);
  deepEqual(a.dropped, []);
});

Deno.test("work(): a batch that cannot be begun, though its servers are there, ends it", async () => {
  const gone = absence("a", 500);
  let opened = 0;
  await rejects(
    work<Worker>(
      [seat("a")],
      [() => {
        opened++;
        return Promise.reject(gone);
      }],
      never,
      bell(),
    ),
    gone,
  );
  equal(opened, 4);
});

Deno.test("work() drops what is under way for a reason for which it is not asked again", async () => {
  const a = seat("a", { revive: () => Promise.reject(absence("a")) });
  await rejects(
    work<Worker>(
      [a],
      [batch(3, () => Promise.reject(absence("a")))],
      never,
      bell(),
    ),
    ServerError,
  );
  ok(a.dropped.length === 1 && !(a.dropped[0] instanceof ServerError));
});

Deno.test("work() ends with the absence once all servers stay away", async () => {
  const gone = absence("a");
  const its = () => seat("a", { revive: () => Promise.reject(absence("a")) });
  await rejects(
    work<Worker>(
      [its(), its()],
      [batch(9, () => Promise.reject(gone))],
      never,
      bell(),
    ),
    gone,
  );
});

Deno.test("work() ends with the first error that is no absence, lets go of the rest, and closes its batches", async () => {
  const wrong = new TypeError("a shape");
  const a = seat("a");
  let closed = 0;
  const its = batch(9, async (at) => {
    await later();
    if (at === 4) throw wrong;
  });
  await rejects(
    work<Worker>(
      [a],
      [async () => ({
        ...await its(),
        close: () => Promise.resolve(void closed++),
      })],
      never,
      bell(),
    ),
    wrong,
  );
  deepEqual(a.dropped, [wrong]);
  equal(closed, 1);
});

Deno.test("work(): a request that three visits leave with a 500 is at fault itself", async () => {
  let visits = 0;
  const poison = absence("a", 500);
  await rejects(
    work<Worker>(
      [seat("a")],
      [
        batch(6, async (at) => {
          await later();
          if (at !== 2) return;
          visits++;
          throw poison;
        }),
      ],
      never,
      bell(),
    ),
    {
      message:
        "Cannot generate errand 2, asked for 3 times while servers were there: Cannot ask a/: away",
      cause: poison,
    },
  );
  equal(visits, 3);
});

Deno.test("work(): a request that breaks every connection does not go round for ever, and those that a dying server takes along are not held to be at fault", async () => {
  let visits = 0;
  const done = new Set<number>();
  await rejects(
    work<Worker>(
      [seat("a"), seat("b")],
      [
        batch(60, async (at) => {
          await later();
          // The server dies of it, and all that is under way with it.
          if (at === 7) visits++;
          if (at === 7 || (at % 3 === 0 && !done.has(at) && visits % 2 === 1)) {
            throw absence("a");
          }
          done.add(at);
        }),
      ],
      never,
      bell(),
    ),
    /^Error: Cannot generate errand 7, asked for 10 times while servers were there: /,
  );
  equal(visits, 10);
});

Deno.test("work() that is stopped begins nothing any more and waits for what is under way", async () => {
  const stop = new AbortController();
  let begun = 0;
  let done = 0;
  await rejects(
    work<Worker>(
      [seat("a")],
      [
        batch(20, async () => {
          if (++begun === 5) stop.abort(new Error("Interrupted"));
          await later();
          done++;
        }),
      ],
      stop.signal,
      bell(),
    ),
    /Interrupted/,
  );
  ok(begun < 9);
  equal(done, begun);
});

Deno.test("whatever servers fail and return, every errand is done once or the work ends with an error", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 4 }),
      fc.nat(30),
      fc.infiniteStream(fc.nat(9)),
      fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }),
      async (servers, count, chance, returns) => {
        const done = new Map<number, number>();
        const seats = Array.from(
          { length: servers },
          (_, at) =>
            seat(`http://s${at}`, {
              revive: () =>
                returns[at] ? Promise.resolve() : Promise.reject(absence("s")),
            }),
        );
        const worked = work<Worker>(
          seats,
          [
            batch(count, async (at) => {
              if (chance.next().value! < 3) await null;
              if (chance.next().value! < 2) throw absence("s");
              done.set(at, (done.get(at) ?? 0) + 1);
            }),
          ],
          never,
          bell(),
        );
        const error = await worked.then(() => null, (error) => error);
        ok([...done.values()].every((times) => times === 1));
        if (error === null) equal(done.size, count);
        else {ok(
            error instanceof ServerError &&
              !returns.slice(0, servers).some(Boolean),
          );}
      },
    ),
  );
});
