/** A data set's folder to its measurements and frontiers: run by run, so that the rows of one result file are held at a time. */
import { measureRun } from "./aggregate.ts";
import type { Ballot } from "./aggregate/votes.ts";
import { frontiers } from "./frontier.ts";
import { open } from "./ingest.ts";
import type { DataProblem } from "./study/data_problems.ts";
import type { Measurement } from "./study/measurement.ts";
import type { Results } from "./study/results.ts";
import type { RunMetadata } from "./study/run.ts";
import { refuseUnsound, validateRun } from "./validate.ts";

/** Hears the name of a stage whenever a part of it is done. */
export type Told = (stage: string) => void;

/** What results files give before anything is ruled on, and the votes behind it. */
interface Measured extends
  Pick<
    Results,
    | "dataSet"
    | "study"
    | "partial"
    | "measurements"
    | "frontiers"
    | "provenance"
    | "problems"
  > {
  readonly ballots: readonly Ballot[];
}

/** Ingests, validates and measures every run of a data set; refuses it, with everything that is wrong, when any of it is. */
export async function measured(
  folder: string,
  { partial = false, told = () => {} }: {
    readonly partial?: boolean;
    readonly told?: Told;
  } = {},
): Promise<Measured> {
  const set = await open(folder, partial);
  const { dataSet, study, absent, benchmarks } = set;
  const problems: DataProblem[] = [];
  const measurements: Measurement[] = [];
  const ballots: Ballot[] = [];
  const provenance: RunMetadata[] = [];
  for (const run of set.runs()) {
    told("ingest");
    const sound = validateRun(run, set, problems);
    told("validate");
    if (problems.length > 0) continue;
    const found = measureRun(sound, set);
    measurements.push(...found.measurements);
    ballots.push(...found.ballots);
    provenance.push(sound.metadata);
    told("aggregate");
  }
  told("ingest");
  refuseUnsound(dataSet, problems);
  const found = frontiers(measurements, study);
  told("frontier");
  return {
    dataSet,
    study,
    partial: provenance.length > 0 && absent.length > 0,
    measurements,
    frontiers: found,
    ballots,
    provenance,
    problems: Object.fromEntries(
      [...benchmarks].map((
        [name, file],
      ) => [name, file.problems.map(({ id }) => id)]),
    ),
  };
}
