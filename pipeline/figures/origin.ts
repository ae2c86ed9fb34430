/** What every output says of the data it shows. */
import type { Results } from "../study/results.ts";
import type { RunMetadata } from "../study/run.ts";
import type { Study } from "../study/study.ts";

/** A study's kind as every output says it. */
export function kindSaid({ kind }: Pick<Study, "kind">): string {
  switch (kind) {
    case "measured":
      return "measured";
    case "simulated":
      return "SIMULATED";
    case "imported":
      return "IMPORTED";
  }
}

/** Whose data a table shows, in brackets after its title: "paper, SIMULATED". */
export function whose({ dataSet, study, partial }: Results): string {
  return `${dataSet}, ${kindSaid(study)}${partial ? ", PARTIAL" : ""}`;
}

/** Programs and versions a run came from. */
function makersOf(run: RunMetadata): string[] {
  return run.kind === "imported"
    ? run.logs.map(({ tool, toolVersion }) => `${tool} ${toolVersion}`)
    : [`${run.engine} ${run.engineVersion}`];
}

/** Data set, kind and engine: "nano, measured with vllm 0.32.0". */
export function origin({ dataSet, study, partial, provenance }: Results) {
  const makers = new Set(provenance.flatMap(makersOf));
  const by = study.kind === "imported" ? "from logs of" : "with";
  return `Data set ${dataSet}, ${kindSaid(study)}${
    makers.size > 0 ? ` ${by} ${[...makers].join(", ")}` : ""
  }${partial ? ", PARTIAL: planned runs are missing" : ""}`;
}
