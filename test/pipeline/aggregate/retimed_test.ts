import { deepEqual, equal } from "node:assert/strict";
import fc from "fast-check";
import { lentSpeeds, retimed } from "../../../pipeline/aggregate/retimed.ts";
import { UNTOLD } from "../../../pipeline/study/timed_on.ts";
import { measured } from "../../fixtures/measured.ts";
import { timing } from "../../fixtures/timing.ts";
import { tinyStudy } from "../../fixtures/tiny.ts";

const study = tinyStudy();

Deno.test("retimed() by hand: lent speeds where there are some, none elsewhere, all else as it was", () => {
  const timings = [
    timing({}),
    timing({ concurrency: 9, requestsPerSecond: 3 }),
  ];
  const before = [
    measured({ budget: 8, latencySeconds: 7, requestsPerSecond: 7 }),
    measured({ budget: 16, latencySeconds: 7, requestsPerSecond: 7 }),
    measured({ budget: 8, group: 3 }),
  ];
  const after = retimed(before, timings);
  deepEqual(
    after.map((m) => [m.latencySeconds, m.requestsPerSecond]),
    [[2, 3], [null, null], [null, null]],
  );
  deepEqual(
    after.map(({ accuracy, budget }) => [accuracy, budget]),
    before.map(({ accuracy, budget }) => [accuracy, budget]),
  );
});

Deno.test("retimed() twice is retimed() once with the later timings", () => {
  const anyTimings = fc.array(
    fc.record({
      budget: fc.constantFrom(8, 16),
      latencySeconds: fc.double({ min: 0.1, max: 9, noNaN: true }),
    }).map(timing),
    { maxLength: 4 },
  );
  const before = [measured({ budget: 8 }), measured({ budget: 16 })];
  fc.assert(fc.property(anyTimings, anyTimings, (one, other) => {
    deepEqual(
      retimed(retimed(before, one), other),
      retimed(before, other),
    );
  }));
});

Deno.test("lentSpeeds() keep scenarios of one sample with the full cache, and the two frontiers of speed", () => {
  const { measurements, frontiers } = lentSpeeds(study, [
    measured({ budget: 8 }),
    measured({ budget: 16 }),
    measured({ budget: 8, group: 3 }),
    measured({
      budget: 8,
      kv: { kind: "hqq", bits: 4, group: 64, residual: 128 },
    }),
  ], {
    dataSet: "clock",
    kind: "measured",
    timings: [timing({})],
    timedOn: UNTOLD,
  });
  equal(measurements.length, 2);
  deepEqual(
    frontiers.map(({ scope, members }) => [scope, members.length]),
    [["latency", 1], ["throughput", 1]],
  );
});
