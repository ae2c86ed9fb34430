/** The same findings under other choices that were declared, printed beside the rulings. */
import { shapesTimed } from "../study/lent_speeds.ts";
import { weightBytes } from "../study/memory.ts";
import type { Measurement } from "../study/measurement.ts";
import type { VariantRulings } from "../study/ruling.ts";
import type { Study } from "../study/study.ts";
import { findings } from "./mod.ts";
import { rulings } from "./ruling.ts";
import { speed } from "./speed.ts";

/** What findings are ruled on. */
export interface Ruled {
  readonly study: Study;
  readonly measurements: readonly Measurement[];
}

/** A choice that could have been another. */
export interface Variant {
  readonly statement: string;
  /** What is ruled on then; null where the study leaves nothing to choose. */
  readonly applied: (ruled: Ruled) => Ruled | null;
}

export const tiedOnce: Variant = {
  statement: "Tied embeddings counted once, not as often as the study says",
  applied: ({ study, measurements }) =>
    study.models.some((model) =>
        model.tiedEmbeddings &&
        Math.max(...Object.values(model.embeddingCopies)) > 1
      )
      ? {
        study,
        measurements: measurements.map((m) => {
          const weights = weightBytes(m.model, m.bits, "tied once");
          return {
            ...m,
            weightBytes: weights,
            totalBytes: weights + m.kvBytes,
          };
        }),
      }
      : null,
};

export const withoutFloor: Variant = {
  statement: "No accuracy is too low for a frontier",
  applied: ({ study, measurements }) =>
    study.claims.frontierFloor
      ? {
        study: { ...study, claims: { ...study.claims, frontierFloor: {} } },
        measurements,
      }
      : null,
};

/** A study and measurements under another choice, and which. */
export interface Chosen extends Ruled {
  readonly statement: string;
  /** The finding that rests on it, to be told in full; the table is enough where absent. */
  readonly about?: string;
}

/** The choice of another data set's timings; it says for how many shapes there are some. */
export function timedBy(
  study: Study,
  dataSet: string,
  measurements: readonly Measurement[],
): Chosen {
  const { timed, planned } = shapesTimed(
    measurements.filter(({ kv, group }) => kv.kind === "full" && group === 1),
  );
  return {
    statement: `The timings of ${dataSet}, ${timed} of ${planned} shapes`,
    study: { ...study, timingFrom: dataSet },
    measurements,
    about: speed.name,
  };
}

/** Every variant that changes something, and other measurements, of the same study unless they come with theirs. */
export function chosenVariants(
  study: Study,
  measurements: readonly Measurement[],
  others: readonly (Omit<Chosen, "study"> & Partial<Chosen>)[] = [],
): Chosen[] {
  const chosen = [tiedOnce, withoutFloor].flatMap(({ statement, applied }) => {
    const ruled = applied({ study, measurements });
    return ruled ? [{ statement, ...ruled }] : [];
  });
  return [...chosen, ...others.map((each) => ({ study, ...each }))];
}

/** The findings without their estimates, of which a variant says nothing. */
const RULED = findings.map(({ name, claim, parts }) => ({
  name,
  claim,
  parts,
}));

/** What every finding says under a variant. */
export function variantRuling(
  { statement, study, measurements, about }: Chosen,
): VariantRulings {
  const ruled = rulings(study, measurements, RULED);
  return {
    statement,
    says: Object.fromEntries(
      ruled.map(({ finding, says }) => [finding, says]),
    ),
    inFull: ruled.filter(({ finding }) => finding === about),
  };
}
