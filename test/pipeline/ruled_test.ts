import { deepEqual } from "node:assert/strict";
import {
  chosenVariants,
  variantRuling,
} from "../../pipeline/findings/variants.ts";
import { results } from "../../pipeline/reproduce.ts";
import { ruledWithVariants } from "../../pipeline/ruled.ts";

Deno.test("ruledWithVariants() of the paper by two threads says what one thread says, in the same order", async () => {
  const { study, measurements } = await results("data/paper");
  const { variants } = await ruledWithVariants(study, measurements, [], []);
  deepEqual(
    variants,
    chosenVariants(study, measurements).map(variantRuling),
  );
});
