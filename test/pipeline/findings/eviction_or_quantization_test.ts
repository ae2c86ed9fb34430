import { deepEqual, equal, match } from "node:assert/strict";
import { evictionOrQuantization } from "../../../pipeline/findings/eviction_or_quantization.ts";
import type { Claims } from "../../../pipeline/study/claims.ts";
import type { KvStrategy } from "../../../pipeline/study/kv_strategy.ts";
import { GIB, weightBytes } from "../../../pipeline/study/memory.ts";
import type { Measurement } from "../../../pipeline/study/measurement.ts";
import { decisionsOf, measured, outcomesOf } from "../../fixtures/measured.ts";
import { tinyJson, tinyStudy } from "../../fixtures/tiny.ts";

const shape = tinyJson().models[0]!;
const NAMES = ["m1", "m2", "m3", "m4", "m5", "m6"];
/** The eviction pivot m4 has 4 layers, the scale pivot m2 has 2, and so on. */
const models = [...NAMES, "m7", "m8"].map((name, i) => ({
  ...shape,
  name,
  label: name,
  layers: i + 1,
}));
const RKV = { kind: "rkv", retained: 2, interval: 1, window: 1, lambda: 0.1 };
const KVS = {
  full: { kind: "full" },
  evicted: RKV as KvStrategy,
  mild: { kind: "hqq", bits: 8, group: 1, residual: 1 },
  quantized: { kind: "hqq", bits: 2, group: 1, residual: 1 },
} satisfies Record<string, KvStrategy>;

type Kv = keyof typeof KVS;

/** Accuracies at 1, 2 and 4 GiB with a compressed cache, with the full one at twice the memory; null: not measured. */
type World = Readonly<Record<Kv, readonly (number | null)[]>>;
const SMALL: World = {
  full: [.40, .50, .60],
  evicted: [.40, .50, .59],
  mild: [],
  quantized: [.20, .30, .40],
};
const LARGE: World = {
  full: [.60, .70, .80],
  evicted: [.61, .70, .80],
  mild: [],
  quantized: [.60, .69, .70],
};

const CLAIMS = {
  scalePivot: { model: "m2", bits: 16 },
  evictionPivot: { model: "m4", bits: 16 },
  smallModels: ["m1"],
  nearLossless: ["m1", "m2", "m3"].map((model) => ({
    model,
    kv: "rkv-2",
    points: 0.02,
  })),
  epsilon: { full: 0.01, compressed: 0.02 },
};

interface Changes {
  readonly worlds?: Readonly<Record<string, Partial<World>>>;
  readonly matched?: Readonly<Record<string, number>>;
  /** Models that were measured; all unless told. */
  readonly only?: readonly string[];
  readonly extra?: readonly Measurement[];
  readonly claims?: Partial<Record<keyof Claims, unknown>>;
  readonly study?: Record<string, unknown>;
}

function decisions(
  {
    worlds = {},
    matched = {},
    only = NAMES,
    extra = [],
    claims = {},
    study: more = {},
  }: Changes = {},
) {
  const study = tinyStudy({
    models,
    kvStrategies: Object.values(KVS),
    budgets: [1, 2, 3],
    claims: JSON.parse(JSON.stringify({ ...CLAIMS, ...claims })),
    ...more,
  });
  const measurements = study.models.filter(({ name }) => only.includes(name))
    .flatMap((model) => {
      const like = NAMES.indexOf(model.name) < 3 ? SMALL : LARGE;
      const world = { ...like, ...worlds[model.name] };
      return (Object.keys(KVS) as Kv[]).flatMap((kv) =>
        world[kv].flatMap((accuracy, i) =>
          accuracy === null ? [] : measured({
            model,
            kv: KVS[kv],
            budget: i + 1,
            accuracy,
            weightBytes: weightBytes(model, 16),
            totalBytes: (kv === "full" ? 2 : 1) * 2 ** i * GIB,
            ...(kv === "full" && matched[model.name] !== undefined
              ? { matched: matched[model.name]! }
              : {}),
          })
        )
      );
    });
  return decisionsOf(evictionOrQuantization, study, [
    ...measurements,
    ...extra,
  ]);
}

const SCALE = ["a", "b", "c"].map((part) => `${part}, with the scale pivot`);
const BESIDE = ["d, as first written", "e, as first written", ...SCALE];
const told = (outcomes: Record<string, string>) =>
  Object.entries(outcomes).map(([part, outcome]) => `${part} ${outcome}`)
    .join("; ");

