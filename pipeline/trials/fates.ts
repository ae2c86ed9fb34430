/** Which findings `rulings` supports, told sooner: nobody asks by how much the others miss. */
import type { Finding, Part, Scores } from "../findings/finding.ts";
import {
  findings as delivered,
  FINDINGS_OF_THE_PAPER,
} from "../findings/mod.ts";
import { LEVEL } from "../findings/ruling.ts";
import { measuredScores, resampledScores } from "../findings/scores.ts";
import { holm } from "../statistics/holm.ts";
import { RULING_DRAWS } from "../statistics/resample.ts";
import type { Measurement } from "../study/measurement.ts";
import type { Study } from "../study/study.ts";

/** How a finding fared in a world. */
export type Fate = "supported" | "not supported" | "insufficient";

/** The parts of every finding that decide it. */
export type Rules = readonly (readonly Part[])[];

/** Accuracies to decide on: those measured, and those of a resample, asked for one by one. */
export interface Accuracies {
  readonly measured: Scores;
  readonly draw: (at: number) => Scores;
}

/** The fate of every finding. */
export function fates(
  study: Study,
  measurements: readonly Measurement[],
  findings: readonly Finding[] = delivered,
): Fate[] {
  let resampled: readonly Scores[] | undefined;
  return fatesBy(rulesOf(study, measurements, findings), {
    measured: measuredScores(measurements),
    draw: (at) => (resampled ??= resampledScores(measurements))[at]!,
  });
}

/** The deciding parts of findings for some measurements, whatever their accuracies. */
export function rulesOf(
  study: Study,
  measurements: readonly Measurement[],
  findings: readonly Finding[] = delivered,
): Rules {
  return findings.map((finding) =>
    finding.parts(study, measurements).filter(({ deciding }) => deciding)
  );
}

/** The fate of every finding by its rules. No resample is asked for where none passes on the data. */
export function fatesBy(rules: Rules, accuracies: Accuracies): Fate[] {
  const outcomes = rules.map((parts) => outcomesOf(parts, accuracies.measured));
  const passes = outcomes.map((each) =>
    each.every((outcome) => outcome === "pass")
  );
  const p = passes.includes(true)
    ? rules.map((parts, i) => pOf(parts, outcomes[i]!, accuracies))
    : rules.map(() => 1);
  const others = Math.max(0, FINDINGS_OF_THE_PAPER - p.length);
  const adjusted = holm([...p, ...Array<number>(others).fill(1)]);
  return outcomes.map((each, i) => {
    if (each.includes("insufficient")) return "insufficient";
    return passes[i] && adjusted[i]! < LEVEL ? "supported" : "not supported";
  });
}

type Outcome = "pass" | "fail" | "insufficient";

const outcomesOf = (parts: readonly Part[], scores: Scores): Outcome[] =>
  parts.map(({ decide }) => decide(scores).outcome);

/** The p value of a finding; at least `LEVEL` reads 1: no adjustment brings it below, and it moves no smaller one. */
function pOf(
  parts: readonly Part[],
  outcomes: readonly Outcome[],
  { draw }: Accuracies,
): number {
  if (outcomes.includes("insufficient")) return 1;
  // First the parts that fail on the data: they are the most likely to fail again.
  const likely = [...parts.keys()]
    .sort((a, b) =>
      outcomes[a] === outcomes[b] ? a - b : outcomes[a] === "fail" ? -1 : 1
    )
    .map((i) => parts[i]!);
  const { draws } = RULING_DRAWS;
  let failing = 0;
  for (let at = 0; at < draws; at++) {
    const scores = draw(at);
    if (likely.every(({ decide }) => decide(scores).outcome === "pass")) {
      continue;
    }
    failing++;
    if ((1 + failing) / (draws + 1) >= LEVEL) return 1;
  }
  return (1 + failing) / (draws + 1);
}
