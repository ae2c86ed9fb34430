import { deepEqual, equal, ok } from "node:assert/strict";
import fc from "fast-check";
import {
  advise,
  alike,
  type Question,
  useOf,
} from "../../../pipeline/advisor/advise.ts";
import { aggregate } from "../../../pipeline/aggregate.ts";
import { ingest } from "../../../pipeline/ingest.ts";
import { bootstrapT } from "../../../pipeline/statistics/interval.ts";
import {
  INTERVAL_DRAWS,
  problemDraws,
} from "../../../pipeline/statistics/resample.ts";
import {
  type Measurement,
  scenarioName,
} from "../../../pipeline/study/measurement.ts";
import { validate } from "../../../pipeline/validate.ts";

const GIB = 2 ** 30;

const measured = async (folder: string) => {
  const ingested = await ingest(folder, false);
  return aggregate(validate(ingested), ingested);
};
const paper = (await measured("data/paper")).filter(({ benchmark }) =>
  benchmark.name === "aime25"
);
const nano = await measured("data/nano");

const question = (changed: Partial<Question>): Question => ({
  memory: 24 * GIB,
  overhead: 0,
  batch: 1,
  mostLatency: null,
  mostGroup: null,
  kv: "any",
  epsilon: 0,
  ...changed,
});

Deno.test("the bytes of a scenario, by hand", () => {
  // 4B, full cache, 10,000 tokens, 4 samples, 2 problems: 36 layers x 8 heads x 128 x 2 x 2 bytes a token.
  const full = paper.find((m) =>
    scenarioName(m) === "aime25/qwen3-4b-w8-full@10000x4"
  )!;
  const generation = 10_000 * 36 * 8 * 128 * 2 * 2;
  deepEqual(useOf(full, 2), {
    weights: full.weightBytes,
    generation,
    caches: 8 * generation,
    total: full.weightBytes + 8 * generation,
  });
});

/** Bytes of the cache of a generation at its largest, written down once more. */
function cacheOf({ model, kv, budget }: Measurement): number {
  const token = model.layers * model.kvHeads * model.headDim * 4;
  if (kv.kind === "full") return budget * token;
  if (kv.kind === "hqq") {
    const rest = Math.max(0, budget - kv.residual);
    return (budget - rest) * token +
      rest * token / 2 * (kv.bits / 8 + 2 / kv.group);
  }
  return Math.min(budget, kv.retained + kv.interval) * token;
}

Deno.test("advise() says what going through all scenarios says, on 1,000 questions", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(paper, nano),
      fc.double({ min: 0.02, max: 1.2, noNaN: true }),
      fc.double({ min: 0, max: 0.3, noNaN: true }),
      fc.constantFrom(1, 2, 8, 64),
      fc.option(fc.double({ min: 0.1, max: 500, noNaN: true })),
      fc.option(fc.constantFrom(1, 3, 8, 16)),
      fc.constantFrom("any", "full"),
      (all, share, kept, batch, mostLatency, mostGroup, kv) => {
        const largest = Math.max(...all.map((m) => m.totalBytes));
        const memory = share ** 2 * largest;
        const overhead = kept * memory;
        const found = advise(
          all,
          question({
            memory,
            overhead,
            batch,
            mostLatency,
            mostGroup,
            kv: kv as "any" | "full",
          }),
        );
        let best: [number, number] | null = null;
        const eligible: [number, number][] = [];
        for (const m of all) {
          if (kv === "full" && m.kv.kind !== "full") continue;
          if (mostGroup !== null && m.group > mostGroup) continue;
          if (
            mostLatency !== null &&
            !(m.latencySeconds !== null && m.latencySeconds <= mostLatency)
          ) continue;
          const bytes = m.weightBytes + batch * m.group * cacheOf(m);
          const accuracy = Math.round(m.accuracy * 1e12);
          eligible.push([bytes, accuracy]);
          if (bytes > memory - overhead) continue;
          if (
            !best || accuracy > best[1] ||
            (accuracy === best[1] && bytes < best[0])
          ) best = [bytes, accuracy];
        }
        const place = (m: Measurement | null): [number, number] | null =>
          m && [
            m.weightBytes + batch * m.group * cacheOf(m),
            Math.round(m.accuracy * 1e12),
          ];
        const near = (
          a: [number, number] | null,
          b: [number, number] | null,
        ) => {
          equal(a === null, b === null);
          if (!a || !b) return;
          equal(a[1], b[1]);
          ok(Math.abs(a[0] - b[0]) <= 1e-9 * b[0]);
        };
        equal(found.eligible, eligible.length);
        equal(
          found.fitting.length,
          eligible.filter(([bytes]) => bytes <= memory - overhead).length,
        );
        near(place(found.best), best);
        // The smallest that is better than all that fits; the most accurate that is smaller than the best.
        const better = eligible.filter(([, a]) => a > (best?.[1] ?? -1))
          .sort((a, b) => a[0] - b[0] || b[1] - a[1])[0] ?? null;
        near(place(found.better), better);
        const cheaper = best &&
          (eligible.filter(([bytes]) => bytes < best[0] * (1 - 1e-12))
            .sort((a, b) => b[1] - a[1] || a[0] - b[0])[0] ?? null);
        near(place(found.cheaper), cheaper);
      },
    ),
    { numRuns: 1000 },
  );
});

Deno.test("alike() are those whose difference may be epsilon, no others", () => {
  const asked = question({ memory: 10 * GIB, epsilon: 0.01 });
  const advice = advise(paper, asked);
  const best = advice.best!;
  const { draws, seed } = INTERVAL_DRAWS;
  const drawn = problemDraws(best.problems, draws, seed);
  const expected = advice.fitting.filter((other) => {
    if (other === best) return false;
    const apart = Float64Array.from(
      best.perProblem.accuracy,
      (a, i) => (1 + a - other.perProblem.accuracy[i]!) / 2,
    );
    return 2 * bootstrapT(apart, drawn).lower - 1 <= 0.01 + 1e-12;
  });
  const found = alike(advice, asked);
  ok(found.length > 0 && found.length < advice.fitting.length - 1);
  deepEqual(
    new Set(found.map(({ scenario }) => scenario)),
    new Set(expected),
  );
  const totals = found.map(({ scenario }) => useOf(scenario, 1).total);
  deepEqual(totals, totals.toSorted((a, b) => a - b));
});

Deno.test("nothing fits: the smallest is what is needed; no time, no speed", () => {
  const none = advise(nano, question({ memory: 1000 }));
  deepEqual([none.best, none.cheaper, none.fitting], [null, null, []]);
  const least = Math.min(...nano.map((m) => useOf(m, 1).total));
  equal(useOf(none.better!, 1).total, least);
  const untimed = advise(nano, question({ mostLatency: 1000 }));
  ok(untimed.untimed > 0);
  equal(
    untimed.untimed,
    nano.filter(({ latencySeconds }) => latencySeconds === null).length,
  );
  deepEqual(advise([], question({})), {
    room: 24 * GIB,
    eligible: 0,
    fitting: [],
    untimed: 0,
    best: null,
    cheaper: null,
    better: null,
  });
});
