/** Where a page's runs came from. */
import type { Results } from "../study/results.ts";
import type { GeneratedMetadata, RunMetadata } from "../study/run.ts";
import type { GeneratedStudy } from "../study/study.ts";
import { type Cell, htmlTable, section } from "./html.ts";
import {
  digestSaid,
  listed,
  runSaid,
  settingsSaid,
} from "./provenance_cells.ts";
import { importedSaid, LOG_HEADS, logRows } from "./provenance_imported.ts";
import { escaped } from "./svg.ts";

/** The page's section on sampling, forcing, engines, machines and weights; of an imported set, on its logs. */
export function provenance({ provenance, study }: Results): string {
  const imported = study.kind === "imported";
  const rows = imported ? logRows(provenance) : originRows(provenance);
  return section(
    "provenance",
    "Provenance",
    `<p>${imported ? importedSaid(study) : forcedSaid(study)}</p>
${
      rows.length === 0 ? "" : htmlTable(
        imported ? "The logs imported" : "Where the runs came from",
        imported
          ? LOG_HEADS
          : ["Runs", "Engine", "Machine", "Weights", "Settings"],
        rows,
        "words",
      )
    }`,
  );
}

function forcedSaid({ sampling, forcing }: GeneratedStudy): string {
  return `Temperature ${sampling.temperature}, top-p ${sampling.topP}, top-k ${sampling.topK}, study seed ${sampling.seed}; thinking is held to its token budget with “${
    escaped(forcing.waitText)
  }”, the answer has at most ${forcing.answerTokens} tokens.`;
}

function originRows(provenance: readonly RunMetadata[]): Cell[][] {
  const generated = provenance.filter((run) => run.kind !== "imported");
  return [...Map.groupBy(generated, originOf).values()].map(originRow);
}

/** What runs have in common that came from one place. */
function originOf(
  { engine, engineVersion, machines, weights, flags }: GeneratedMetadata,
): string {
  return JSON.stringify([engine, engineVersion, machines, weights, flags]);
}

function originRow(runs: readonly GeneratedMetadata[]): Cell[] {
  const { engine, engineVersion, machines, weights, flags } = runs[0]!;
  const machine = machines.map(({ gpu, driver, cpu }) =>
    [gpu, driver && `driver ${driver}`, cpu].filter(Boolean).join(", ")
  ).join("; ");
  const { source, digest } = weights;
  return [
    listed(runs.map(runSaid), "runs"),
    `${engine} ${engineVersion}`,
    machine || "not said",
    `${source}${digest ? `, ${digestSaid(digest)}` : ""}`,
    settingsSaid(flags),
  ];
}
