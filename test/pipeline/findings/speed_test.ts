import { deepEqual, equal, match, ok } from "node:assert/strict";
import { speed } from "../../../pipeline/findings/speed.ts";
import type { Claims } from "../../../pipeline/study/claims.ts";
import { decisionsOf, measured, outcomesOf } from "../../fixtures/measured.ts";
import { tinyJson, tinyStudy } from "../../fixtures/tiny.ts";

const shape = tinyJson().models[0]!;
const STUDY = {
  models: ["pivot", "big"].map((name) => ({ ...shape, name, label: name })),
  weightBits: [4, 8],
  budgets: [1, 2, 3],
};

interface Row {
  readonly accuracy: readonly number[];
  readonly seconds: readonly (number | null)[];
  readonly requests: readonly (number | null)[];
}

/** By budget; 4 bits are as fast as 8 and less accurate. */
const ROWS: Readonly<Record<string, Row>> = {
  "pivot 4": {
    accuracy: [.10, .20, .30],
    seconds: [10, 20, 30],
    requests: [3, 2, 1],
  },
  "pivot 8": {
    accuracy: [.40, .50, .60],
    seconds: [10, 20, 30],
    requests: [3, 2, 1],
  },
  "big 8": {
    accuracy: [.45, .55, .70],
    seconds: [20, 40, 60],
    requests: [1.5, 1, .5],
  },
};

const CLAIMS = {
  scalePivot: { model: "pivot", bits: 8 },
  epsilon: { full: 0.01, compressed: 0.02 },
};

interface Changes {
  readonly rows?: Readonly<Record<string, Partial<Row>>>;
  readonly claims?: Partial<Record<keyof Claims, unknown>>;
  readonly study?: Record<string, unknown>;
}

const studyOf = ({ claims = {}, study: more = {} }: Changes) =>
  tinyStudy({
    ...STUDY,
    claims: JSON.parse(JSON.stringify({ ...CLAIMS, ...claims })),
    ...more,
  });

function decisions(changes: Changes = {}) {
  const study = studyOf(changes);
  const measurements = Object.entries(ROWS).flatMap(([name, row]) => {
    const { accuracy, seconds, requests } = { ...row, ...changes.rows?.[name] };
    const [model, bits] = name.split(" ");
    return accuracy.map((one, i) =>
      measured({
        model: study.models.find(({ name }) => name === model)!,
        bits: Number(bits) as 4 | 8,
        budget: i + 1,
        accuracy: one,
        latencySeconds: seconds[i]!,
        requestsPerSecond: requests[i]!,
      })
    );
  });
  return decisionsOf(speed, study, measurements);
}

const FIRST = "a and b, as first written";
const FIRST_C = "c, as first written";

/** The outcomes in one line, without the weaker form of c, which has a test of its own. */
const ruled = ({ [FIRST_C]: _, ...said }: ReturnType<typeof decisions>) =>
  outcomesOf(said);

Deno.test("finding 4 passes in every part in a world built to follow the paper", () => {
  const said = decisions();
  equal(ruled(said), `a pass; b pass; c pass; ${FIRST} pass`);
  equal(said.a!.because, "0 of 3 scenarios of 4 bits have none");
  equal(said.b!.because, "0 of 3 scenarios of 4 bits have none");
  // Latency: 10 .40, 20 .50, 30 .60, 60 .70. Throughput: 3 .40, 2 .50, 1 .60, .5 .70.
  equal(
    said.c!.because,
    "3 of 4 points of the latency frontier and 3 of 4 of the throughput frontier are of pivot",
  );
  equal(
    said[FIRST]!.because,
    "0 of 4 points of the latency frontier and 0 of 4 of the throughput frontier have 4 bits",
  );
});

Deno.test("finding 4 is decided by a, b and c; the forms first written are printed beside", () => {
  deepEqual(
    speed.parts(tinyStudy(), []).map(({ part, deciding }) => [part, deciding]),
    [
      ["a", true],
      ["b", true],
      ["c", true],
      [FIRST, false],
      [FIRST_C, false],
    ],
  );
});

Deno.test("finding 4 (a) lets 2 % of latency pass, which the strict form does not", () => {
  const at = (seconds: number) =>
    decisions({ rows: { "pivot 4": { seconds: [seconds, 20, 30] } } });
  const close = at(9.9);
  equal(ruled(close), `a pass; b pass; c pass; ${FIRST} fail`);
  match(close[FIRST]!.because, /^1 of 5 points of the latency frontier/);
  const fast = at(9.7);
  equal(ruled(fast), `a fail; b pass; c pass; ${FIRST} fail`);
  equal(fast.a!.because, "1 of 3 scenarios of 4 bits have none");
});

Deno.test("finding 4 (b) lets 2 % of throughput pass", () => {
  const at = (requests: number) =>
    ruled(
      decisions({ rows: { "pivot 4": { requests: [requests, 2, 1] } } }),
    );
  equal(at(3.05), `a pass; b pass; c pass; ${FIRST} fail`);
  equal(at(3.1), `a pass; b fail; c pass; ${FIRST} fail`);
});

