/** Which findings `rulings` supports, told sooner: nobody asks by how much the others miss. */
import type { Finding, Scores } from "../findings/finding.ts";
import {
  findings as delivered,
  FINDINGS_OF_THE_PAPER,
} from "../findings/mod.ts";
import { measuredScores, resampledScores } from "../findings/scores.ts";
import { holm } from "../statistics/holm.ts";
import type { Measurement } from "../study/measurement.ts";
import type { Study } from "../study/study.ts";

/** Adjusted p below which a finding that passes is supported. */
const LEVEL = 0.05;

/** How a finding fared in a world. */
export type Fate = "supported" | "not supported" | "insufficient";

/** How a finding fared before its p value is adjusted. */
interface Tried {
  readonly outcome: "pass" | "fail" | "insufficient";
  /** At least `LEVEL` reads 1: no adjustment brings it below, and it moves no smaller one. */
  readonly p: number;
}

/** The fate of every finding. */
export function fates(
  study: Study,
  measurements: readonly Measurement[],
  findings: readonly Finding[] = delivered,
): Fate[] {
  const measured = measuredScores(measurements);
  const resampled = resampledScores(measurements);
  const tried = findings.map((finding) =>
    tryFinding(finding, study, measurements, measured, resampled)
  );
  const others = Math.max(0, FINDINGS_OF_THE_PAPER - tried.length);
  const adjusted = holm([
    ...tried.map(({ p }) => p),
    ...Array<number>(others).fill(1),
  ]);
  return tried.map(({ outcome }, i) => {
    if (outcome === "insufficient") return "insufficient";
    return outcome === "pass" && adjusted[i]! < LEVEL
      ? "supported"
      : "not supported";
  });
}

function tryFinding(
  finding: Finding,
  study: Study,
  measurements: readonly Measurement[],
  measured: Scores,
  resampled: readonly Scores[],
): Tried {
  const deciding = finding.parts(study, measurements)
    .filter((part) => part.deciding);
  const outcomes = deciding.map(({ decide }) => decide(measured).outcome);
  if (outcomes.includes("insufficient")) {
    return { outcome: "insufficient", p: 1 };
  }
  const outcome = outcomes.includes("fail") ? "fail" : "pass";
  // First the parts that fail on the data: they are the most likely to fail again.
  const likely = [...deciding.keys()]
    .sort((a, b) =>
      outcomes[a] === outcomes[b] ? a - b : outcomes[a] === "fail" ? -1 : 1
    )
    .map((i) => deciding[i]!);
  let failing = 0;
  for (const scores of resampled) {
    if (likely.every(({ decide }) => decide(scores).outcome === "pass")) {
      continue;
    }
    failing++;
    if ((1 + failing) / (resampled.length + 1) >= LEVEL) {
      return { outcome, p: 1 };
    }
  }
  return { outcome, p: (1 + failing) / (resampled.length + 1) };
}
