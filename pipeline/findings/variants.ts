/** The same findings under other choices that were declared, printed beside the rulings. */
import { weightBytes } from "../study/memory.ts";
import type { Measurement } from "../study/measurement.ts";
import type { VariantRulings } from "../study/ruling.ts";
import type { Study } from "../study/study.ts";
import { findings } from "./mod.ts";
import { rulings } from "./ruling.ts";

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
}

/** Every variant that changes something, and other measurements of the same study. */
export function chosenVariants(
  study: Study,
  measurements: readonly Measurement[],
  others: readonly Omit<Chosen, "study">[] = [],
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
  { statement, study, measurements }: Chosen,
): VariantRulings {
  return {
    statement,
    says: Object.fromEntries(
      rulings(study, measurements, RULED).map((
        { finding, says },
      ) => [finding, says]),
    ),
  };
}