Deno.test("finding 4 (a) and (b) let epsilon of accuracy pass", () => {
  const at = (accuracy: number) =>
    ruled(
      decisions({ rows: { "pivot 4": { accuracy: [.1, .2, accuracy] } } }),
    );
  equal(at(.605), `a pass; b pass; c pass; ${FIRST} fail`);
  equal(at(.62), `a fail; b fail; c pass; ${FIRST} fail`);
});

Deno.test("finding 4 fails when 4 bits are 30 % faster and as accurate", () => {
  equal(
    ruled(decisions({
      rows: {
        "pivot 4": {
          accuracy: [.40, .50, .60],
          seconds: [7, 14, 21],
          requests: [4, 2.6, 1.3],
        },
      },
    })),
    `a fail; b fail; c fail; ${FIRST} fail`,
  );
});

Deno.test("finding 4 (c) fails when another model has more of a frontier; as first written one point is enough", () => {
  // Latency: 10 .40, then big 20 .55, 25 .70 and 28 .75; throughput: pivot 3, 2 and 1, big .5.
  const { c, [FIRST_C]: first } = decisions({
    rows: {
      "big 8": {
        accuracy: [.55, .70, .75],
        seconds: [20, 25, 28],
        requests: [.7, .6, .5],
      },
    },
  });
  match(c!.because, /^1 of 4 points of the latency frontier and 3 of /);
  deepEqual([c!.outcome, first!.outcome], ["fail", "pass"]);
});

Deno.test("finding 4 (c) fails when the pivot's model is missing on one of the frontiers", () => {
  const { a, c } = decisions({
    rows: {
      "big 8": {
        accuracy: [.70, .75, .80],
        seconds: [9, 19, 29],
        requests: [1.5, 1, .5],
      },
    },
  });
  equal(a!.outcome, "pass");
  equal(c!.outcome, "fail");
  match(c!.because, /^0 of 3 points of the latency frontier and 2 of 5/);
});

Deno.test("finding 4 (c) fails when the pivot's model is on the latency frontier alone", () => {
  const { c } = decisions({
    rows: {
      "big 8": {
        accuracy: [.70, .75, .80],
        seconds: [20, 40, 60],
        requests: [3.5, 3, 2],
      },
    },
  });
  equal(c!.outcome, "fail");
  match(c!.because, /^1 of 4 points of the latency frontier and 0 of 3/);
});

Deno.test("finding 4 looks at 4-bit scenarios above the floor only", () => {
  const fast = { rows: { "pivot 4": { seconds: [1, 20, 30] } } };
  equal(decisions(fast).a!.outcome, "fail");
  const higher = (floor: number) =>
    decisions({ ...fast, claims: { frontierFloor: { sums: floor } } });
  // Two of 4 bits are left, and three frontier points of 8.
  equal(higher(.15).a!.outcome, "insufficient");
  equal(
    higher(.15).a!.because,
    "2 scenarios of 4 bits lie above the floor, we ask for 3",
  );
  equal(higher(.15)[FIRST]!.outcome, "pass");
  equal(higher(.6).c!.outcome, "insufficient");
});

Deno.test("finding 4 is insufficient where timings are missing", () => {
  const without = (row: Partial<Row>) =>
    ruled(decisions({ rows: { "big 8": row } }));
  equal(
    without({ seconds: [20, null, 60] }),
    `a insufficient; b pass; c insufficient; ${FIRST} insufficient`,
  );
  equal(
    without({ requests: [null, null, null] }),
    `a pass; b insufficient; c insufficient; ${FIRST} insufficient`,
  );
});

Deno.test("finding 4 is insufficient where a claim is absent, and only there", () => {
  const without = (claim: keyof Claims) =>
    ruled(decisions({ claims: { [claim]: undefined } }));
  equal(
    without("scalePivot"),
    `a pass; b pass; c insufficient; ${FIRST} pass`,
  );
  equal(
    without("epsilon"),
    `a insufficient; b insufficient; c pass; ${FIRST} pass`,
  );
});

Deno.test("finding 4 is insufficient without 4-bit weights, and without others", () => {
  const none = { accuracy: [] };
  equal(
    ruled(decisions({ rows: { "pivot 4": none } })),
    `a insufficient; b insufficient; c pass; ${FIRST} insufficient`,
  );
  equal(
    ruled(decisions({ rows: { "pivot 8": none, "big 8": none } })),
    `a insufficient; b insufficient; c insufficient; ${FIRST} insufficient`,
  );
});

Deno.test("finding 4 says in every statement whose timings it rests on", () => {
  const statements = (study: Record<string, unknown>) =>
    speed.parts(studyOf({ study }), []).map(({ statement }) => statement);
  const all = (pattern: RegExp, study: Record<string, unknown>) =>
    ok(statements(study).every((statement) => pattern.test(statement)));
  all(/simulated, not measured\.$/, { kind: "simulated" });
  all(/The timings are those of other\.$/, {
    kind: "simulated",
    timingFrom: "other",
  });
  all(/^(?!.*timings)/, { kind: "measured" });
});