Deno.test("finding 6 passes in every part in a world built to follow the paper", () => {
  const said = decisions({ claims: { scalePivot: CLAIMS.evictionPivot } });
  equal(
    outcomesOf(said),
    ["a", "b", "c", "d", "e", ...BESIDE].map((part) => `${part} pass`)
      .join("; "),
  );
  // From 1 to 4 GiB, half of it each: .20 and .20.
  equal(
    said.a!.because,
    "100 % of 3 small configurations, 20.0 points on average",
  );
  // .01 and .01.
  equal(
    said.b!.because,
    "eviction is 1.0 points above on average of 3 large configurations",
  );
  equal(said.c!.because, "by 19.0 points more");
  match(said.d!.because, /^m1 16-bit with rkv-2 loses 1\.0 of 2\.0 points; m2/);
  // m2 and m3 lose .60 - .40, the others .80 - .70.
  equal(said.e!.because, "at least 10.0 points in 5 configurations");
});

Deno.test("finding 6 is decided by a to e; first forms and the scale pivot are printed beside", () => {
  deepEqual(
    evictionOrQuantization.parts(tinyStudy(), []).map((
      { part, deciding },
    ) => [part, deciding]),
    [
      ...["a", "b", "c", "d", "e"].map((part) => [part, true]),
      ...BESIDE.map((part) => [part, false]),
    ],
  );
});

Deno.test("finding 6 beside: the scale pivot divides other sizes", () => {
  const said = decisions({ claims: { scalePivot: { model: "m5", bits: 16 } } });
  equal(said[SCALE[0]!]!.outcome, "insufficient");
  equal(
    said[SCALE[0]!]!.because,
    "4 small and 2 large configurations have both methods, we ask for 3 of each",
  );
  equal(said.a!.outcome, "pass");
});

Deno.test("finding 6 (a) and (c) fail when eviction is never better", () => {
  const equalised = { evicted: [.20, .30, .59] };
  const { a, c } = decisions({
    worlds: { m1: equalised, m2: equalised, m3: equalised },
  });
  equal(a!.outcome, "fail");
  equal(a!.because, "0 % of 3 small configurations, 0.0 points on average");
  equal(c!.outcome, "fail");
});

Deno.test("finding 6 (a) fails when one of three small configurations does better by quantization", () => {
  const { a } = decisions({ worlds: { m3: { evicted: [.10, .20, .59] } } });
  equal(a!.outcome, "fail");
  equal(a!.because, "67 % of 3 small configurations, 10.0 points on average");
});

Deno.test("finding 6 (a) fails when one loss outweighs the gains of four", () => {
  const claims = { evictionPivot: { model: "m6", bits: 16 } };
  const only = [...NAMES, "m7", "m8"];
  const worlds = { m1: { evicted: [0, 0, .59], quantized: [.9, .9, .9] } };
  const { a } = decisions({ claims, only, worlds });
  // (.20 + .20 + .01 + .01 - .90) / 5.
  equal(a!.outcome, "fail");
  equal(a!.because, "80 % of 5 small configurations, -9.6 points on average");
  const less = { m1: { evicted: [0, 0, .59], quantized: [.4, .4, .9] } };
  equal(decisions({ claims, only, worlds: less }).a!.outcome, "pass");
});

Deno.test("finding 6 compares both methods over the memory both have", () => {
  // Eviction from 2 GiB to 8, quantization from 1 to 4: .20 ahead between 2 and 4.
  const shifted = {
    evicted: [null, .50, .59, .99],
    quantized: [.20, .30, .40],
  };
  deepEqual(
    decisions({ worlds: { m1: shifted, m2: shifted, m3: shifted } }).a,
    decisions().a,
  );
});

Deno.test("finding 6 looks at serial scenarios only", () => {
  const [m1] = tinyStudy({ models }).models;
  const voted = measured({
    model: m1!,
    kv: KVS.quantized,
    group: 3,
    accuracy: 1,
    totalBytes: GIB,
  });
  deepEqual(decisions({ extra: [voted] }), decisions());
});

Deno.test("finding 6 (b) and (c) fail when eviction leads as much in large configurations", () => {
  const led = { quantized: [.41, .50, .60] };
  const { a, b, c } = decisions({ worlds: { m4: led, m5: led, m6: led } });
  equal(a!.outcome, "pass");
  equal(b!.outcome, "fail");
  equal(
    b!.because,
    "eviction is 20.0 points above on average of 3 large configurations",
  );
  equal(c!.outcome, "fail");
  equal(c!.because, "by 0.0 points more");
});

Deno.test("finding 6 (b) lets epsilon of compressed caches pass", () => {
  const by = (lead: number) => {
    const led = { quantized: [.61 - lead, .70 - lead, .70] };
    return decisions({ worlds: { m4: led, m5: led, m6: led } }).b!.outcome;
  };
  equal(by(.019), "pass");
  equal(by(.021), "fail");
});

