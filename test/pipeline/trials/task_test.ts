import { deepEqual, equal } from "node:assert/strict";
import { results } from "../../../pipeline/reproduce.ts";
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

for (const { name, order } of PERMUTATIONS) {
  Deno.test(`taskFates() of ${name} mixes up the names of measurements that are given`, async () => {
    const nano = await results("data/nano");
    const { study, measurements } = nano;
    const task = { ...setting, study, measurements, name, permutations: 4 };
    deepEqual(
      taskFates(task),
      Array.from({ length: 4 }, (_, nth) =>
        fates(
          study,
          Array.from(order(measurements, setting.seed, nth), (from, at) => {
            const { accuracy, perProblem } = measurements[from]!;
            return { ...measurements[at]!, accuracy, perProblem };
          }),
        )),
    );
  });
}
