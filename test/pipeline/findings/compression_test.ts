import { deepEqual, equal, match } from "node:assert/strict";
import { compression } from "../../../pipeline/findings/compression.ts";
import type { Claims } from "../../../pipeline/study/claims.ts";
import type { KvStrategy } from "../../../pipeline/study/kv_strategy.ts";
import { GIB } from "../../../pipeline/study/memory.ts";
import type { Measurement } from "../../../pipeline/study/measurement.ts";
import { decisionsOf, measured, outcomesOf } from "../../fixtures/measured.ts";
import { tinyJson, tinyStudy } from "../../fixtures/tiny.ts";

const KVS = {
  full: { kind: "full" },
  evicted: { kind: "rkv", retained: 2, interval: 1, window: 1, lambda: 0.1 },
  quantized: { kind: "hqq", bits: 4, group: 1, residual: 1 },
  streamed: { kind: "streaming", retained: 2, interval: 1 },
} satisfies Record<string, KvStrategy>;

type Kv = keyof typeof KVS;

/** Accuracies at 2, 4, 8 GiB with the full cache and at 1, 2, 4 with a compressed one; both precisions alike. */
type World = Readonly<Record<Kv, readonly number[]>>;
const PAPER_LIKE: World = {
  full: [.30, .50, .70],
  evicted: [.30, .50, .70],
  quantized: [.30, .45, .65],
  streamed: [],
};

const CLAIMS = {
  regimes: { tokensAbove: 10 },
  epsilon: { full: 0.01, compressed: 0.02 },
};

interface Changes {
  /** At both precisions. */
  readonly world?: Partial<World>;
  /** At 8 bits only. */
  readonly wide?: Partial<World>;
  /** Accuracies of the full cache on the samples a compressed one has. */
  readonly matched?: readonly number[];
  readonly extra?: readonly Measurement[];
  readonly claims?: Partial<Record<keyof Claims, unknown>>;
  readonly study?: Record<string, unknown>;
}

function decisions(
  {
    world = {},
    wide = {},
    matched,
    extra = [],
    claims = {},
    study: more = {},
  }: Changes = {},
) {
  const study = tinyStudy({
    weightBits: [4, 8],
    claims: JSON.parse(JSON.stringify({ ...CLAIMS, ...claims })),
    ...more,
  });
  const measurements = ([4, 8] as const).flatMap((bits) => {
    const accuracies = { ...PAPER_LIKE, ...world, ...(bits === 8 ? wide : {}) };
    return (Object.keys(KVS) as Kv[]).flatMap((kv) =>
      accuracies[kv].map((accuracy, i) =>
        measured({
          bits,
          kv: KVS[kv],
          budget: i + 1,
          accuracy,
          totalBytes: (kv === "full" ? 2 : 1) * 2 ** i * GIB,
          ...(matched && kv === "full" ? { matched: matched[i]! } : {}),
        })
      )
    );
  });
  return decisionsOf(compression, study, [...measurements, ...extra]);
}

const FIRST = ["a, as first written", "b, as first written"] as const;

Deno.test("finding 5 passes in every part in a world built to follow the paper", () => {
  const said = decisions();
  equal(
    outcomesOf(said),
    `a pass; b pass; ${FIRST[0]} pass; ${FIRST[1]} pass`,
  );
  // From 2 to 8 GiB, half of it each: .50 - .30 and .70 - .50.
  equal(
    said.a!.because,
    "4-bit weights gain 20.0 points below 10 GiB and lose no more than epsilon in 100 % of the range; " +
      "8-bit weights gain 20.0 points below 10 GiB and lose no more than epsilon in 100 % of the range",
  );
  match(said.b!.because, /^4-bit weights gain 15\.0 points .*; 8-bit/);
});

Deno.test("finding 5 is decided by a and b on matched samples; all samples are printed beside", () => {
  deepEqual(
    compression.parts(tinyStudy(), []).map(({ part, deciding }) => [
      part,
      deciding,
    ]),
    [["a", true], ["b", true], [FIRST[0], false], [FIRST[1], false]],
  );
});

Deno.test("finding 5 fails where compression costs 20 points, at one precision alone too", () => {
  const costly = { evicted: [.10, .30, .50], quantized: [.10, .25, .45] };
  const { a, b } = decisions({ wide: costly });
  // .30 - .30 and .50 - .50: no gain, no loss.
  equal(a!.outcome, "fail");
  match(a!.because, /^4-bit weights gain 20\.0 .*8-bit weights gain -?0\.0/);
  equal(b!.outcome, "fail");
  match(b!.because, /8-bit weights gain -5\.0 .* in 0 % of the range$/);
});

