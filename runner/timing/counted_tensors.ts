/** What a server says the tensors of its model take. */
import * as v from "valibot";

const COUNT = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

const TENSORS = v.pipe(
  v.array(v.object({
    name: v.string(),
    dtype: v.string(),
    shape: v.array(COUNT),
    bytes: COUNT,
  })),
  v.minLength(1),
);

/** What `runner/vllm/counted.py` answers. */
export const COUNTED_TENSORS = v.object({
  /** As a checkpoint holds them. */
  loaded: TENSORS,
  /** As the server's kernels do. */
  kept: TENSORS,
  /** The worker's own figure, bytes; null where it has none. */
  reported: v.nullable(COUNT),
  kvBytesPerToken: v.pipe(v.number(), v.gtValue(0)),
});

/** What a server says the tensors of its model take. */
export type CountedTensors = v.InferOutput<typeof COUNTED_TENSORS>;

/** Tensors of the same name in every layer. */
export const TENSOR_GROUP = v.strictObject({
  /** With * for the layer's number. */
  name: v.string(),
  dtype: v.string(),
  /** Of one. */
  shape: v.array(COUNT),
  count: v.pipe(COUNT, v.minValue(1)),
  /** Of all. */
  bytes: COUNT,
});

/** Tensors of the same name in every layer. */
export type TensorGroup = v.InferOutput<typeof TENSOR_GROUP>;

/** Tensors that differ in nothing but the number of their layer, together; in the order they come. */
export function tensorGroups(
  tensors: CountedTensors["loaded"],
): TensorGroup[] {
  const groups = new Map<string, TensorGroup>();
  for (const { name: whole, dtype, shape, bytes } of tensors) {
    const name = whole.replace(/\.\d+\./g, ".*.");
    const key = JSON.stringify([name, dtype, shape]);
    const before = groups.get(key);
    groups.set(key, {
      name,
      dtype,
      shape,
      count: (before?.count ?? 0) + 1,
      bytes: (before?.bytes ?? 0) + bytes,
    });
  }
  return [...groups.values()];
}
