/** A thread that rules on all findings. */
import { rulings } from "../../pipeline/findings/ruling.ts";
import { answering } from "../../pipeline/trials/pool.ts";
import type { RulingTask } from "./reruling.ts";

answering(({ study, measurements, resampling }: RulingTask) =>
  rulings(study, measurements, undefined, resampling)
);
