/** Where a page's runs came from. */
import { kvName } from "../study/kv_strategy.ts";
import type { Results } from "../study/results.ts";
import type { RunMetadata } from "../study/run.ts";
import { type Cell, folded, htmlTable, section } from "./html.ts";
import { escaped } from "./svg.ts";

/** Digits shown of a digest; the whole stands in the result file. */
const DIGITS = 12;

/** The page's section on sampling, forcing, engines, machines and weights. */
export function provenance({ provenance, study }: Results): string {
  const { sampling, forcing } = study;
  const rows = [...Map.groupBy(provenance, originOf).values()].map(originRow);
  return section(
    "provenance",
    "Provenance",
    `<p>Temperature ${sampling.temperature}, top-p ${sampling.topP}, top-k ${sampling.topK}, study seed ${sampling.seed}; thinking is held to its token budget with “${
      escaped(forcing.waitText)
    }”, the answer has at most ${forcing.answerTokens} tokens.</p>
${
      rows.length === 0 ? "" : htmlTable(
        "Where the runs came from",
        ["Runs", "Engine", "Machine", "Weights", "Settings"],
        rows,
        "words",
      )
    }`,
  );
}

/** What runs have in common that came from one place. */
function originOf(
  { engine, engineVersion, machines, weights, flags }: RunMetadata,
): string {
  return JSON.stringify([engine, engineVersion, machines, weights, flags]);
}

function originRow(runs: readonly RunMetadata[]): Cell[] {
  const { engine, engineVersion, machines, weights, flags } = runs[0]!;
  const names = runs.map((run) =>
    `${run.benchmark}/${run.model}-w${run.weightBits}-${kvName(run.kv)}`
  );
  const machine = machines.map(({ gpu, driver, cpu }) =>
    [gpu, driver && `driver ${driver}`, cpu].filter(Boolean).join(", ")
  ).join("; ");
  const { source, digest } = weights;
  const settings = Object.entries(flags).map(([name, value]) =>
    `${name} ${value}`
  );
  return [
    listed(names, "runs"),
    `${engine} ${engineVersion}`,
    machine || "not said",
    `${source}${digest ? `, SHA-256 ${digest.slice(0, DIGITS)}…` : ""}`,
    listed(settings, "settings"),
  ];
}

/** One of a list as it is, more behind their number. */
function listed(list: readonly string[], what: string): Cell {
  if (list.length < 2) return list[0] ?? "none told";
  return { html: folded(`${list.length} ${what}`, escaped(list.join(", "))) };
}
