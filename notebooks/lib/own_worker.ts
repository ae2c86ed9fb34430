/** Checks files somebody brought, with the pipeline's own code, apart from the page: it can be ended. */
import { aggregate } from "../../pipeline/aggregate.ts";
import type { IngestedRun } from "../../pipeline/ingest.ts";
import { benchmarkFileOf } from "../../pipeline/store/data_set.ts";
import { readResult } from "../../pipeline/store/result_file.ts";
import { plannedRuns, runName } from "../../pipeline/study/run.ts";
import { readStudy } from "../../pipeline/study/study.ts";
import { validate } from "../../pipeline/validate.ts";
import type { Brought, Checked } from "./own.ts";

/** What an action gives; its error names the file. */
function named<T>(file: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    const { message } = error as Error;
    throw message.includes(file) ? error : new TypeError(`${file}: ${message}`);
  }
}

/** Measurements of the runs whose files are there; throws what is wrong with any file. */
function checked(files: readonly Brought[]): Checked {
  const json = (name: string) => {
    const found = files.find((file) => file.name === name);
    if (!found) {
      throw new TypeError(`There is no ${name} among the files: add it`);
    }
    return named(
      name,
      () => JSON.parse(new TextDecoder().decode(found.bytes)),
    );
  };
  const study = readStudy(json("study.json"));
  const benchmarks = new Map(
    study.benchmarks.map((
      benchmark,
    ) => [
      benchmark.name,
      benchmarkFileOf(json(benchmark.file), benchmark, benchmark.file),
    ]),
  );
  const planned = new Map(
    plannedRuns(study).map((run) => [runName(run), run]),
  );
  let dataSet = "";
  const runs = files.filter(({ name }) => name.endsWith(".arrow")).flatMap(
    ({ name, bytes }): IngestedRun[] => {
      // A set's timings have no generations.
      if (name === "timing.arrow") return [];
      const result = named(name, () => readResult(bytes, name));
      const { benchmark, model, weightBits, kv } = result.metadata;
      dataSet = result.metadata.dataSet;
      const run = [...planned.values()].find((each) =>
        each.benchmark.name === benchmark && each.model.name === model &&
        each.bits === weightBits &&
        JSON.stringify(each.kv) === JSON.stringify(kv)
      );
      if (!run) throw new TypeError(`${name}: the study plans no such run`);
      return [{ run, file: name, ...result }];
    },
  );
  if (runs.length === 0) {
    throw new TypeError("There is no result file among the files: add some");
  }
  const ingested = {
    dataSet,
    study,
    absent: [...planned.keys()].filter((name) =>
      !runs.some(({ run }) => runName(run) === name)
    ),
    benchmarks,
    runs,
    timings: [],
  };
  const measurements = aggregate(validate(ingested), ingested);
  return { dataSet, study, measurements, absent: ingested.absent };
}

self.onmessage = ({ data }: MessageEvent<readonly Brought[]>) => {
  try {
    self.postMessage({ checked: checked(data) });
  } catch (error) {
    self.postMessage({ problem: (error as Error).message });
  }
};
