/** The stages in order. */
import { revotes } from "./aggregate/revote.ts";
import type { DrawOptions } from "./figures/figure.ts";
import type { Formats } from "./figures/pictures.ts";
import { rulings } from "./findings/ruling.ts";
import { measured, type Told } from "./measured.ts";
import { ruledWithVariants } from "./ruled.ts";
import { criteriaSaid } from "./simulate/constraints/said.ts";
import { stepTimes } from "./step_times.ts";
import type { Results } from "./study/results.ts";

/** What may be asked for beside the results, and who hears of each stage. */
interface Asked {
  /** Go on when planned runs are missing. */
  readonly partial?: boolean;
  /** The findings under other declared choices. */
  readonly variants?: boolean;
  readonly told?: Told;
}

/** A data set's folder to its results, as its study asks for them. */
export async function results(
  folder: string,
  { partial = false, variants = false, told = () => {} }: Asked = {},
): Promise<Results> {
  const { recounted, ...found } = await measured(folder, {
    partial,
    recounted: variants,
    told,
  });
  const { study, measurements } = found;
  const isMeasured = measurements.length > 0;
  const ruled = variants && isMeasured
    ? await ruledWithVariants(
      study,
      measurements,
      revotes(recounted, measurements),
      found.lent,
    )
    : {
      rulings: isMeasured ? rulings(study, measurements) : [],
      variants: [],
    };
  told("findings");
  return {
    ...found,
    ...ruled,
    steps: stepTimes(study, found.timings, found.memory),
    criteria: study.kind === "simulated" ? criteriaSaid() : [],
  };
}

/** A data set's folder to its pictures, tables and page; nothing is written when anything is wrong. */
export async function reproduce(
  folder: string,
  output: string,
  {
    partial = false,
    png = false,
    pdf = false,
    intervals = false,
    told = () => {},
  }: Partial<Formats & DrawOptions> & Omit<Asked, "variants"> = {},
): Promise<Results> {
  const found = await results(folder, { partial, variants: true, told });
  // Drawing brings libraries that results alone do without.
  const { figure } = await import("./figure.ts");
  await figure(found, output, { png, pdf, intervals });
  told("figure");
  return found;
}

/** The page over the pages of all data sets, once their own are written. */
export async function reproduceOverview(outputs: string): Promise<void> {
  const { figureOverview } = await import("./figure.ts");
  await figureOverview(outputs);
}
