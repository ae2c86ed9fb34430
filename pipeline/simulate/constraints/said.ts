/** The constraints as a report shows them: without their rules. */
import type { CriterionSaid } from "../../study/results.ts";
import { criterionName, passRate } from "./constraint.ts";
import { constraints } from "./mod.ts";

/** Every criterion of C1 to C51, in their order. */
export function criteriaSaid(): CriterionSaid[] {
  return constraints.flatMap((constraint) =>
    constraint.criteria.map((criterion) => ({
      name: criterionName(constraint, criterion),
      says: constraint.says,
      form: criterion.form,
      asks: criterion.asks ?? "",
      noiseless: criterion.noiseless,
      passRate: passRate(criterion),
      why: [criterion.unmet, criterion.remark].filter((each) => each)
        .join("; "),
    }))
  );
}
