/** Total memory as what accuracy is drawn against. */
import type { FrontierScope } from "../study/results.ts";
import type { Study } from "../study/study.ts";
import type { Cost } from "./serial_panel.ts";
import { memoryUnit } from "./unit.ts";

/** Weights and KV cache together, in the study's unit. */
export function memoryCost(
  study: Study,
  scope: FrontierScope = "serial",
): Cost {
  const unit = memoryUnit(study);
  return {
    label: `Total memory, weights and KV cache (${unit.name})`,
    of: ({ total_bytes }) => total_bytes / unit.bytes,
    scope,
  };
}
