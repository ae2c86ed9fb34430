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
        statement:
          "The caches named as nearly without loss lose no more than is said, at every weight precision.",
        deciding: true,
        decide: namedLossless(serial, claims),
      },
      {
        part: "e",
        statement:
          "A 2-bit cache loses ten points or more at the longest budget, in all but small models.",
        deciding: true,
        decide: twoBitsLose(serial, claims),
      },
      ...bySize(pivotBytes(study, claims.scalePivot)).map((part) => ({
        ...part,
        part: `${part.part}, with the scale pivot`,
        deciding: false,
      })),
    ];
  },
};
