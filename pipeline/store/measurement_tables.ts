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
  const read = rows.map((row): Measurement => {
    const name = nameOf(row);
    const scenario = planned.get(name);
    if (!scenario) {
      throw new TypeError(
        `Cannot read measurements.arrow: the study plans no ${name}`,
      );
    }
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
      perProblem: scores.next(name, row.problems),
    };
  });
  scores.end();
  return read;
}

/** The scores of one scenario after the other: its problems stand together, in the order of the measurements. Columns at once, as rows are slow. */
function scoresOf(bytes: Uint8Array) {
  const table = readVersioned(
    bytes,
    PER_PROBLEM_COLUMNS,
    SCHEMA,
    "per-problem.arrow",
  );
  const column = (name: keyof PerProblemRow) =>
    table.getChild(name)!.toArray() as Float64Array;
  const accuracy = column("accuracy");
  const right = column("right_share");
  const missing = column("missing_share");
  const matched = table.getChild("matched_share")!;
  const matchedShares = matched.nullCount < table.numRows
    ? column("matched_share")
    : new Float64Array(table.numRows);
  let from = 0;
  const isAt = (at: number, name: string) =>
    at < table.numRows &&
    nameOf(table.get(at) as unknown as PerProblemRow) === name;
  return {
    next: (name: string, problems: number): Measurement["perProblem"] => {
      const to = from + problems;
      if (!isAt(from, name) || !isAt(to - 1, name)) {
        throw new TypeError(
          `Cannot read per-problem.arrow: rows ${from} to ${
            to - 1
          } are not the ${problems} problems that measurements.arrow has of ${name}`,
        );
      }
      const of = (values: Float64Array) => values.slice(from, to);
      const scores = {
        accuracy: of(accuracy),
        right: of(right),
        missing: of(missing),
        ...(matched.get(from) === null ? {} : { matched: of(matchedShares) }),
      };
      from = to;
      return scores;
    },
    end: () => {
      if (from === table.numRows) return;
      throw new TypeError(
        `Cannot read per-problem.arrow: ${
          table.numRows - from
        } rows from row ${from} on are of no measurement`,
      );
    },
  };
}

/** The scenario a row of either table is about. */
function nameOf(row: MeasurementRow | PerProblemRow): string {
  const kv = row.kv_size === null ? row.kv : `${row.kv}-${row.kv_size}`;
  return `${row.benchmark}/${row.model}-w${row.weight_bits}-${kv}@${row.budget}x${row.group}`;
}
