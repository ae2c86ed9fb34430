/** Tables 1 and 2: the memory of a study's models. */
import { GIB, kvBytes, kvBytesPerToken, weightBytes } from "../study/memory.ts";
import type { Results } from "../study/results.ts";
import { allBudgets, type Study } from "../study/study.ts";
import { weightLabel } from "../study/weights.ts";
import { kindSaid } from "./origin.ts";
import type { TextTable } from "./text_table.ts";
import { memoryUnit, tokensSaid } from "./unit.ts";

const FULL = { kind: "full" } as const;
const KIB = 1024;

/** The smallest, the middle and the largest budget, and the largest with the largest group. */
function cacheColumns(study: Study) {
  const all = allBudgets(study);
  const ends = [all[0]!, all[Math.floor(all.length / 2)]!, all.at(-1)!];
  const most = study.groups.at(-1)!;
  return [
    ...[...new Set(ends)].map((tokens) => ({ tokens, group: 1 })),
    ...(most > 1 ? [{ tokens: all.at(-1)!, group: most }] : []),
  ];
}

/** Table 1: memory of weights and KV cache. In GiB; columns in another unit end with its name. */
export function memoryTable({ study, dataSet }: Results): TextTable {
  const unit = memoryUnit(study);
  const suffix = unit.bytes === GIB ? "" : `_${unit.name.toLowerCase()}`;
  const said = (bytes: number) => (bytes / unit.bytes).toFixed(2);
  const caches = cacheColumns(study);
  const voting = ({ group }: { group: number }) => group > 1;
  return {
    name: "table-1",
    title:
      `Table 1. Memory of weights and KV cache, ${unit.name} (${dataSet}, ${
        kindSaid(study)
      })`,
    columns: [
      ["model", "Model"],
      ...study.weightBits.map((bits) =>
        [
          `weights_${bits}bit${suffix}`,
          `Weights, ${weightLabel(bits)}`,
        ] as const
      ),
      ...caches.map((cache) =>
        [
          `kv_${tokensSaid(cache.tokens)}${
            voting(cache) ? `_x${cache.group}` : ""
          }${suffix}`,
          `KV cache, ${tokensSaid(cache.tokens)} tokens${
            voting(cache) ? ` × ${cache.group}` : ""
          }`,
        ] as const
      ),
    ],
    rows: study.models.map((model) => [
      model.label,
      ...study.weightBits.map((bits) => said(weightBytes(model, bits))),
      ...caches.map(({ tokens, group }) =>
        said(kvBytes(model, FULL, tokens, group))
      ),
    ]),
    note:
      `${unit.name} = 2^${Math.log2(unit.bytes)} bytes, k = 1,000 tokens. ` +
      "Cells are rounded to two decimals; the paper cuts two of its own, 65.91 for 65.918.",
  };
}

/** Table 2: what the KV cache of a model is made of. */
export function cacheTable({ study, dataSet }: Results): TextTable {
  return {
    name: "table-2",
    title: `Table 2. KV cache of one token (${dataSet}, ${kindSaid(study)})`,
    columns: [
      ["model", "Model"],
      ["layers", "Layers"],
      ["kv_heads", "KV heads"],
      ["head_dim", "Head size"],
      ["kv_kib_per_token", "KV cache a token, KiB"],
    ],
    rows: study.models.map((model) => [
      model.label,
      String(model.layers),
      String(model.kvHeads),
      String(model.headDim),
      String(kvBytesPerToken(model) / KIB),
    ]),
    note:
      "16-bit keys and values of every layer and KV head; KiB = 1,024 bytes.",
  };
}
