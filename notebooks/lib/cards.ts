/** Memory of common GPUs as their makers state it, bytes. */
export const CARDS: ReadonlyMap<string, number> = new Map(
  ([
    ["8 GB: RTX 4060", 8],
    ["12 GB: RTX 4070", 12],
    ["16 GB: RTX 4080, T4", 16],
    ["24 GB: RTX 4090, L4, A10", 24],
    ["32 GB: RTX 5090", 32],
    ["48 GB: L40S, A6000", 48],
    ["80 GB: A100, H100", 80],
    ["141 GB: H200", 141],
  ] as const).map(([name, gib]) => [name, gib * 2 ** 30]),
);
