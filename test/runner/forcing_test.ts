import { deepEqual, equal, ok, throws } from "node:assert/strict";
import fc from "fast-check";
import {
  answerContext,
  contextNeeded,
  type ForcingRules,
  grow,
  type Reply,
  seenBy,
  thinkAsk,
  type Thinking,
  thoughtAt,
  UNTHOUGHT,
  withoutStop,
} from "../../runner/forcing.ts";
import { chanceFrom, continuation } from "../fixtures/fake_vllm.ts";

const STOP = 2;
const [W1, W2, W3] = [91, 92, 93];

const rules: ForcingRules = {
  budgets: [4, 8],
  stop: [STOP, 0],
  wait: [W1, W2, W3],
  waitCounts: true,
  closeThink: [50],
  finalPrompt: [60, 61],
  answerTokens: 8,
};

/** Thinking after some replies. */
function thought(
  replies: readonly Reply[],
  its: ForcingRules = rules,
): Thinking {
  return replies.reduce(
    (thinking, reply) => grow(thinking, its, reply),
    UNTHOUGHT,
  );
}

const stopped = (...ids: number[]): Reply => ({
  ids: [...ids, STOP],
  stop: true,
});
const full = (...ids: number[]): Reply => ({ ids, stop: false });

Deno.test("thinkAsk() asks for one token more than the largest budget, then for nothing", () => {
  deepEqual(thinkAsk(UNTHOUGHT, rules), { maxTokens: 9, minTokens: 0 });
  equal(
    thinkAsk(thought([full(10, 11, 12, 13, 14, 15, 16, 17, 18)]), rules),
    null,
  );
});

Deno.test("contextNeeded() worked: prompt 5, thinking 8, injected 1 and 2, answer 8; uncounted waits on top", () => {
  equal(contextNeeded(5, UNTHOUGHT, rules), 24);
  const replies = [stopped(10), stopped(11)];
  equal(contextNeeded(5, thought(replies), rules), 24);
  const uncounted = { ...rules, waitCounts: false };
  equal(contextNeeded(5, thought(replies, uncounted), uncounted), 24 + 2 * 3);
});

Deno.test("a model that does not stop thinks its budget and is cut behind it", () => {
  const all = thought([full(10, 11, 12, 13, 14, 15, 16, 17, 18)]);
  deepEqual(thoughtAt(8, all, rules), [10, 11, 12, 13, 14, 15, 16, 17]);
  deepEqual(thoughtAt(4, all, rules), [10, 11, 12, 13]);
  for (const budget of rules.budgets) {
    deepEqual(seenBy(budget, all), { naturalEnd: null, waits: 0 });
  }
});

Deno.test("a model that stops at once waits from the start", () => {
  const begun = thought([stopped()]);
  deepEqual(begun, {
    ids: [W1, W2, W3],
    spent: 3,
    naturalEnd: 0,
    waits: [0],
    segments: 1,
  });
  deepEqual(thinkAsk(begun, rules), { maxTokens: 6, minTokens: 1 });
  const all = grow(begun, rules, full(10, 11, 12, 13, 14, 15));
  deepEqual(all.ids, [W1, W2, W3, 10, 11, 12, 13, 14]);
  deepEqual(seenBy(4, all), { naturalEnd: 0, waits: 1 });
});

Deno.test("a stop exactly at the largest budget is seen and begins no wait", () => {
  const all = thought([stopped(10, 11, 12, 13, 14, 15, 16, 17)]);
  deepEqual(all.ids, [10, 11, 12, 13, 14, 15, 16, 17]);
  deepEqual(seenBy(8, all), { naturalEnd: 8, waits: 0 });
  deepEqual(seenBy(4, all), { naturalEnd: null, waits: 0 });
  equal(thinkAsk(all, rules), null);
});

Deno.test("a stop exactly at a smaller budget is that budget's natural end, its wait the next one's", () => {
  const all = thought([stopped(10, 11, 12, 13), full(20, 21)]);
  deepEqual(all.ids, [10, 11, 12, 13, W1, W2, W3, 20]);
  deepEqual(seenBy(4, all), { naturalEnd: 4, waits: 0 });
  deepEqual(seenBy(8, all), { naturalEnd: 4, waits: 1 });
  deepEqual(thoughtAt(4, all, rules), [10, 11, 12, 13]);
});

Deno.test("a stop one token before the largest budget leaves room for one token of the wait text", () => {
  const all = thought([stopped(10, 11, 12, 13, 14, 15, 16)]);
  deepEqual(all.ids, [10, 11, 12, 13, 14, 15, 16, W1]);
  equal(all.spent, 8);
  deepEqual(seenBy(8, all), { naturalEnd: 7, waits: 1 });
  equal(thinkAsk(all, rules), null);
});

