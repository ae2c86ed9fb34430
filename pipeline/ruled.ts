/** Measurements -> rulings, and what they would be under other declared choices. */
import { retimed } from "./aggregate/retimed.ts";
import type { Revote } from "./aggregate/revote.ts";
import { rulings } from "./findings/ruling.ts";
import { chosenVariants, timedBy, variantRuling } from "./findings/variants.ts";
import type { RulingOrder } from "./ruling_worker.ts";
import type { LentTimings } from "./study/lent_speeds.ts";
import type { Measurement } from "./study/measurement.ts";
import type { Ruling, VariantRulings } from "./study/ruling.ts";
import type { Study } from "./study/study.ts";

/** Measurements from which a second thread is worth its start. */
const MANY = 1000;

/** Variants ruled on, by their place among those there are. */
export type RuledVariants = ReadonlyMap<number, VariantRulings>;

/** Rules on the findings, and on every variant; of many measurements a second thread rules on variants too. */
export async function ruledWithVariants(
  study: Study,
  measurements: readonly Measurement[],
  revoted: readonly Revote[],
  lent: readonly LentTimings[],
): Promise<{
  readonly rulings: readonly Ruling[];
  readonly variants: readonly VariantRulings[];
}> {
  const taken = new Int32Array(new SharedArrayBuffer(4));
  const order = {
    study,
    measurements,
    revoted,
    lent: lent.map(({ dataSet, timings }) => ({ dataSet, timings })),
    taken,
  };
  const isShared = measurements.length >= MANY &&
    navigator.hardwareConcurrency > 1;
  const elsewhere = isShared
    ? bySecondThread(order)
    : Promise.resolve<RuledVariants>(new Map());
  const ruled = rulings(study, measurements);
  const own = ruledVariants(order);
  const all = [...own, ...await elsewhere].sort(([a], [b]) => a - b);
  return { rulings: ruled, variants: all.map(([, variant]) => variant) };
}

/** Rules on the variants that nobody has taken yet. */
export function ruledVariants(
  { study, measurements, revoted, lent, taken }: RulingOrder,
): RuledVariants {
  const chosen = chosenVariants(study, measurements, [
    ...revoted,
    ...lent.map(({ dataSet, timings }) =>
      timedBy(study, dataSet, retimed(measurements, timings))
    ),
  ]);
  const ruled = new Map<number, VariantRulings>();
  const next = () => Atomics.add(taken, 0, 1);
  for (let at = next(); at < chosen.length; at = next()) {
    ruled.set(at, variantRuling(chosen[at]!));
  }
  return ruled;
}

function bySecondThread(order: RulingOrder): Promise<RuledVariants> {
  const { promise, resolve, reject } = Promise.withResolvers<RuledVariants>();
  const worker = new Worker(
    new URL("./ruling_worker.ts", import.meta.url).href,
    { type: "module" },
  );
  worker.onmessage = ({ data }: MessageEvent<RuledVariants>) => resolve(data);
  worker.onerror = (event) => {
    event.preventDefault();
    reject(new Error(`Cannot rule on variants: ${event.message}`));
  };
  worker.postMessage(order);
  return promise.finally(() => worker.terminate());
}
