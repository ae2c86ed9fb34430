import { deepEqual, equal, ok } from "node:assert/strict";
import fc from "fast-check";
import { UNKNOWN_LOAD } from "../../runner/server_load.ts";
import {
  firstWindow,
  nextWindow,
  type Observation,
  type Window,
} from "../../runner/window.ts";

const MOST = 64;
const calm = {
  running: 8,
  waiting: 0,
  kvUsage: 0.5,
  preemptions: 0,
  tokens: 0,
};
const window = (size: number, changed: Partial<Window> = {}): Window => ({
  size,
  swift: true,
  enough: null,
  load: calm,
  ...changed,
});
const seen = (changed: Partial<Observation> = {}): Observation => ({
  load: calm,
  inFlight: 8,
  finished: 0,
  refused: 0,
  ...changed,
});

Deno.test("firstWindow() holds what surely fits, at least one, at most as many as allowed", () => {
  equal(firstWindow(430_000, 30_200, 256).size, 14);
  equal(firstWindow(20_000, 30_200, 256).size, 1);
  equal(firstWindow(1e9, 512, 256).size, 256);
  equal(firstWindow(null, 512, 1024).size, 256);
  equal(firstWindow(null, 512, 8).size, 8);
});

Deno.test("a window grows by one for each trajectory that finishes, after a disturbance by one for each window of them", () => {
  equal(nextWindow(window(8), seen({ finished: 3 }), MOST).size, 11);
  equal(
    nextWindow(window(8, { swift: false }), seen({ finished: 8 }), MOST).size,
    9,
  );
  equal(
    nextWindow(window(63), seen({ finished: 9, inFlight: 63 }), MOST).size,
    MOST,
  );
});

Deno.test("a window stays while it is not used up, the cache is full, or the server tells nothing", () => {
  const finished = 5;
  const stays = (changed: Partial<Observation>) =>
    equal(nextWindow(window(8), seen({ finished, ...changed }), MOST).size, 8);
  stays({ inFlight: 7 });
  stays({ load: { ...calm, kvUsage: 0.9 } });
  stays({ load: UNKNOWN_LOAD });
  stays({ load: { ...calm, waiting: 3 } });
});

Deno.test("preemptions and refusals take a quarter of what was in flight", () => {
  const preempted = seen({ load: { ...calm, preemptions: 2 } });
  deepEqual(nextWindow(window(8), preempted, MOST), {
    ...window(6),
    swift: false,
    load: preempted.load,
  });
  equal(nextWindow(window(100), preempted, MOST).size, 6);
  equal(nextWindow(window(8), seen({ refused: 1 }), MOST).size, 6);
  equal(nextWindow(window(1), seen({ refused: 9 }), MOST).size, 1);
  // Counters set back by a restart, and unknown ones, are no preemptions.
  const worn = window(8, { load: { ...calm, preemptions: 5 } });
  equal(nextWindow(worn, seen(), MOST).size, 8);
  equal(nextWindow(worn, seen({ load: UNKNOWN_LOAD }), MOST).size, 8);
});

Deno.test("what waits too long, twice in a row, is taken off", () => {
  const waiting = seen({ inFlight: 16, load: { ...calm, waiting: 8 } });
  const once = nextWindow(window(16), waiting, MOST);
  equal(once.size, 16);
  equal(nextWindow(once, waiting, MOST).size, 10);
});

const anyCount = fc.option(fc.nat(2000), { nil: null });
const anyLoad = fc.record({
  running: anyCount,
  waiting: anyCount,
  kvUsage: fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { nil: null }),
  preemptions: anyCount,
  tokens: anyCount,
});

Deno.test("whatever a server says, a window stays between 1 and the most allowed, and a disturbed one never grows", () => {
  fc.assert(fc.property(
    fc.integer({ min: 1, max: 300 }),
    fc.array(
      fc.record({
        load: anyLoad,
        inFlight: fc.nat(400),
        finished: fc.nat(400),
        refused: fc.nat(3),
      }),
      { maxLength: 40 },
    ),
    (most, observations) => {
      let its = firstWindow(null, 1, most);
      for (const observation of observations) {
        const next = nextWindow(its, observation, most);
        ok(next.size >= 1 && next.size <= most);
        if (observation.refused > 0 || its.swift !== next.swift) {
          ok(next.size <= its.size);
        }
        its = next;
      }
    },
  ));
});

/** A server that runs so many at once and keeps so many tokens; one step decodes a token of each. */
function simulated(
  { slots, kvTokens, length, most }: {
    slots: number;
    kvTokens: number;
    length: number;
    most: number;
  },
) {
  let its = firstWindow(kvTokens, length, most);
  let running: number[] = [];
  const waiting: number[] = [];
  let preemptions = 0;
  let done = 0;
  let idle = 0;
  const sizes: number[] = [];
  for (let step = 0; step < 60 * length; step++) {
    while (running.length + waiting.length < Math.floor(its.size)) {
      waiting.push(0);
    }
    const sum = () => running.reduce((all, each) => all + each, 0);
    while (
      waiting.length > 0 && running.length < slots &&
      sum() + waiting[0]! + running.length < kvTokens
    ) running.push(waiting.shift()!);
    running = running.map((each) => each + 1);
    while (sum() > kvTokens) {
      preemptions++;
      waiting.unshift(running.pop()!);
    }
    idle += Math.max(0, slots - running.length);
    const finished = running.filter((each) => each >= length).length;
    running = running.filter((each) => each < length);
    done += finished;
    its = nextWindow(its, {
      load: {
        running: running.length,
        waiting: waiting.length,
        kvUsage: sum() / kvTokens,
        preemptions,
        tokens: step,
      },
      inFlight: running.length + waiting.length,
      finished,
      refused: 0,
    }, most);
    sizes.push(its.size);
  }
  return { size: its.size, preemptions, done, sizes, idle };
}

Deno.test("against a server with so many slots the window settles at them, and a few more that wait", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 2, max: 60 }),
      fc.integer({ min: 4, max: 40 }),
      (slots, length) => {
        const kvTokens = slots * length * 2;
        const { size, preemptions } = simulated({
          slots,
          kvTokens,
          length,
          most: 400,
        });
        equal(preemptions, 0);
        const allowed = Math.max(2, Math.ceil(slots / 8));
        ok(
          size >= slots && size <= slots + 2 * allowed + 2,
          `${size} for ${slots} slots`,
        );
      },
    ),
    { numRuns: 60 },
  );
});

Deno.test("against a small cache the window keeps the server busy and preemptions rare", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 4, max: 40 }),
      fc.integer({ min: 10, max: 40 }),
      (fit, length) => {
        const { done, preemptions, sizes } = simulated({
          slots: 1000,
          kvTokens: fit * length,
          length,
          most: 1000,
        });
        // All at full length at once: the surely safe way, 60 lengths of time.
        ok(done >= 0.9 * 60 * fit, `${done} done, ${60 * fit} safely`);
        ok(preemptions <= done, `${preemptions} preemptions, ${done} done`);
        ok(Math.max(...sizes) <= 6 * fit, `${Math.max(...sizes)} of ${fit}`);
      },
    ),
    { numRuns: 60 },
  );
});
