/** Every figure, in the paper's order. */
import type { Figure } from "./figure.ts";
import { serialScaling } from "./figure_01.ts";
import { composition } from "./figure_02.ts";
import { batchScaling } from "./figure_03.ts";
import { knowledgeScaling } from "./figure_04.ts";
import { parallelScaling } from "./figure_05.ts";
import { latency } from "./figure_06.ts";
import { throughput } from "./figure_07.ts";
import { strategyFrontiers } from "./figure_08.ts";
import { strategiesByModel } from "./figure_09.ts";
import { votesByModel } from "./figure_10.ts";
import { strategiesOfLarge } from "./figure_11.ts";
import { strategiesOfSmall } from "./figure_12.ts";

export const FIGURES: readonly Figure[] = [
  serialScaling,
  composition,
  batchScaling,
  knowledgeScaling,
  parallelScaling,
  latency,
  throughput,
  strategyFrontiers,
  strategiesByModel,
  votesByModel,
  strategiesOfLarge,
  strategiesOfSmall,
];
