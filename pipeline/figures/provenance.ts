/** Where a page's runs came from. */
import { kvName } from "../study/kv_strategy.ts";
import type { Results } from "../study/results.ts";
import type { RunMetadata } from "../study/run.ts";
import { escaped } from "./svg.ts";

/** Digits shown of a digest; the whole stands in the result file. */
const DIGITS = 12;

/** The page's section on sampling, forcing, engines, machines and weights. */
export function provenance({ provenance, study }: Results): string {
  const rows = [...Map.groupBy(provenance, originOf).values()]
    .map(originRow).join("");
  const { sampling, forcing } = study;
  return `<section id="provenance">
<h2>Provenance</h2>
<p>Temperature ${sampling.temperature}, top-p ${sampling.topP}, top-k ${sampling.topK}, study seed ${sampling.seed}; thinking is held to its token budget with “${
    escaped(forcing.waitText)
  }”, the answer has at most ${forcing.answerTokens} tokens.</p>
${
    rows
      ? `<div class="wide"><table class="words">
<thead><tr><th>Runs</th><th>Engine</th><th>Machine</th><th>Weights</th><th>Settings</th></tr></thead>
<tbody>
${rows}</tbody>
</table></div>
`
      : ""
  }</section>
`;
}

/** What runs have in common that came from one place. */
function originOf(
  { engine, engineVersion, machines, weights, flags }: RunMetadata,
): string {
  return JSON.stringify([engine, engineVersion, machines, weights, flags]);
}

function originRow(runs: readonly RunMetadata[]): string {
  const { engine, engineVersion, machines, weights, flags } = runs[0]!;
  const names = runs.map((run) =>
    escaped(
      `${run.benchmark}/${run.model}-w${run.weightBits}-${kvName(run.kv)}`,
    )
  );
  const machine = machines.map(({ gpu, driver, cpu }) =>
    [gpu, driver && `driver ${driver}`, cpu].filter(Boolean).join(", ")
  ).join("; ");
  const { source, digest } = weights;
  const settings = Object.entries(flags).map(([name, value]) =>
    escaped(`${name} ${value}`)
  );
  return `<tr>${
    [
      folded(names, "runs"),
      escaped(`${engine} ${engineVersion}`),
      escaped(machine) || "not said",
      escaped(
        `${source}${digest ? `, SHA-256 ${digest.slice(0, DIGITS)}…` : ""}`,
      ),
      folded(settings, "settings"),
    ].map((cell) => `<td>${cell}</td>`).join("")
  }</tr>\n`;
}

/** One of a list as it is, more behind their number. */
function folded(list: readonly string[], what: string): string {
  if (list.length < 2) return list[0] ?? "none told";
  return `<details><summary>${list.length} ${what}</summary>${
    list.join(", ")
  }</details>`;
}
