import { deepEqual, equal } from "node:assert/strict";
import { constraints } from "../../../../pipeline/simulate/constraints/mod.ts";
import { criteriaSaid } from "../../../../pipeline/simulate/constraints/said.ts";

Deno.test("criteriaSaid() has every criterion once, its pass rate in per cent", () => {
  const said = criteriaSaid();
  equal(
    said.length,
    constraints.reduce((sum, { criteria }) => sum + criteria.length, 0),
  );
  deepEqual(
    said.filter(({ name }) => name.startsWith("C33")).map((
      { name, form, noiseless, passRate },
    ) => [name, form, noiseless, Math.round(passRate)]),
    [
      ["C33", "held", true, 96],
      ["C33, first written", "first written", false, 26],
      ["C33, other reading", "other reading", true, 100],
    ],
  );
});