Deno.test("finding 5 fails when compression saves nothing", () => {
  // As expensive as the full cache: its accuracies one place further on.
  const { a } = decisions({ world: { evicted: [.10, .30, .50] } });
  equal(a!.outcome, "fail");
});

Deno.test("finding 5 asks that nearly nowhere more than epsilon is lost", () => {
  const at = (last: number) =>
    decisions({ world: { evicted: [.30, .60, last], full: [.30, .50, .61] } })
      .a!;
  // Up to 4 GiB .30 ahead, from 4 on at least .10, at 8 whatever it is.
  equal(at(.10).outcome, "pass");
  const late = decisions({
    world: { evicted: [.50, .55, .55], full: [.30, .60, .61] },
  }).a!;
  // .25 ahead from 2 GiB, .05 behind from 4: half of the range.
  equal(late.outcome, "fail");
  match(late.because, /^4-bit weights gain 10\.0 points .* in 50 % of the/);
});

Deno.test("finding 5 lets epsilon of compressed caches pass, which is more than the full cache's", () => {
  // .10 ahead from 2 GiB, behind from 4 on.
  const by = (loss: number) =>
    decisions({
      world: { evicted: [.30, .40, .50 - loss], full: [.30, .50, .50] },
    }).a!.outcome;
  equal(by(.015), "pass");
  equal(by(.025), "fail");
});

Deno.test("finding 5 looks for the gain below the claimed memory only", () => {
  // The full cache at 2, 4, 8, 16 GiB, eviction at 1, 2, 4, 8: even from 2 on,
  // .01 behind from 4, .03 ahead from 8.
  const at = (tokensAbove: number) =>
    decisions({
      world: { evicted: [.30, .30, .30, .34], full: [.30, .31, .31, .31] },
      claims: { regimes: { tokensAbove } },
    }).a!;
  equal(at(17).outcome, "pass");
  match(at(17).because, /^4-bit weights gain 0\.7 points below 17 GiB/);
  equal(at(8.5).outcome, "fail");
  match(at(8.5).because, /^4-bit weights gain -0\.4 .* in 100 % of the/);
});

Deno.test("finding 5 compares with the full cache on matched samples, as first written on all", () => {
  // On the samples both have the full cache is 30 points worse.
  const said = decisions({
    world: { evicted: [.10, .20, .30], quantized: [.10, .20, .30] },
    matched: [.10, .20, .30],
  });
  equal(
    outcomesOf(said),
    `a pass; b pass; ${FIRST[0]} fail; ${FIRST[1]} fail`,
  );
});

Deno.test("finding 5 does not heed StreamingLLM, of which the paper claims nothing, nor groups", () => {
  deepEqual(decisions({ world: { streamed: [.9, .9, .9] } }), decisions());
  const voted = measured({ bits: 8, group: 3, accuracy: 1, totalBytes: GIB });
  deepEqual(decisions({ extra: [voted] }), decisions());
  const only = decisions({
    world: { streamed: [.9, .9, .9], evicted: [] },
  });
  equal(only.a!.outcome, "insufficient");
  equal(
    only.a!.because,
    "4-bit weights: 3 scenarios of the full and 0 of a compressed cache below 10 GiB, we ask for 3 of each",
  );
});

Deno.test("finding 5 is insufficient in a regime of two scenarios, and at one precision alone too", () => {
  const { a } = decisions({ claims: { regimes: { tokensAbove: 5 } } });
  equal(a!.outcome, "insufficient");
  match(a!.because, /^4-bit weights: 2 scenarios of the full and 3 /);
  const wide = decisions({ wide: { quantized: [.3, .4] } });
  equal(wide.a!.outcome, "pass");
  equal(wide.b!.outcome, "insufficient");
  match(wide.b!.because, /^8-bit weights: 3 scenarios of the full and 2 /);
});

Deno.test("finding 5 is insufficient where a claim or the benchmark of mathematics is absent", () => {
  const none = ["a", "b", ...FIRST].map((part) => `${part} insufficient`)
    .join("; ");
  const [sums] = tinyJson().benchmarks;
  for (
    const changes of [
      { claims: { regimes: undefined } },
      { claims: { epsilon: undefined } },
      { study: { benchmarks: [{ ...sums, task: "knowledge" }] } },
    ]
  ) {
    equal(outcomesOf(decisions(changes)), none);
  }
});
