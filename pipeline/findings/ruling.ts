import { holm } from "../statistics/holm.ts";
import { type Resampling, RULING_DRAWS } from "../statistics/resample.ts";
import type { Measurement } from "../study/measurement.ts";
import type { Estimated, PartOutcome, Ruling, Says } from "../study/ruling.ts";
import type { Study } from "../study/study.ts";
import type { Decision, Estimate, Finding, Part, Scores } from "./finding.ts";
import { findings as delivered, FINDINGS_OF_THE_PAPER } from "./mod.ts";
import { measuredScores, resampledScores } from "./scores.ts";

/** Adjusted p below which a finding that passes is supported. */
export const LEVEL = 0.05;
/** Share of failing draws from which a finding that fails is contradicted. */
const SURELY = 0.95;

/** Share of resamples on either side of an estimate's interval. */
const TAIL = 0.025;

/** How a finding fared before its p value is adjusted for the others. */
interface Tried {
  readonly finding: Finding;
  readonly parts: readonly PartOutcome[];
  readonly sensitivity: readonly PartOutcome[];
  readonly estimates: readonly Estimated[];
  readonly failingDraws: number;
}

/**
 * Rules on every finding: on the accuracies measured, and on joint resamples
 * of the problems, the same draws for every scenario. A draw passes when all
 * deciding parts pass in it.
 */
export function rulings(
  study: Study,
  measurements: readonly Measurement[],
  findings: readonly Finding[] = delivered,
  resampling: Resampling = RULING_DRAWS,
): Ruling[] {
  const resampled = resampledScores(measurements, resampling);
  const tried = findings.map((finding) =>
    tryFinding(finding, study, measurements, resampled)
  );
  const isRuled = ({ parts }: Tried) =>
    parts.every(({ outcome }) => outcome !== "insufficient");
  const draws = resampled.length;
  const p = tried.map((each) =>
    isRuled(each) ? (1 + each.failingDraws) / (draws + 1) : 1
  );
  const others = Math.max(0, FINDINGS_OF_THE_PAPER - p.length);
  const adjusted = holm([...p, ...Array<number>(others).fill(1)]);
  return tried.map((each, i) => {
    const { finding: { name, claim }, failingDraws, ...told } = each;
    const { parts } = told;
    const common = { finding: name, claim, ...told };
    if (!isRuled(each)) {
      const missing = parts.filter(({ outcome }) => outcome === "insufficient");
      const because = missing.map(({ part, because }) => `(${part}) ${because}`)
        .join("; ");
      return {
        ...common,
        says: "insufficient",
        because,
        p: null,
        adjustedP: null,
        passingShare: null,
      };
    }
    const failingShare = failingDraws / draws;
    const passes = parts.every(({ outcome }) => outcome === "pass");
    const failed = parts.filter(({ outcome }) => outcome === "fail");
    return {
      ...common,
      says: said(passes, adjusted[i]!, failingShare),
      because: passes
        ? `every part passes, in ${
          draws - failingDraws
        } of ${draws} resamples all of them do`
        : failed.map(({ part, because }) => `(${part}) ${because}`).join("; ") +
          `; fails in ${failingDraws} of ${draws} resamples`,
      p: p[i]!,
      adjustedP: adjusted[i]!,
      passingShare: 1 - failingShare,
    };
  });
}

function said(passes: boolean, adjustedP: number, failingShare: number): Says {
  if (passes) return adjustedP < LEVEL ? "supported" : "point only";
  return failingShare >= SURELY ? "contradicted" : "undecided";
}

function tryFinding(
  finding: Finding,
  study: Study,
  measurements: readonly Measurement[],
  resampled: readonly Scores[],
): Tried {
  const parts = finding.parts(study, measurements);
  const measured = measuredScores(measurements);
  const told = (part: Part): PartOutcome => {
    const { outcome, because }: Decision = part.decide(measured);
    return { part: part.part, statement: part.statement, outcome, because };
  };
  const deciding = parts.filter((part) => part.deciding);
  const outcomes = deciding.map(told);
  const isRuled = outcomes.every(({ outcome }) => outcome !== "insufficient");
  const failingDraws = isRuled
    ? resampled.filter((scores) =>
      deciding.some((part) => part.decide(scores).outcome !== "pass")
    ).length
    : 0;
  return {
    finding,
    parts: outcomes,
    sensitivity: parts.filter((part) => !part.deciding).map(told),
    estimates: (finding.estimates?.(study, measurements) ?? [])
      .map((estimate) => estimated(estimate, measured, resampled))
      .filter(({ value }) => !Number.isNaN(value)),
    failingDraws,
  };
}

/** An estimate with the middle 95 % of its resamples. */
function estimated(
  { statement, unit, of }: Estimate,
  measured: Scores,
  resampled: readonly Scores[],
): Estimated {
  const values = resampled.map(of).filter((value) => !Number.isNaN(value))
    .sort((a, b) => a - b);
  const at = (share: number) =>
    values[Math.round(share * (values.length - 1))] ?? NaN;
  return {
    statement,
    unit,
    value: of(measured),
    lower: at(TAIL),
    upper: at(1 - TAIL),
  };
}
