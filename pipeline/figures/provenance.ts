/** Where a page's runs came from. */
import { kvName } from "../study/kv_strategy.ts";
import type { Results } from "../study/results.ts";
import type { RunMetadata } from "../study/run.ts";
import { escaped } from "./svg.ts";

/** Digits shown of a digest; the whole stands in the result file. */
const DIGITS = 12;

/** The page's section on sampling, forcing, engines, machines and weights. */
export function provenance({ provenance, study }: Results): string {
  const rows = provenance.length > 0
    ? provenance.map(provenanceRow).join("")
    : "";
  const { sampling, forcing } = study;
  return `<section id="provenance">
<h2>Provenance</h2>
<p>Temperature ${sampling.temperature}, top-p ${sampling.topP}, top-k ${sampling.topK}, study seed ${sampling.seed}; thinking is held to its token budget with “${
    escaped(forcing.waitText)
  }”, the answer has at most ${forcing.answerTokens} tokens.</p>
${
    rows
      ? `<div class="wide"><table class="words">
<thead><tr><th>Run</th><th>Engine</th><th>Machine</th><th>Weights</th><th>Settings</th></tr></thead>
<tbody>
${rows}</tbody>
</table></div>
`
      : ""
  }</section>
`;
}

function provenanceRow(run: RunMetadata): string {
  const machines = run.machines.map(({ gpu, driver, cpu }) =>
    [gpu, driver && `driver ${driver}`, cpu].filter(Boolean).join(", ")
  );
  const { source, digest } = run.weights;
  const settings = Object.entries(run.flags).map(([name, value]) =>
    `${name} ${value}`
  ).join(", ");
  return `<tr>${
    [
      `${run.benchmark}/${run.model}-w${run.weightBits}-${kvName(run.kv)}`,
      `${run.engine} ${run.engineVersion}`,
      machines.join("; ") || "not said",
      `${source}${digest ? `, SHA-256 ${digest.slice(0, DIGITS)}…` : ""}`,
    ].map((text) => `<td>${escaped(text)}</td>`).join("")
  }<td><details><summary>${Object.keys(run.flags).length} settings</summary>${
    escaped(settings)
  }</details></td></tr>\n`;
}