Deno.test("repeated stops wait again each time, the natural end is the first", () => {
  const its = { ...rules, budgets: [4, 16] };
  const all = thought(
    [stopped(10), stopped(11), stopped(12), full(13, 14, 15, 16, 17)],
    its,
  );
  deepEqual(
    all.ids,
    [10, W1, W2, W3, 11, W1, W2, W3, 12, W1, W2, W3, 13, 14, 15, 16],
  );
  deepEqual(all.waits, [1, 5, 9]);
  deepEqual(seenBy(16, all), { naturalEnd: 1, waits: 3 });
  deepEqual(seenBy(4, all), { naturalEnd: 1, waits: 1 });
});

Deno.test("a budget that is shorter than the wait text is filled with its beginning", () => {
  const its = { ...rules, budgets: [1, 2] };
  const all = thought([stopped()], its);
  deepEqual(all.ids, [W1, W2]);
  deepEqual(thoughtAt(1, all, its), [W1]);
  deepEqual(seenBy(1, all), { naturalEnd: 0, waits: 1 });
  equal(thinkAsk(all, its), null);
});

Deno.test("a wait that does not count leaves the budget to the model", () => {
  const its = { ...rules, budgets: [2, 4], waitCounts: false };
  const all = thought([stopped(10, 11), stopped(12), full(13, 14)], its);
  deepEqual(all.ids, [10, 11, W1, W2, W3, 12, W1, W2, W3, 13]);
  equal(all.spent, 4);
  deepEqual(thoughtAt(2, all, its), [10, 11]);
  deepEqual(thoughtAt(4, all, its), all.ids);
  deepEqual(seenBy(2, all), { naturalEnd: 2, waits: 0 });
  deepEqual(seenBy(4, all), { naturalEnd: 2, waits: 2 });
});

Deno.test("answerContext() closes the thinking of the budget and asks for the answer", () => {
  const all = thought([stopped(10, 11, 12, 13), full(20, 21)]);
  deepEqual(answerContext(4, all, rules), [10, 11, 12, 13, 50, 60, 61]);
  deepEqual(
    answerContext(4, all, { ...rules, closeThink: [] }),
    [10, 11, 12, 13, 60, 61],
  );
});

Deno.test("thoughtAt() refuses a budget that is not spent yet", () => {
  throws(
    () => thoughtAt(8, thought([stopped(10)]), rules),
    {
      name: "RangeError",
      message: "Cannot answer at 8 tokens: 4 are thought",
    },
  );
});

Deno.test("withoutStop() drops the stop token where the server leaves it in", () => {
  deepEqual(withoutStop({ ids: [10, STOP], stop: true }, [STOP]), [10]);
  deepEqual(withoutStop({ ids: [10], stop: true }, [STOP]), [10]);
  deepEqual(withoutStop({ ids: [], stop: true }, [STOP]), []);
});

Deno.test("grow() refuses replies that nobody asked for", () => {
  const nine = [10, 11, 12, 13, 14, 15, 16, 17, 18];
  const refused: [Thinking, Reply, RegExp][] = [
    [UNTHOUGHT, full(...nine, 19), /it has 10 thinking tokens where 9 to 9/],
    [UNTHOUGHT, full(10), /it has 1 thinking tokens where 9 to 9/],
    [UNTHOUGHT, stopped(...nine), /9 thinking tokens before a stop where 0 to/],
    [thought([stopped(10)]), stopped(), /0 thinking tokens before a stop wh/],
    [UNTHOUGHT, full(10, STOP, 12), /it went on after stop token 2/],
    [UNTHOUGHT, full(...nine.slice(1), STOP), /it went on after stop token 2/],
    [thought([full(...nine)]), full(10), /Cannot think on: the budget is spe/],
  ];
  for (const [thinking, reply, message] of refused) {
    throws(() => grow(thinking, rules, reply), { name: "RangeError", message });
  }
});

/** A model, a study's rules, and whether its server leaves stop tokens out. */
const anyWorld = fc.record({
  seed: fc.nat(),
  stopOneIn: fc.integer({ min: 1, max: 24 }),
  stopLeftOut: fc.boolean(),
  budgets: fc.uniqueArray(fc.integer({ min: 1, max: 48 }), {
    minLength: 1,
    maxLength: 5,
  }).map((list) => list.sort((a, b) => a - b)),
  wait: fc.integer({ min: 1, max: 6 }).map((length) =>
    Array.from({ length }, (_, at) => 70 + at)
  ),
  waitCounts: fc.boolean(),
});
type World = typeof anyWorld extends fc.Arbitrary<infer W> ? W : never;

const rulesIn = ({ budgets, wait, waitCounts }: World): ForcingRules => ({
  ...rules,
  stop: [0, 1, 2],
  budgets,
  wait,
  waitCounts,
});

/** Thinks to the largest budget; gives up loudly rather than never. */
function thinkOut(world: World, its: ForcingRules): Thinking {
  let thinking = UNTHOUGHT;
  for (let ask; (ask = thinkAsk(thinking, its)) !== null;) {
    ok(thinking.segments <= its.budgets.at(-1)!, "it never ends");
    const { ids, stop } = continuation({
      prompt: thinking.ids,
      seed: world.seed + thinking.segments,
      stop: its.stop,
      ...ask,
    }, world.stopOneIn);
    thinking = grow(thinking, its, {
      ids: stop && world.stopLeftOut ? ids.slice(0, -1) : ids,
      stop,
    });
  }
  return thinking;
}

