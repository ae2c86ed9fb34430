/** Checks files somebody brought, with the pipeline's own code, apart from the page: it can be ended. */
import { aggregate } from "../../pipeline/aggregate.ts";
import { type Brought, foreign } from "../../pipeline/foreign.ts";
import { validate } from "../../pipeline/validate.ts";
import type { Checked } from "./own.ts";

/** Measurements of the runs whose files are there; throws what is wrong with any file. */
function checked(files: readonly Brought[]): Checked {
  const ingested = foreign(files);
  if (ingested.runs.length === 0) {
    throw new TypeError("There is no result file among the files: add some");
  }
  const { dataSet, study, absent } = ingested;
  const measurements = aggregate(validate(ingested), ingested);
  return { dataSet, study, measurements, absent };
}

self.onmessage = ({ data }: MessageEvent<readonly Brought[]>) => {
  try {
    self.postMessage({ checked: checked(data) });
  } catch (error) {
    self.postMessage({ problem: (error as Error).message });
  }
};
