import { deepEqual, equal, notDeepEqual, ok, throws } from "node:assert/strict";
import { PARAMETERS } from "../../../../pipeline/simulate/parameters.ts";
import { compressionCosts } from "../../../../pipeline/simulate/worlds/compression_costs.ts";
import { identicalSamples } from "../../../../pipeline/simulate/worlds/identical_samples.ts";
import { memoryOnly } from "../../../../pipeline/simulate/worlds/memory_only.ts";
import {
  NULL_WORLDS,
  SWITCHED_WORLDS,
  worldNamed,
} from "../../../../pipeline/simulate/worlds/mod.ts";
import { missingPrecision } from "../../../../pipeline/simulate/worlds/nothing_to_compare.ts";
import { votesWithoutGain } from "../../../../pipeline/simulate/worlds/votes_without_gain.ts";
import type { World } from "../../../../pipeline/simulate/worlds/world.ts";
import { readDataSetStudy } from "../../../../pipeline/store/data_set.ts";
import { kvName } from "../../../../pipeline/study/kv_strategy.ts";
import type { Measurement } from "../../../../pipeline/study/measurement.ts";
import { plannedScenarios } from "../../../../pipeline/study/scenario.ts";

const paper = await readDataSetStudy("data/paper");
const worlds = [...NULL_WORLDS, ...SWITCHED_WORLDS];

function measure(world: World, seed = 3, math = 30): Measurement[] {
  const study = world.study?.(paper) ?? paper;
  return world.measure({
    parameters: PARAMETERS,
    study,
    seed,
    problems: { math, knowledge: 198 },
  });
}

const mean = (values: readonly number[]) =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

for (const world of worlds) {
  Deno.test(`${world.name} measures every scenario, and its seed decides how`, () => {
    const study = world.study?.(paper) ?? paper;
    const once = measure(world);
    deepEqual(
      once.map(({ budget, group, bits }) => [budget, group, bits]),
      plannedScenarios(study).map((
        { budget, group, bits },
      ) => [budget, group, bits]),
    );
    ok(once.every(({ accuracy }) => accuracy >= 0 && accuracy <= 1));
    const accuracies = (list: readonly Measurement[]) =>
      list.map(({ accuracy }) => accuracy);
    deepEqual(accuracies(measure(world)), accuracies(once));
    notDeepEqual(accuracies(measure(world, 4)), accuracies(once));
  });
}

Deno.test("worlds have names of their own", () => {
  equal(new Set(worlds.map(({ name }) => name)).size, worlds.length);
});

Deno.test("more problems than the parameters hold are measured too", () => {
  const found = measure(memoryOnly, 1, 60);
  deepEqual(
    [...new Set(found.map(({ problems }) => problems))],
    [60, 198],
  );
});

Deno.test("N1 is as accurate as memory buys: dear scenarios are right more often than cheap ones", () => {
  const math = measure(memoryOnly).filter(({ benchmark }) =>
    benchmark.task === "math"
  ).toSorted((a, b) => a.totalBytes - b.totalBytes);
  const accuracies = math.map(({ accuracy }) => accuracy);
  ok(mean(accuracies.slice(0, 100)) < 0.25);
  ok(mean(accuracies.slice(-100)) > 0.65);
});

Deno.test("N5 loses 20 points with every compressed cache, where there are as many", () => {
  const found = measure(compressionCosts, 3, 120).filter((
    { benchmark, model },
  ) => benchmark.task === "math" && model.name === "qwen3-32b");
  const full = found.filter(({ kv, group, budget }) =>
    kv.kind === "full" && group === 1 && budget === 30_000
  );
  for (const { bits, perProblem } of full) {
    const compressed = found.filter((each) =>
      each.kv.kind !== "full" && each.bits === bits && each.budget === 30_000
    );
    for (const each of compressed) {
      const lost = mean([...perProblem.matched!]) - each.accuracy;
      ok(Math.abs(lost - 0.2) < 0.05, `${kvName(each.kv)} loses ${lost}`);
    }
  }
});

Deno.test("N6 and not-3 gain nothing by voting", () => {
  for (const world of [identicalSamples, votesWithoutGain]) {
    for (const { perProblem: { accuracy, right } } of measure(world)) {
      for (let i = 0; i < right.length; i++) {
        ok(Math.abs(accuracy[i]! - right[i]!) < 1e-12);
      }
    }
  }
});

Deno.test("N8a has no 4-bit weights", () => {
  deepEqual([...new Set(measure(missingPrecision).map(({ bits }) => bits))], [
    8,
    16,
  ]);
});

Deno.test("worldNamed() finds every world, and refuses a name that is none", () => {
  for (const world of worlds) equal(worldNamed(world.name), world);
  throws(() => worldNamed("N7a"), /^RangeError: Cannot draw a world: /);
});
