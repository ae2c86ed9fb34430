/** A data set as the notebooks see it: measurements and what each problem gave, no generations. */
import { frontiers } from "../../pipeline/frontier.ts";
import { readMeasurements } from "../../pipeline/store/measurement_tables.ts";
import type { Results } from "../../pipeline/study/results.ts";
import { readStudy } from "../../pipeline/study/study.ts";

/** Results without what only result files tell. */
export type DataSet = Pick<
  Results,
  "dataSet" | "study" | "measurements" | "frontiers"
>;

/** What is known of a data set before it is loaded. */
export interface Shipped {
  readonly name: string;
  readonly kind: string;
  readonly title: string;
  readonly benchmarks: readonly {
    readonly name: string;
    readonly label: string;
  }[];
}

/** The data sets that were shipped, measured ones first. */
export async function shipped(): Promise<Shipped[]> {
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
  const [json, table, perProblem] = await Promise.all([
    fetch(at(`data/${name}/study.json`)).then((reply) => reply.json()),
    bytesOf(`data/${name}/measurements.arrow`),
    bytesOf(`data/${name}/per-problem.arrow`),
  ]);
  const study = readStudy(json);
  const measurements = readMeasurements(study, {
    measurements: table,
    perProblem,
  });
  return {
    dataSet: name,
    study,
    measurements,
    frontiers: frontiers(measurements, study),
  };
}
