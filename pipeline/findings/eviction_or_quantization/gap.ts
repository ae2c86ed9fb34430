import { envelopeAt } from "../../statistics/by_cost.ts";
import { meanGap, stretches } from "../../statistics/stretches.ts";
import { type KvMethod, methodOf } from "../kv_methods.ts";
import { byConfiguration, inBytes, type Point } from "../points.ts";

/** How far one configuration's eviction lies above its quantization, on average over the memory both have. */
export interface Gap {
  readonly weightBytes: number;
  readonly of: (accuracy: Float64Array) => number;
}

/** The gap of every configuration in which both were measured and overlap in memory. */
export function gaps(serial: readonly Point[]): Gap[] {
  return byConfiguration(serial).flatMap(({ weightBytes, points }) => {
    const of = (method: KvMethod) =>
      points.filter(({ measurement: m }) => methodOf(m.kv) === method);
    const [evicted, quantized] = [of("eviction"), of("quantization")];
    const costs = [evicted, quantized].map((list) =>
      list.map(({ measurement }) => measurement.totalBytes)
    ) as [number[], number[]];
    const low = Math.max(...costs.map((list) => Math.min(...list)));
    const high = Math.min(...costs.map((list) => Math.max(...list)));
    if (!(low < high)) return [];
    const cut = stretches(costs.flat(), low, high);
    const ofEvicted = envelopeAt(inBytes(evicted), cut.from);
    const ofQuantized = envelopeAt(inBytes(quantized), cut.from);
    return [{
      weightBytes,
      of: (accuracy) =>
        meanGap(ofEvicted(accuracy), ofQuantized(accuracy), cut),
    }];
  });
}