Deno.test("every budget holds exactly that many counted tokens, none of them a stop", () => {
  fc.assert(fc.property(anyWorld, (world) => {
    const its = rulesIn(world);
    const all = thinkOut(world, its);
    equal(all.spent, its.budgets.at(-1));
    for (const budget of its.budgets) {
      const ids = thoughtAt(budget, all, its);
      const { waits } = seenBy(budget, all);
      equal(
        its.waitCounts ? ids.length : ids.length - waits * its.wait.length,
        budget,
      );
      ok(!ids.some((id) => its.stop.includes(id)));
      if (its.waitCounts) continue;
      equal(ids.filter((id) => !its.wait.includes(id)).length, budget);
    }
  }));
});

Deno.test("what a budget sees is what a run to that budget alone would have seen", () => {
  fc.assert(fc.property(anyWorld, (world) => {
    const its = rulesIn(world);
    const all = thinkOut(world, its);
    for (const budget of its.budgets) {
      const alone = { ...its, budgets: [budget] };
      const itsOwn = thinkOut(world, alone);
      deepEqual(
        answerContext(budget, all, its),
        answerContext(budget, itsOwn, alone),
      );
      deepEqual(seenBy(budget, all), seenBy(budget, itsOwn));
    }
  }));
});

/** The rules told over, one token at a time: a stop is where the model wants one, waits come whole or cut. */
function tokenByToken(
  wantsToStop: () => boolean,
  { wait, waitCounts }: World,
  budget: number,
) {
  let naturalEnd: number | null = null;
  let waits = 0;
  let counted = 0;
  let fresh = false;
  for (;;) {
    if (!fresh && wantsToStop()) {
      naturalEnd ??= counted;
      if (counted >= budget) break;
      waits++;
      if (waitCounts) counted += wait.length;
      fresh = true;
      if (counted >= budget) break;
    } else {
      if (counted >= budget) break;
      counted++;
      fresh = false;
    }
  }
  return { naturalEnd, waits };
}

Deno.test("natural end and waits are those of the rules told over token by token", () => {
  fc.assert(fc.property(anyWorld, (world) => {
    const its = rulesIn(world);
    const stops = () => {
      const chance = chanceFrom([world.seed]);
      return () => chance() * world.stopOneIn < 1;
    };
    // A model whose wishes to stop are drawn one by one, whatever stands before.
    const wantsToStop = stops();
    let thinking = UNTHOUGHT;
    for (let ask; (ask = thinkAsk(thinking, its)) !== null;) {
      const ids: number[] = [];
      let stop = false;
      while (ids.length < ask.maxTokens && !stop) {
        stop = ids.length >= ask.minTokens && wantsToStop();
        ids.push(stop ? STOP : 10);
      }
      thinking = grow(thinking, its, { ids, stop });
    }
    for (const budget of its.budgets) {
      deepEqual(
        seenBy(budget, thinking),
        tokenByToken(stops(), world, budget),
      );
    }
  }));
});

/** What test/fixtures/forcing.json holds, shared with the engine's tests: the first eleven worked by hand, the rest of chance. */
interface ForcingVector {
  readonly name: string;
  readonly rules: ForcingRules;
  /** What the model wants, one after the other. */
  readonly draws: readonly number[];
  /** Draws that may be no stop. */
  readonly barred: readonly number[];
  readonly segments: readonly Reply[];
  readonly thought: readonly number[];
  readonly at: readonly {
    readonly budget: number;
    readonly naturalEnd: number | null;
    readonly waits: number;
    readonly context: readonly number[];
  }[];
}

Deno.test("the vectors shared with the engine hold", () => {
  const vectors: ForcingVector[] = JSON.parse(
    Deno.readTextFileSync("test/fixtures/forcing.json"),
  );
  for (const { name, rules, draws, barred, segments, thought, at } of vectors) {
    let thinking = UNTHOUGHT;
    const begun: number[] = [];
    for (const reply of segments) {
      const ask = thinkAsk(thinking, rules);
      if (ask?.minTokens === 1) begun.push(thinking.segments);
      thinking = grow(thinking, rules, reply);
    }
    equal(thinkAsk(thinking, rules), null, name);
    deepEqual(segments.flatMap(({ ids }) => ids), draws, name);
    const starts = segments.map((_, segment) =>
      segments.slice(0, segment).reduce((sum, { ids }) => sum + ids.length, 0)
    );
    deepEqual(begun.map((segment) => starts[segment]), barred, name);
    deepEqual(thinking.ids, thought, name);
    for (const { budget, context, ...seen } of at) {
      deepEqual(seenBy(budget, thinking), seen, name);
      deepEqual(answerContext(budget, thinking, rules), context, name);
    }
  }
  ok(vectors.length > 60);
});
