import { memorySaid } from "../../study/memory_said.ts";
import { type Envelope, envelopeAt } from "../../statistics/by_cost.ts";
import {
  meanGap,
  shareReached,
  type Stretches,
  stretches,
} from "../../statistics/stretches.ts";
import type { Claims } from "../../study/claims.ts";
import { GIB } from "../../study/memory.ts";
import { weightLabel } from "../../study/weights.ts";
import {
  type Decide,
  decided,
  FEWEST,
  insufficient,
  type Scores,
} from "../finding.ts";
import { type KvMethod, methodOf } from "../kv_methods.ts";
import { inBytes, inPoints, percent, type Point } from "../points.ts";
import { NEARLY_ALL } from "../shares.ts";

/** A stretch of memory with both envelopes over it. */
interface Beside {
  readonly cut: Stretches;
  readonly compressed: Envelope;
  readonly full: Envelope;
}

/** One weight precision: the memory both have below the border, and all of the full cache's. */
interface Precision {
  readonly name: string;
  readonly below: Beside;
  readonly all: Beside;
}

/**
 * Whether compressing the cache moves the frontier up at every weight
 * precision: something on average in small memories, and nowhere more than
 * epsilon down. `against` picks the accuracies of the full cache.
 */
export function frontierGain(
  serial: readonly Point[],
  method: KvMethod,
  against: keyof Scores,
  { regimes, epsilon }: Claims,
): Decide {
  const border = regimes?.tokensAbove;
  if (border === undefined || !epsilon) {
    return () => insufficient("the study claims no memory or epsilon for it");
  }
  const byBits = [...Map.groupBy(serial, ({ measurement: m }) => m.bits)]
    .sort(([a], [b]) => a - b);
  const precisions: Precision[] = [];
  for (const [bits, points] of byBits) {
    const name = weightLabel(bits);
    const full = points.filter(({ measurement: m }) =>
      methodOf(m.kv) === "none"
    );
    const compressed = points.filter(({ measurement: m }) =>
      methodOf(m.kv) === method
    );
    const small = (list: readonly Point[]) =>
      list.filter(({ measurement: m }) => m.totalBytes < border * GIB).length;
    const precision = Math.min(small(full), small(compressed)) < FEWEST
      ? null
      : precisionOf(name, full, compressed, border * GIB);
    if (!precision) {
      return () =>
        insufficient(
          `${name} weights: ${small(full)} scenarios of the full and ${
            small(compressed)
          } of a compressed cache below ${
            memorySaid(border)
          }, we ask for ${FEWEST} of each`,
        );
    }
    precisions.push(precision);
  }
  if (precisions.length === 0) {
    return () => insufficient("no scenarios of mathematics were measured");
  }
  return (scores) => {
    const base = scores[against];
    const found = precisions.map(({ name, below, all }) => ({
      name,
      mean: meanGap(
        below.compressed(scores.accuracy),
        below.full(base),
        below.cut,
      ),
      kept: shareReached(
        all.compressed(scores.accuracy),
        all.full(base),
        epsilon.compressed,
        all.cut,
      ),
    }));
    return decided(
      found.every(({ mean, kept }) => mean > 0 && kept >= NEARLY_ALL),
      found.map(({ name, mean, kept }) =>
        `${name} weights gain ${inPoints(mean)} points below ${
          memorySaid(border)
        } ` +
        `and lose no more than epsilon in ${percent(kept)} of the range`
      ).join("; "),
    );
  };
}

/** Null when the memories do not overlap below the border. */
function precisionOf(
  name: string,
  full: readonly Point[],
  compressed: readonly Point[],
  border: number,
): Precision | null {
  const costs = [...full, ...compressed].map(({ measurement: m }) =>
    m.totalBytes
  );
  const least = (points: readonly Point[]) =>
    Math.min(...points.map(({ measurement: m }) => m.totalBytes));
  const dearest = Math.max(...full.map(({ measurement: m }) => m.totalBytes));
  const common = Math.max(least(full), least(compressed));
  const end = Math.min(border, dearest);
  if (!(common < end)) return null;
  const beside = (low: number, high: number): Beside => {
    const cut = stretches(costs, low, high);
    return {
      cut,
      compressed: envelopeAt(inBytes(compressed), cut.from),
      full: envelopeAt(inBytes(full), cut.from),
    };
  };
  return {
    name,
    below: beside(common, end),
    all: beside(least(full), dearest),
  };
}
