/** Finding 6: small models should evict from their KV cache, large ones may quantize it. */
import {
  largeQuantize,
  smallEvict,
  smallEvictMore,
} from "./eviction_or_quantization/by_size.ts";
import { gaps } from "./eviction_or_quantization/gap.ts";
import { namedLossless } from "./eviction_or_quantization/named_lossless.ts";
import { twoBitsLose } from "./eviction_or_quantization/two_bits.ts";
import type { Finding, Part } from "./finding.ts";
import { pivotBytes, pointsOf } from "./points.ts";

/**
 * d and e decide on the samples both caches have, which their first form did
 * not: the best of eight budgets on 8 samples is not the best on 32, and the
 * few points d allows are less than the noise between them. The simulated
 * world's losses (C36) were calibrated so too.
 */
export const evictionOrQuantization: Finding = {
  name: "finding-6",
  claim:
    "Below the effective size of the eviction pivot evicting from the KV cache trades memory " +
    "and accuracy better than quantizing it; from it on quantization competes.",
  parts: (study, measurements) => {
    const { claims } = study;
    const serial = pointsOf(study, measurements, "math")
      .filter(({ measurement: { group } }) => group === 1);
    const gapsOfAll = gaps(serial);
    const lossless =
      "The caches named as nearly without loss lose no more than is said, at every weight precision";
    const twoBits =
      "A 2-bit cache loses ten points or more at the longest budget, in all but small models";
    const { full, compressed } = study.samples;
    const unlike = full === compressed
      ? ""
      : `: ${full}, where a compressed one has ${compressed}`;
    const bySize = (pivot: number | undefined): Omit<Part, "deciding">[] => [
      {
        part: "a",
        statement:
          "In most small configurations, and in their mean, eviction lies above quantization.",
        decide: smallEvict(gapsOfAll, pivot),
      },
      {
        part: "b",
        statement:
          "In the mean of the large configurations quantization lies at most epsilon below eviction.",
        decide: largeQuantize(gapsOfAll, pivot, claims),
      },
      {
        part: "c",
        statement:
          "Eviction leads by more in small configurations than in large ones.",
        decide: smallEvictMore(gapsOfAll, pivot),
      },
    ];
    return [
      ...bySize(pivotBytes(study, claims.evictionPivot)).map((part) => ({
        ...part,
        deciding: true,
      })),
      {
        part: "d",
        statement: `${lossless}, on the samples both caches have.`,
        deciding: true,
        decide: namedLossless(serial, "matched", claims),
      },
      {
        part: "e",
        statement: `${twoBits}, on the samples both caches have.`,
        deciding: true,
        decide: twoBitsLose(serial, "matched", claims),
      },
      {
        part: "d, as first written",
        statement:
          `${lossless}, against all samples of the full cache${unlike}.`,
        deciding: false,
        decide: namedLossless(serial, "accuracy", claims),
      },
      {
        part: "e, as first written",
        statement:
          `${twoBits}, against all samples of the full cache${unlike}.`,
        deciding: false,
        decide: twoBitsLose(serial, "accuracy", claims),
      },
      ...bySize(pivotBytes(study, claims.scalePivot)).map((part) => ({
        ...part,
        part: `${part.part}, with the scale pivot`,
        deciding: false,
      })),
    ];
  },
};
