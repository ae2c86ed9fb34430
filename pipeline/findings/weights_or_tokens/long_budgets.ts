import { memorySaid } from "../../study/memory_said.ts";
import type { Claims } from "../../study/claims.ts";
import { GIB } from "../../study/memory.ts";
import { decided, type Decision, FEWEST, insufficient } from "../finding.ts";
import { percent, type Point } from "../points.ts";
import { MOSTLY } from "../shares.ts";

/** Part a: whether the frontier of large memories spends it on long budgets. */
export function longBudgets(
  members: readonly Point[],
  { regimes, longBudget }: Claims,
): Decision {
  if (regimes?.tokensAbove === undefined || longBudget === undefined) {
    return insufficient("the study claims no memory or no budget for it");
  }
  const border = regimes.tokensAbove * GIB;
  const budgets = members.map(({ measurement }) => measurement)
    .filter(({ totalBytes }) => totalBytes > border)
    .map(({ budget }) => budget).sort((a, b) => a - b);
  if (budgets.length < FEWEST) {
    return insufficient(
      `${budgets.length} frontier points lie above ${
        memorySaid(regimes.tokensAbove)
      }, we ask for ${FEWEST}`,
    );
  }
  const median =
    (budgets[(budgets.length - 1) >> 1]! + budgets[budgets.length >> 1]!) / 2;
  const share = budgets.filter((budget) => budget >= longBudget).length /
    budgets.length;
  return decided(
    median >= longBudget && share >= MOSTLY,
    `median budget ${median}, ${
      percent(share)
    } of ${budgets.length} points are long`,
  );
}
