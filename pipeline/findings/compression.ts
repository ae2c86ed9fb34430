/** Finding 5: compressing the KV cache moves the frontier. */
import { memorySaid } from "../study/memory_said.ts";
import { frontierGain } from "./compression/frontier_gain.ts";
import type { Finding } from "./finding.ts";
import type { KvMethod } from "./kv_methods.ts";
import { pointsOf } from "./points.ts";

export const compression: Finding = {
  name: "finding-5",
  claim:
    "Quantizing weights alone is not enough: compressing the KV cache moves the frontier of " +
    "memory and accuracy up at every weight precision.",
  parts: (study, measurements) => {
    const { claims } = study;
    const serial = pointsOf(study, measurements, "math")
      .filter(({ measurement: { group } }) => group === 1);
    const below = memorySaid(claims.regimes?.tokensAbove);
    const statement = (method: KvMethod) =>
      `At every weight precision ${method} of the cache gains accuracy below ${below} ` +
      "and nearly nowhere loses more than epsilon";
    return [
      {
        part: "a",
        statement: `${statement("eviction")}, on the samples both caches have.`,
        deciding: true,
        decide: frontierGain(serial, "eviction", "matched", claims),
      },
      {
        part: "b",
        statement: `${
          statement("quantization")
        }, on the samples both caches have.`,
        deciding: true,
        decide: frontierGain(serial, "quantization", "matched", claims),
      },
      {
        part: "a, as first written",
        statement: `${
          statement("eviction")
        }, against all samples of the full cache.`,
        deciding: false,
        decide: frontierGain(serial, "eviction", "accuracy", claims),
      },
      {
        part: "b, as first written",
        statement: `${
          statement("quantization")
        }, against all samples of the full cache.`,
        deciding: false,
        decide: frontierGain(serial, "quantization", "accuracy", claims),
      },
    ];
  },
};
