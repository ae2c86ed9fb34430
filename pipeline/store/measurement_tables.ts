/** `measurements.arrow` and `per-problem.arrow` back into measurements. */
import {
  type Measurement,
  MEASUREMENT_COLUMNS,
  type MeasurementRow,
  PER_PROBLEM_COLUMNS,
  type PerProblemRow,
  scenarioName,
} from "../study/measurement.ts";
import { plannedScenarios } from "../study/scenario.ts";
import type { Study } from "../study/study.ts";
import { readVersioned } from "./versioned_table.ts";

/** The schema of both tables. */
const SCHEMA = 1;

/** The bytes of the two files. */
interface Tables {
  readonly measurements: Uint8Array;
  readonly perProblem: Uint8Array;
}

/**
 * The measurements of a study in their order, as they were written but for what
 * neither table tells: which missing answers could not be read (share 0 here).
 * Refuses with a TypeError tables of scenarios the study does not plan, and
 * tables that do not belong together.
 */
export function readMeasurements(
  study: Study,
  { measurements, perProblem }: Tables,
): Measurement[] {
  const planned = new Map(
    plannedScenarios(study).map((each) => [scenarioName(each), each]),
  );
  const rows = [
    ...readVersioned(
      measurements,
      MEASUREMENT_COLUMNS,
      SCHEMA,
      "measurements.arrow",
    ),
  ] as unknown as MeasurementRow[];
  const scores = scoresOf(perProblem);
  return rows.map((row): Measurement => {
    const name = nameOf(row);
    const scenario = planned.get(name);
    if (!scenario) {
      throw new TypeError(
        `Cannot read measurements.arrow: the study plans no ${name}`,
      );
    }
    const its = scores.get(name) ?? [];
    if (its.length !== row.problems) {
      throw new TypeError(
        `Cannot read per-problem.arrow: it has ${its.length} problems of ${name}, measurements.arrow ${row.problems}`,
      );
    }
    const column = (of: (score: Score) => number) => Float64Array.from(its, of);
    return {
      ...scenario,
      problems: row.problems,
      samples: row.samples,
      accuracy: row.accuracy,
      lower: row.lower,
      upper: row.upper,
      rerunError: row.rerun_error,
      missingShare: row.missing_share,
      unreadableShare: 0,
      weightBytes: row.weight_bytes,
      kvBytes: row.kv_bytes,
      totalBytes: row.total_bytes,
      latencySeconds: row.latency_seconds,
      requestsPerSecond: row.requests_per_second,
      perProblem: {
        accuracy: column(({ accuracy }) => accuracy),
        right: column(({ right_share }) => right_share),
        missing: column(({ missing_share }) => missing_share),
        ...(its.every(({ matched_share }) => matched_share !== null)
          ? { matched: column(({ matched_share }) => matched_share!) }
          : {}),
      },
    };
  });
}

/** What one row says of one problem. */
type Score = Pick<
  PerProblemRow,
  "accuracy" | "right_share" | "missing_share" | "matched_share"
>;

/** The rows of every scenario, in their order. */
function scoresOf(bytes: Uint8Array): Map<string, Score[]> {
  const table = readVersioned(
    bytes,
    PER_PROBLEM_COLUMNS,
    SCHEMA,
    "per-problem.arrow",
  );
  const scores = new Map<string, Score[]>();
  for (const row of table as unknown as Iterable<PerProblemRow>) {
    const { accuracy, right_share, missing_share, matched_share } = row;
    const score = { accuracy, right_share, missing_share, matched_share };
    const name = nameOf(row);
    const its = scores.get(name);
    if (its) its.push(score);
    else scores.set(name, [score]);
  }
  return scores;
}

/** The scenario a row of either table is about. */
function nameOf(row: MeasurementRow | PerProblemRow): string {
  const kv = row.kv_size === null ? row.kv : `${row.kv}-${row.kv_size}`;
  return `${row.benchmark}/${row.model}-w${row.weight_bits}-${kv}@${row.budget}x${row.group}`;
}
