/** Where the runs of an imported set came from: the logs, what they say and what they do not. */
import type { Log } from "../study/imported.ts";
import type { RunMetadata } from "../study/run.ts";
import type { ImportedStudy } from "../study/study.ts";
import type { Cell } from "./html.ts";
import { digestSaid, runSaid, settingsSaid } from "./provenance_cells.ts";
import { escaped } from "./svg.ts";

/** How the responses of an imported set were read. */
export function importedSaid({ reading }: ImportedStudy): string {
  const { answerAfter, thinkingEnds } = reading;
  return `Nothing was forced: a response ended where its model stopped, or at its budget. The answer stands behind the last ${
    answerAfter.map((text) => `“${escaped(text)}”`).join(" or ")
  }${
    thinkingEnds === undefined
      ? ""
      : `, looked for behind “${escaped(thinkingEnds)}”`
  }; the answers were graded here, not by the tool.`;
}

/** What stands over the columns of `logRows`. */
export const LOG_HEADS = [
  "Run",
  "Log",
  "Tool",
  "Seeds",
  "The log says",
  "Given at import",
  "Nobody knows",
  "Scored otherwise by the tool",
];

/** One row a log. */
export function logRows(provenance: readonly RunMetadata[]): Cell[][] {
  return provenance.flatMap((run) =>
    run.kind === "imported"
      ? run.logs.map((log) => [
        `${runSaid(run)}, ${log.budget} tokens`,
        `${log.file}, ${digestSaid(log.sha256)}`,
        `${log.tool} ${log.toolVersion}`,
        log.seeds.some((seed) => seed !== null)
          ? log.seeds.map((seed) => seed ?? "unknown").join(", ")
          : "unknown",
        settingsSaid(log.told),
        settingsSaid(log.given),
        log.unknown.join(", ") || "none",
        scoredSaid(log),
      ])
      : []
  );
}

function scoredSaid({ scored }: Log): string {
  return scored
    ? `${scored.otherwise} of ${scored.responses} (${scored.metric})`
    : "not compared";
}
