/** What figures of KV strategies say in numbers. */
import { kvLabel, kvName, type KvStrategy } from "../study/kv_strategy.ts";
import type { Measurement } from "../study/measurement.ts";
import { listSaid, percentSaid } from "./said.ts";
import { tokensSaid } from "./unit.ts";

const FAMILIES: Readonly<Record<KvStrategy["kind"], string>> = {
  full: "full",
  rkv: "R-KV",
  streaming: "StreamingLLM",
  hqq: "quantized",
};

/** The best accuracy of every model under each family of strategies. */
export function bestByModel(shown: readonly Measurement[]): string {
  const kinds = [...new Set(shown.map(({ kv }) => kv.kind))];
  const best = [...Map.groupBy(shown, ({ model }) => model.label)].map(
    ([label, own]) => {
      const bests = kinds.map((kind) => {
        const reached = own.filter(({ kv }) => kv.kind === kind)
          .map(({ accuracy }) => accuracy);
        return reached.length > 0
          ? (100 * Math.max(...reached)).toFixed(1)
          : "–";
      });
      return `${label} ${bests.join(" / ")}`;
    },
  );
  return `Best accuracy in per cent, ${
    kinds.map((kind) => FAMILIES[kind]).join(" / ")
  }: ${best.join("; ")}.`;
}

/** The mean accuracy over the models shown at the largest budget, strategy by strategy. */
export function meanAtLongest(shown: readonly Measurement[]): string {
  const longest = Math.max(...shown.map(({ budget }) => budget));
  const means = [
    ...Map.groupBy(
      shown.filter(({ budget }) => budget === longest),
      ({ kv }) => kvName(kv),
    ).values(),
  ].map((own) => {
    const mean = own.reduce((sum, m) => sum + m.accuracy, 0) / own.length;
    return `${kvLabel(own[0]!.kv)} ${percentSaid(mean)}`;
  });
  return `At ${tokensSaid(longest)} tokens, averaged over the panels: ${
    listSaid(means)
  }.`;
}
