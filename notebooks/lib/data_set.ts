/** A data set as the notebooks see it: measurements and what each problem gave, no generations. */
import { frontiers } from "../../pipeline/frontier.ts";
import { readVersioned } from "../../pipeline/store/versioned_table.ts";
import {
  type Measurement,
  MEASUREMENT_COLUMNS,
  PER_PROBLEM_COLUMNS,
  scenarioName,
} from "../../pipeline/study/measurement.ts";
import type { Results } from "../../pipeline/study/results.ts";
import { plannedScenarios } from "../../pipeline/study/scenario.ts";
import { readStudy } from "../../pipeline/study/study.ts";

/** The schema of the output tables. */
const SCHEMA = 1;

/** Results without what only result files tell. */
export type DataSet = Pick<
  Results,
  "dataSet" | "study" | "measurements" | "frontiers"
>;

/** Names of the data sets that were shipped, measured ones first. */
export async function shipped(): Promise<
  { name: string; kind: string; title: string }[]
> {
  return await (await fetch(at("data/sets.json"))).json();
}

const at = (path: string) => new URL(path, document.baseURI);

async function bytesOf(path: string): Promise<Uint8Array> {
  const reply = await fetch(at(path));
  if (!reply.ok) throw new Error(`Cannot load ${path}: status ${reply.status}`);
  return new Uint8Array(await reply.arrayBuffer());
}

/** The results of one data set, from its study and its two tables. */
export async function dataSet(name: string): Promise<DataSet> {
  const [json, table, problems] = await Promise.all([
    fetch(at(`data/${name}/study.json`)).then((reply) => reply.json()),
    bytesOf(`data/${name}/measurements.arrow`),
    bytesOf(`data/${name}/per-problem.arrow`),
  ]);
  const study = readStudy(json);
  const scenarios = new Map(
    plannedScenarios(study).map((each) => [scenarioName(each), each]),
  );
  const rows = readVersioned(
    table,
    MEASUREMENT_COLUMNS,
    SCHEMA,
    "measurements.arrow",
  );
  const each = readVersioned(
    problems,
    PER_PROBLEM_COLUMNS,
    SCHEMA,
    "per-problem.arrow",
  );
  const scores = new Map<
    string,
    { accuracy: number[]; right: number[]; missing: number[] }
  >();
  for (const row of each) {
    const name = nameOf(row!);
    const its = scores.get(name) ?? { accuracy: [], right: [], missing: [] };
    its.accuracy.push(row!.accuracy as number);
    its.right.push(row!.right_share as number);
    its.missing.push(row!.missing_share as number);
    scores.set(name, its);
  }
  const measurements = [...rows].map((row): Measurement => {
    const name = nameOf(row!);
    const its = scores.get(name)!;
    return {
      ...scenarios.get(name)!,
      problems: row!.problems,
      samples: row!.samples,
      accuracy: row!.accuracy,
      lower: row!.lower,
      upper: row!.upper,
      rerunError: row!.rerun_error,
      missingShare: row!.missing_share,
      unreadableShare: 0,
      weightBytes: row!.weight_bytes,
      kvBytes: row!.kv_bytes,
      totalBytes: row!.total_bytes,
      latencySeconds: row!.latency_seconds,
      requestsPerSecond: row!.requests_per_second,
      perProblem: {
        accuracy: Float64Array.from(its.accuracy),
        right: Float64Array.from(its.right),
        missing: Float64Array.from(its.missing),
      },
    };
  });
  return {
    dataSet: name,
    study,
    measurements,
    frontiers: frontiers(measurements, study),
  };
}

/** The scenario a row of either table is about. */
function nameOf(row: Record<string, unknown>): string {
  const kv = row.kv_size === null ? row.kv : `${row.kv}-${row.kv_size}`;
  return `${row.benchmark}/${row.model}-w${row.weight_bits}-${kv}@${row.budget}x${row.group}`;
}
