/** The findings in the paper's order. */
import { compression } from "./compression.ts";
import { evictionOrQuantization } from "./eviction_or_quantization.ts";
import type { Finding } from "./finding.ts";
import { precisionByTask } from "./precision_by_task.ts";
import { speed } from "./speed.ts";
import { voting } from "./voting.ts";
import { weightsOrTokens } from "./weights_or_tokens.ts";

export const findings: readonly Finding[] = [
  weightsOrTokens,
  precisionByTask,
  voting,
  speed,
  compression,
  evictionOrQuantization,
];

/** Findings of the paper; the p values are adjusted for all of them, also those not ruled on. */
export const FINDINGS_OF_THE_PAPER = 6;
