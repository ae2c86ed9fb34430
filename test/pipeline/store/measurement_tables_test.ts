import { deepEqual, equal, throws } from "node:assert/strict";
import fc from "fast-check";
import {
  measurementsArrow,
  perProblemArrow,
} from "../../../pipeline/figure.ts";
import { rulings } from "../../../pipeline/findings/ruling.ts";
import { results } from "../../../pipeline/reproduce.ts";
import { readMeasurements } from "../../../pipeline/store/measurement_tables.ts";
import type { Measurement } from "../../../pipeline/study/measurement.ts";
import type { Results } from "../../../pipeline/study/results.ts";
import { UNTOLD } from "../../../pipeline/study/timed_on.ts";
import { plannedScenarios } from "../../../pipeline/study/scenario.ts";
import { measured } from "../../fixtures/measured.ts";
import { tinyStudy } from "../../fixtures/tiny.ts";

/** The two tables that `reproduce` writes of some results. */
function tablesOf(found: Results) {
  return {
    measurements: measurementsArrow(found),
    perProblem: perProblemArrow(found),
  };
}

/** Results of the tiny study with these measurements. */
function resultsOf(measurements: readonly Measurement[]): Results {
  const study = tinyStudy();
  return {
    dataSet: "tiny",
    study,
    partial: false,
    measurements,
    frontiers: [],
    rulings: [],
    variants: [],
    timedOn: UNTOLD,
    lent: [],
    steps: [],
    criteria: [],
    provenance: [],
    memory: [],
    timings: [],
    problems: { [study.benchmarks[0]!.name]: ["p-1", "p-2", "p-3"] },
  };
}

const study = tinyStudy();
const scenario = plannedScenarios(study)[0]!;

Deno.test("readMeasurements() gives back what nano's tables were written from, and every finding says the same of it", async () => {
  const nano = await results("data/nano");
  const read = readMeasurements(nano.study, tablesOf(nano));
  deepEqual(
    read,
    // Which missing answers could not be read is in neither table.
    nano.measurements.map((m) => ({ ...m, unreadableShare: 0 })),
  );
  deepEqual(rulings(nano.study, read), nano.rulings);
});

Deno.test("readMeasurements() keeps matched shares apart from none: 1/4, 2/4, 3/4", () => {
  const one = measured({ ...scenario, perProblem: [1, 0, 0.5] });
  const matched = Float64Array.of(0.25, 0.5, 0.75);
  const read = readMeasurements(
    study,
    tablesOf(resultsOf([
      { ...one, perProblem: { ...one.perProblem, matched } },
      { ...one, ...plannedScenarios(study)[1]! },
    ])),
  );
  deepEqual(read.map(({ perProblem: { matched } }) => matched), [
    matched,
    undefined,
  ]);
});

Deno.test("readMeasurements() undoes writing, whatever the shares", () => {
  const share = fc.double({ min: 0, max: 1, noNaN: true }).map((of) => of + 0);
  const shares = fc.tuple(share, share, share).map((of) =>
    Float64Array.from(of)
  );
  fc.assert(fc.property(
    fc.array(
      fc.record({
        accuracy: shares,
        right: shares,
        missing: shares,
        matched: fc.option(shares, { nil: undefined }),
        rerunError: fc.option(share),
        latencySeconds: fc.option(share),
      }),
      { minLength: 1, maxLength: plannedScenarios(study).length },
    ),
    (worlds) => {
      const written = worlds.map(
        ({ matched, rerunError, latencySeconds, ...each }, at) => ({
          ...measured({
            ...plannedScenarios(study)[at]!,
            problems: 3,
            rerunError,
            latencySeconds,
          }),
          perProblem: { ...each, ...(matched ? { matched } : {}) },
        }),
      );
      deepEqual(
        readMeasurements(study, tablesOf(resultsOf(written))),
        written,
      );
    },
  ));
});

Deno.test("readMeasurements() refuses tables that are not of this study, or not of each other", () => {
  const one = measured({ ...scenario, perProblem: [1, 0, 0.5] });
  const tables = tablesOf(resultsOf([one]));
  const foreign = tablesOf(resultsOf([{ ...one, budget: 7 }]));
  throws(
    () => readMeasurements(study, foreign),
    /^TypeError: Cannot read measurements\.arrow: the study plans no .*@7x1$/,
  );
  throws(
    () =>
      readMeasurements(study, { ...tables, perProblem: foreign.perProblem }),
    /^TypeError: Cannot read per-problem\.arrow: rows 0 to 2 are not the 3 problems that measurements\.arrow has of sums\/one-w16-full@8x1$/,
  );
  const other = { ...one, ...plannedScenarios(study)[1]! };
  const both = tablesOf(resultsOf([one, other]));
  throws(
    () => readMeasurements(study, { ...tables, perProblem: both.perProblem }),
    /^TypeError: Cannot read per-problem\.arrow: 3 rows from row 3 on are of no measurement$/,
  );
  throws(
    () => readMeasurements(study, { ...both, perProblem: tables.perProblem }),
    /rows 3 to 5 are not the 3 problems/,
  );
  throws(
    () =>
      readMeasurements(study, { ...tables, perProblem: tables.measurements }),
    /Cannot read per-problem\.arrow: it holds benchmark/,
  );
  equal(readMeasurements(study, tables).length, 1);
});
