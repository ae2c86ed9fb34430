/** The stages in order. */
import { aggregate } from "./aggregate.ts";
import { revotes } from "./aggregate/revote.ts";
import { figure, figureOverview } from "./figure.ts";
import type { DrawOptions } from "./figures/figure.ts";
import type { Formats } from "./figures/pictures.ts";
import { rulings } from "./findings/ruling.ts";
import { frontiers } from "./frontier.ts";
import { variantRulings } from "./findings/variants.ts";
import { ingest } from "./ingest.ts";
import { criteriaSaid } from "./simulate/constraints/said.ts";
import type { Results } from "./study/results.ts";
import { validate } from "./validate.ts";

/** What may be asked for beside the results, and who hears of each stage's end. */
interface Asked {
  /** Go on when planned runs are missing. */
  readonly partial?: boolean;
  /** The findings under other declared choices. */
  readonly variants?: boolean;
  readonly told?: (stage: string) => void;
}

/** A data set's folder to its results, as its study asks for them. */
export async function results(
  folder: string,
  { partial = false, variants = false, told = () => {} }: Asked = {},
): Promise<Results> {
  const ingested = await ingest(folder, partial);
  told("ingest");
  const { dataSet, study, absent, benchmarks } = ingested;
  const sound = validate(ingested);
  told("validate");
  const measurements = aggregate(sound, ingested);
  told("aggregate");
  const found = frontiers(measurements, study);
  told("frontier");
  const ruled = measurements.length > 0 ? rulings(study, measurements) : [];
  told("findings");
  const others = variants && measurements.length > 0
    ? variantRulings(
      study,
      measurements,
      revotes(sound, ingested, measurements),
    )
    : [];
  if (variants) told("variants");
  return {
    dataSet,
    study,
    partial: sound.length > 0 && absent.length > 0,
    measurements,
    frontiers: found,
    rulings: ruled,
    variants: others,
    memory: ingested.memory,
    timings: measurements.length > 0 ? [] : ingested.timings,
    criteria: study.kind === "simulated" ? criteriaSaid() : [],
    provenance: sound.map(({ metadata }) => metadata),
    problems: Object.fromEntries(
      [...benchmarks].map((
        [name, file],
      ) => [name, file.problems.map(({ id }) => id)]),
    ),
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
  await figure(found, output, { png, pdf, intervals });
  told("figure");
  return found;
}

/** The page over the pages of all data sets, once their own are written. */
export function reproduceOverview(outputs: string): Promise<void> {
  return figureOverview(outputs);
}
