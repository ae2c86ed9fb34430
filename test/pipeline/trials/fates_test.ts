import { deepEqual } from "node:assert/strict";
import { rulings } from "../../../pipeline/findings/ruling.ts";
import { PARAMETERS } from "../../../pipeline/simulate/parameters.ts";
import { allEqual } from "../../../pipeline/simulate/worlds/all_equal.ts";
import { paperLike } from "../../../pipeline/simulate/worlds/paper_like.ts";
import { precisionFree } from "../../../pipeline/simulate/worlds/precision_free.ts";
import { readDataSetStudy } from "../../../pipeline/store/data_set.ts";
import { fates } from "../../../pipeline/trials/fates.ts";

const paper = await readDataSetStudy("data/paper");

for (const world of [paperLike, allEqual, precisionFree]) {
  Deno.test(`fates() of ${world.name} are what rulings() says`, () => {
    const measurements = world.measure({
      parameters: PARAMETERS,
      study: paper,
      seed: 5,
      problems: { math: 30, knowledge: 198 },
    });
    deepEqual(
      fates(paper, measurements),
      rulings(paper, measurements).map(({ says }) =>
        says === "supported" || says === "insufficient" ? says : "not supported"
      ),
    );
  });
}