Deno.test("finding 6 (d) fails when a named cache loses more than is said", () => {
  const { d } = decisions({ worlds: { m2: { evicted: [.40, .50, .57] } } });
  equal(d!.outcome, "fail");
  match(d!.because, /m2 16-bit with rkv-2 loses 3\.0 of 2\.0 points/);
});

Deno.test("finding 6 (d) and (e) hold compressed caches against matched samples", () => {
  const { d, ...more } = decisions({ matched: { m2: .62 } });
  match(d!.because, /m2 16-bit with rkv-2 loses 3\.0 of/);
  equal(d!.outcome, "fail");
  const all = more["d, as first written"]!;
  match(all.because, /m2 16-bit with rkv-2 loses 1\.0 of/);
  equal(all.outcome, "pass");
  const { e, ...others } = decisions({ matched: { m5: .79 } });
  equal(e!.outcome, "fail");
  equal(e!.because, "at least 9.0 points in 5 configurations");
  equal(
    others["e, as first written"]!.because,
    "at least 10.0 points in 5 configurations",
  );
});

Deno.test("finding 6 (d) and (e) say which samples they hold against each other", () => {
  const said = evictionOrQuantization.parts(
    tinyStudy({ samples: { full: 5, compressed: 3 } }),
    [],
  ).filter(({ part }) => /^[de]/.test(part)).map(({ statement }) => statement);
  match(said[0]!, /, on the samples both caches have\.$/);
  match(said[1]!, /, on the samples both caches have\.$/);
  for (const first of said.slice(2)) {
    match(first, /of the full cache: 5, where a compressed one has 3\.$/);
  }
});

Deno.test("finding 6 (e) fails when a 2-bit cache loses less, at the longest budget only", () => {
  const at = (accuracies: readonly number[]) =>
    decisions({ worlds: { m6: { quantized: accuracies } } }).e!.outcome;
  equal(at([.60, .69, .71]), "fail");
  equal(at([.60, .70, .70]), "pass");
});

Deno.test("finding 6 (e) leaves out small models and other bits", () => {
  equal(
    decisions({ worlds: { m1: { quantized: [.20, .30, .60] } } }).e!.outcome,
    "pass",
  );
  const mild = { mild: [.40, .50, .60] };
  equal(
    decisions({ worlds: { m2: mild, m3: mild } }).e!.because,
    "at least 10.0 points in 5 configurations",
  );
  const { e } = decisions({ claims: { smallModels: NAMES.slice(0, 4) } });
  equal(e!.outcome, "insufficient");
  equal(
    e!.because,
    "2 configurations have a 2-bit and a full cache, we ask for 3",
  );
});

Deno.test("finding 6 is insufficient where a claim is absent, and only there", () => {
  const without = (claim: keyof Claims) =>
    Object.entries(decisions({ claims: { [claim]: undefined } }))
      .filter(([part, { outcome }]) =>
        outcome === "insufficient" && !BESIDE.includes(part)
      )
      .map(([part]) => part).join("");
  equal(without("evictionPivot"), "abc");
  equal(without("epsilon"), "b");
  equal(without("nearLossless"), "d");
  equal(without("smallModels"), "e");
  equal(without("scalePivot"), "");
});

Deno.test("finding 6 is insufficient with fewer than 3 configurations on a side, and without one of the methods", () => {
  const few = decisions({ only: NAMES.slice(1) });
  for (const part of ["a", "b", "c", "d"]) {
    equal(few[part]!.outcome, "insufficient", part);
  }
  equal(
    few.d!.because,
    "2 configurations named can be compared, we ask for 3",
  );
  const none = Object.fromEntries(
    NAMES.map((name) => [name, { quantized: [] }]),
  );
  const { a, b, c, d, e } = decisions({ worlds: none });
  equal(
    told(Object.fromEntries(
      Object.entries({ a, b, c, d, e }).map(([part, said]) => [
        part,
        said!.outcome,
      ]),
    )),
    "a insufficient; b insufficient; c insufficient; d pass; e insufficient",
  );
});

Deno.test("finding 6 is insufficient without a benchmark of mathematics", () => {
  const [sums] = tinyJson().benchmarks;
  equal(
    outcomesOf(
      decisions({ study: { benchmarks: [{ ...sums, task: "knowledge" }] } }),
    ),
    ["a", "b", "c", "d", "e", ...BESIDE].map((part) => `${part} insufficient`)
      .join("; "),
  );
});
