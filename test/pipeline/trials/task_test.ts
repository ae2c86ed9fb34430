import { deepEqual, equal } from "node:assert/strict";
import { PARAMETERS } from "../../../pipeline/simulate/parameters.ts";
import { paperLike } from "../../../pipeline/simulate/worlds/paper_like.ts";
import { PERMUTATIONS } from "../../../pipeline/simulate/worlds/permuted.ts";
import { readDataSetStudy } from "../../../pipeline/store/data_set.ts";
import { fates } from "../../../pipeline/trials/fates.ts";
import { taskFates } from "../../../pipeline/trials/task.ts";

const study = await readDataSetStudy("data/paper");
const setting = { study, seed: 5, problems: { math: 30, knowledge: 198 } };

for (const { name, order } of PERMUTATIONS) {
  Deno.test(`taskFates() of ${name} are those of measurements that were exchanged one by one`, () => {
    const found = taskFates({ ...setting, name, permutations: 3 });
    equal(found.length, 3);
    const drawn = paperLike.measure({ ...setting, parameters: PARAMETERS });
    found.forEach((each, nth) => {
      const places = order(drawn, setting.seed, nth);
      const exchanged = drawn.map((own, at) => {
        const { accuracy, perProblem } = drawn[places[at]!]!;
        return { ...own, accuracy, perProblem };
      });
      deepEqual(each, fates(study, exchanged));
    });
  });
}
