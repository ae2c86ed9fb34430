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
import type { Results } from "./study/results.ts";
import { validate } from "./validate.ts";

/** A data set's folder to its results, as its study asks for them: without variants unless asked. */
export async function results(
  folder: string,
  partial = false,
  variants = false,
): Promise<Results> {
  const ingested = await ingest(folder, partial);
  const { dataSet, study, absent, benchmarks } = ingested;
  const sound = validate(ingested);
  const measurements = aggregate(sound, ingested);
  return {
    dataSet,
    study,
    partial: sound.length > 0 && absent.length > 0,
    measurements,
    frontiers: frontiers(measurements, study),
    rulings: measurements.length > 0 ? rulings(study, measurements) : [],
    variants: variants && measurements.length > 0
      ? variantRulings(
        study,
        measurements,
        revotes(sound, ingested, measurements),
      )
      : [],
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
  { partial = false, png = false, pdf = false, intervals = false }: Partial<
    Formats & DrawOptions & { readonly partial: boolean }
  > = {},
): Promise<Results> {
  const found = await results(folder, partial, true);
  await figure(found, output, { png, pdf, intervals });
  return found;
}

/** The page over the pages of all data sets, once their own are written. */
export function reproduceOverview(outputs: string): Promise<void> {
  return figureOverview(outputs);
}
