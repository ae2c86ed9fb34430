import type { ClaimedPoint } from "./claims.ts";
import { kvName } from "./kv_strategy.ts";
import { totalBytes } from "./memory.ts";
import type { Model } from "./model.ts";
import { allBudgets, budgetsOf, groupsOf, type Study } from "./study.ts";

/** Bytes are whole numbers and compared as such: from here on doubles skip some. */
const TOO_MANY_BYTES = 2 ** 53;

/** What no single value shows: references to things the study does not have. */
export function inconsistencies(study: Study): string[] {
  const models = new Set(study.models.map(({ name }) => name));
  const benchmarks = new Set(study.benchmarks.map(({ name }) => name));
  const kvs = new Set(study.kvStrategies.map(kvName));
  const found: string[] = [];
  const expect = (
    known: Set<string>,
    name: string,
    what: string,
    where: string,
  ) => {
    if (!known.has(name)) found.push(`${where}: no ${what} is called ${name}`);
  };
  const hasBits = (where: string, wanted: number) => {
    if (!study.weightBits.some((bits) => bits === wanted)) {
      found.push(`${where}: the study has no ${wanted}-bit weights`);
    }
  };
  const configuration = (where: string, c: { model: string; bits: number }) => {
    expect(models, c.model, "model", where);
    hasBits(where, c.bits);
  };
  if (!Array.isArray(study.budgets)) {
    for (const name of Object.keys(study.budgets)) {
      expect(benchmarks, name, "benchmark", "budgets");
    }
    for (const name of benchmarks) {
      if (!Object.hasOwn(study.budgets, name)) {
        found.push(`budgets: none for ${name}`);
      }
    }
  }
  for (const benchmark of study.benchmarks) {
    for (const name of benchmark.kvStrategies ?? []) {
      expect(kvs, name, "KV strategy", `benchmarks.${benchmark.name}`);
    }
  }
  const largest = largestGroup(study);
  if (largest > study.samples.full) {
    found.push(
      `groups: ${largest} samples cannot vote, there are ${study.samples.full}`,
    );
  }
  found.push(...study.models.flatMap((model) => oversize(study, model)));
  if (study.timingFrom && study.alsoTimedBy?.includes(study.timingFrom)) {
    found.push(
      `alsoTimedBy: ${study.timingFrom} lends its timings by timingFrom already`,
    );
  }
  for (const { model, bits, budget } of study.publishedSpeeds ?? []) {
    expect(models, model, "model", "publishedSpeeds");
    if (bits !== null) hasBits("publishedSpeeds", bits);
    if (!allBudgets(study).includes(budget)) {
      found.push(
        `publishedSpeeds: the study has no budget of ${budget} tokens`,
      );
    }
  }
  const { claims } = study;
  if (claims.scalePivot) configuration("claims.scalePivot", claims.scalePivot);
  if (claims.evictionPivot) {
    configuration("claims.evictionPivot", claims.evictionPivot);
  }
  for (const name of claims.smallModels ?? []) {
    expect(models, name, "model", "claims.smallModels");
  }
  for (const { better, worse } of claims.namedPairs ?? []) {
    for (const point of [better, worse]) {
      configuration("claims.namedPairs", point);
      expect(benchmarks, point.benchmark, "benchmark", "claims.namedPairs");
      expect(kvs, point.kv, "KV strategy", "claims.namedPairs");
      found.push(
        ...unplanned(study, point).map((what) => `claims.namedPairs: ${what}`),
      );
    }
  }
  for (const { by, ...loser } of claims.dominated ?? []) {
    for (const each of [loser, ...by]) configuration("claims.dominated", each);
  }
  for (const { model, kv } of claims.nearLossless ?? []) {
    expect(models, model, "model", "claims.nearLossless");
    expect(kvs, kv, "KV strategy", "claims.nearLossless");
  }
  for (const name of Object.keys(claims.frontierFloor ?? {})) {
    expect(benchmarks, name, "benchmark", "claims.frontierFloor");
  }
  return found;
}

function largestGroup({ groups, benchmarks }: Study): number {
  return Math.max(...groups, ...benchmarks.flatMap((b) => b.groups ?? []));
}

/** What a claimed point asks of its benchmark that the study does not plan. */
function unplanned(
  study: Study,
  { benchmark: name, kv: claimed, budget, group }: ClaimedPoint,
): string[] {
  const benchmark = study.benchmarks.find((each) => each.name === name);
  const kv = study.kvStrategies.find((each) => kvName(each) === claimed);
  if (!benchmark || !kv) return [];
  const found: string[] = [];
  if (!(benchmark.kvStrategies?.includes(claimed) ?? true)) {
    found.push(`${name} is not run with ${claimed}`);
  }
  if (!budgetsOf(study, name).includes(budget)) {
    found.push(`${name} has no budget of ${budget} tokens`);
  }
  if (!groupsOf(study, benchmark, kv).includes(group)) {
    found.push(`${name} has no groups of ${group} with ${claimed}`);
  }
  return found;
}

/** The first precision and cache of a model whose largest scenario has too many bytes to count. */
function oversize(study: Study, model: Model): string[] {
  const tokens = allBudgets(study).at(-1) ?? 0;
  const group = largestGroup(study);
  for (const bits of study.weightBits) {
    for (const kv of study.kvStrategies) {
      const bytes = totalBytes(model, bits, kv, tokens, group);
      if (bytes < TOO_MANY_BYTES) continue;
      return [
        `models.${model.name}: ${bits}-bit weights and the ${
          kvName(kv)
        } cache of ${group} x ${tokens} tokens take ${
          bytes.toPrecision(3)
        } bytes, we count below 2^53`,
      ];
    }
  }
  return [];
}
