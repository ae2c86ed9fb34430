import { deepEqual, equal, ok, rejects } from "node:assert/strict";
import fc from "fast-check";
import {
  mayPass,
  type Patience,
  patiently,
  pauseBefore,
  secondsAsked,
  ServerError,
} from "../../runner/retry.ts";

/** Patience with a clock that only counts. */
function patience(tries: number) {
  const pauses: number[] = [];
  const waits: [string, number][] = [];
  const its: Patience = {
    tries,
    pause: (seconds) => {
      pauses.push(seconds);
      return Promise.resolve();
    },
    chance: () => 0,
    waiting: ({ why }, seconds) => void waits.push([why, seconds]),
  };
  return { pauses, waits, its };
}

const error = (status: number | null) =>
  new ServerError("http://a", "/v", `status ${status}`, status);

/** Fails with these, one after the other, then gives their number. */
function failing(errors: readonly unknown[]) {
  let calls = 0;
  return {
    calls: () => calls,
    action: () => {
      const next = errors[calls++];
      return next === undefined
        ? Promise.resolve(errors.length)
        : Promise.reject(next);
    },
  };
}

Deno.test("mayPass(): broken connections, 429 and 5xx, nothing else", () => {
  for (const status of [null, 429, 500, 502, 503, 504]) {
    ok(mayPass(error(status)), `${status}`);
  }
  for (const status of [200, 301, 400, 401, 403, 404, 408, 422]) {
    ok(!mayPass(error(status)), `${status}`);
  }
  ok(!mayPass(new TypeError("a shape")));
  ok(!mayPass(new Error("Interrupted")));
});

Deno.test("pauseBefore() doubles from half a second to a minute", () => {
  deepEqual(
    Array.from({ length: 10 }, (_, retry) => pauseBefore(retry, 0)),
    [0.5, 1, 2, 4, 8, 16, 32, 60, 60, 60],
  );
});

Deno.test("pauseBefore() is shortened by half at most", () => {
  fc.assert(
    fc.property(
      fc.nat(200),
      fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      (retry, chance) => {
        const pause = pauseBefore(retry, chance);
        const longest = pauseBefore(retry, 0);
        ok(pause <= longest && pause >= longest / 2 && pause <= 60);
      },
    ),
  );
});

Deno.test("patiently() goes on until it is served", async () => {
  const { pauses, waits, its } = patience(8);
  const { action, calls } = failing([error(500), error(null), error(429)]);
  equal(await patiently(action, its), 3);
  equal(calls(), 4);
  deepEqual(pauses, [0.5, 1, 2]);
  deepEqual(waits, [["status 500", 0.5], ["status null", 1], [
    "status 429",
    2,
  ]]);
});

Deno.test("patiently() does not try again what cannot help", async () => {
  for (
    const wrong of [error(400), error(401), error(404), new TypeError("shape")]
  ) {
    const { pauses, its } = patience(8);
    const { action, calls } = failing([error(503), wrong]);
    await rejects(patiently(action, its), (thrown) => thrown === wrong);
    equal(calls(), 2);
    deepEqual(pauses, [0.5]);
  }
});

Deno.test("patiently() gives up after its tries with the last error", async () => {
  const { pauses, its } = patience(3);
  const last = error(502);
  const { action, calls } = failing([error(500), error(500), last, error(500)]);
  await rejects(patiently(action, its), (thrown) => thrown === last);
  equal(calls(), 3);
  deepEqual(pauses, [0.5, 1]);
});

Deno.test("patiently() ends when its pause is interrupted", async () => {
  const interrupted = new AbortController();
  const { action, calls } = failing([error(500), error(500)]);
  await rejects(
    patiently(action, {
      tries: 8,
      chance: () => 0,
      waiting: () => {},
      pause: (_, signal) => {
        interrupted.abort(new Error("Interrupted"));
        signal!.throwIfAborted();
        return Promise.resolve();
      },
    }, interrupted.signal),
    /Interrupted/,
  );
  equal(calls(), 1);
});

Deno.test("secondsAsked() reads seconds and dates, ten minutes at most, nothing else", () => {
  const now = Date.parse("Wed, 25 Nov 2026 12:00:00 GMT");
  equal(secondsAsked("30", now), 30);
  equal(secondsAsked(" 0 ", now), 0);
  equal(secondsAsked("Wed, 25 Nov 2026 12:01:30 GMT", now), 90);
  equal(secondsAsked("Wed, 25 Nov 2026 11:00:00 GMT", now), 0);
  equal(secondsAsked("86400", now), 600);
  for (const header of [null, "", "soon", "1e9999"]) {
    equal(secondsAsked(header, now), null, `${header}`);
  }
});

Deno.test("patiently() waits as long as the server asks, when that is longer", async () => {
  const { pauses, its } = patience(3);
  const asking = (after: number | null) =>
    new ServerError("http://a", "/v", "busy", 429, undefined, after);
  const { action } = failing([asking(20), asking(0)]);
  await patiently(action, its);
  deepEqual(pauses, [20, 1]);
});
