/** What every output says of the data it shows. */
import type { Results } from "../study/results.ts";
import type { Study } from "../study/study.ts";

/** A study's kind as every output says it. */
export function kindSaid({ kind }: Study): string {
  return kind === "measured" ? "measured" : "SIMULATED";
}

/** Whose data a table shows, in brackets after its title: "paper, SIMULATED". */
export function whose({ dataSet, study, partial }: Results): string {
  return `${dataSet}, ${kindSaid(study)}${partial ? ", PARTIAL" : ""}`;
}

/** Data set, kind and engine: "nano, measured with vllm 0.32.0". */
export function origin({ dataSet, study, partial, provenance }: Results) {
  const engines = new Set(
    provenance.map(({ engine, engineVersion }) => `${engine} ${engineVersion}`),
  );
  return `Data set ${dataSet}, ${kindSaid(study)}${
    engines.size > 0 ? ` with ${[...engines].join(", ")}` : ""
  }${partial ? ", PARTIAL: planned runs are missing" : ""}`;
}
