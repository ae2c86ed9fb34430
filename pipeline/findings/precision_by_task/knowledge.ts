import type { Claims } from "../../study/claims.ts";
import { type Decide, decided, insufficient } from "../finding.ts";
import { percent, type Point } from "../points.ts";
import { isNarrow } from "../precision.ts";
import { rangeOf, rangeShare, tooFew } from "./range_share.ts";

/** Part d: whether narrow weights are nearly the best in a share of the memory, one of the claimed kappa, on knowledge. */
export function narrowSuffices(
  knowledge: readonly Point[],
  { epsilon, kappa }: Claims,
  asked: "broad" | "high",
): Decide {
  if (!epsilon) return () => insufficient("the study claims no epsilon");
  const least = kappa?.[asked];
  if (least === undefined) {
    return () => insufficient(`the study claims no kappa.${asked}`);
  }
  const scarce = tooFew(knowledge, "on knowledge");
  if (scarce) return () => scarce;
  const share = narrowShare(knowledge, epsilon.full);
  return ({ accuracy }) => {
    const found = share(accuracy);
    return decided(
      found >= least,
      `4 bits are nearly the best in ${percent(found)} of the range`,
    );
  };
}

/** Part e: whether narrow weights are nearly the best in more of the memory on knowledge than on mathematics. */
export function narrowSuitsKnowledgeMore(
  knowledge: readonly Point[],
  math: readonly Point[],
  { epsilon }: Claims,
): Decide {
  if (!epsilon) return () => insufficient("the study claims no epsilon");
  const scarce = tooFew(knowledge, "on knowledge") ??
    tooFew(math, "on mathematics");
  if (scarce) return () => scarce;
  const onKnowledge = narrowShare(knowledge, epsilon.full);
  const onMath = narrowShare(math, epsilon.full);
  return ({ accuracy }) => {
    const [more, less] = [onKnowledge(accuracy), onMath(accuracy)];
    return decided(
      more > less,
      `4 bits are nearly the best in ${percent(more)} of the range on ` +
        `knowledge, in ${percent(less)} on mathematics`,
    );
  };
}

function narrowShare(points: readonly Point[], epsilon: number) {
  return rangeShare(points.filter(isNarrow), points, rangeOf(points), epsilon);
}
