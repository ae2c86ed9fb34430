import { deepEqual, equal } from "node:assert/strict";
import { results } from "../../../../pipeline/reproduce.ts";
import { PARAMETERS } from "../../../../pipeline/simulate/parameters.ts";
import { paperLike } from "../../../../pipeline/simulate/worlds/paper_like.ts";
import { scenarioName } from "../../../../pipeline/study/measurement.ts";
import { generatedStudy } from "../../../../pipeline/study/study.ts";

Deno.test("paperLike.measure() gives for the study's own seed what its files give, but for intervals", async () => {
  const { measurements, ...paper } = await results("data/paper");
  const study = generatedStudy(paper.study, "paper");
  const drawn = paperLike.measure({
    parameters: PARAMETERS,
    study,
    seed: study.sampling.seed,
    problems: { math: 30, knowledge: 198 },
  });
  equal(drawn.length, measurements.length);
  for (const [i, each] of measurements.entries()) {
    const { lower, upper, rerunError } = each;
    deepEqual(
      { ...drawn[i]!, lower, upper, rerunError },
      each,
      scenarioName(each),
    );
  }
});
