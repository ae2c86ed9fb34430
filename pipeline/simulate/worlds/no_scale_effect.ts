/** N3: a byte more buys the same at every size, whatever it is spent on. */
import { weightBytes } from "../../study/memory.ts";
import { type Scenario, scenarioBytes } from "../../study/scenario.ts";
import { survivalOf } from "../compression.ts";
import type { Parameters } from "../parameters.ts";
import { abilityOf } from "./memory_only.ts";
import { scoredMeasurements } from "./scored.ts";
import type { World } from "./world.ts";

/** What a byte of 4-bit weights is worth against one of others: quantization may lose. */
const WORTH_AT_4_BITS = 0.6;

/** What a quantized cache leaves of the right answers, at every size. */
const KEPT: Readonly<Record<number, number>> = { 2: 0.65, 4: 0.97, 8: 1 };

/** What compression leaves of the right answers, the same for every model. */
function kept(parameters: Parameters, { kv, budget }: Scenario): number {
  switch (kv.kind) {
    case "full":
      return 1;
    case "hqq":
      return KEPT[kv.bits]!;
    case "rkv":
    case "streaming":
      return budget > kv.retained
        ? Math.min(1, survivalOf(parameters, kv.kind, budget / kv.retained))
        : 1;
  }
}

/** The cache counts with the bytes it would have uncompressed. */
function ability(scenario: Scenario): number {
  const { model, bits } = scenario;
  const worth = bits === 4 ? WORTH_AT_4_BITS : 1;
  const { cache } = scenarioBytes({ ...scenario, kv: { kind: "full" } });
  return abilityOf(worth * weightBytes(model, bits) + cache);
}

export const noScaleEffect: World = {
  name: "N3",
  idea:
    "no effect of scale: bytes of weights, tokens and votes buy the same, compression costs the same at every size",
  refutes: ["finding-1", "finding-3", "finding-6"],
  measure: (setting) =>
    scoredMeasurements(setting, (scenario) => ({
      ability: ability(scenario),
      kept: kept(setting.parameters, scenario),
    })),
};
