/** The findings in the paper's order. */
import type { Finding } from "./finding.ts";
import { weightsOrTokens } from "./weights_or_tokens.ts";

export const findings: readonly Finding[] = [weightsOrTokens];

/** Findings of the paper; the p values are adjusted for all of them, also those not ruled on. */
export const FINDINGS_OF_THE_PAPER = 6;
