import { kvName } from "./kv_strategy.ts";
import type { Study } from "./study.ts";

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
  const configuration = (where: string, c: { model: string; bits: number }) => {
    expect(models, c.model, "model", where);
    if (!study.weightBits.some((bits) => bits === c.bits)) {
      found.push(`${where}: the study has no ${c.bits}-bit weights`);
    }
  };
  if (!Array.isArray(study.budgets)) {
    for (const name of Object.keys(study.budgets)) {
      expect(benchmarks, name, "benchmark", "budgets");
    }
    for (const name of benchmarks) {
      if (!(name in study.budgets)) found.push(`budgets: none for ${name}`);
    }
  }
  for (const benchmark of study.benchmarks) {
    for (const name of benchmark.kvStrategies ?? []) {
      expect(kvs, name, "KV strategy", `benchmarks.${benchmark.name}`);
    }
  }
  const largest = Math.max(
    ...study.groups,
    ...study.benchmarks.flatMap((b) => b.groups ?? []),
  );
  if (largest > study.samples.full) {
    found.push(
      `groups: ${largest} samples cannot vote, there are ${study.samples.full}`,
    );
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
