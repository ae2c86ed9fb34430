/** Bytes a second that the memory of a GPU moves at most, as NVIDIA's data sheets say; by the name its driver gives it. */
const BANDWIDTH: Readonly<Record<string, number>> = {
  "NVIDIA H100 80GB HBM3": 3.35e12,
  "NVIDIA H200": 4.8e12,
  "NVIDIA A100-SXM4-80GB": 2.039e12,
};

/** Bytes a second that a GPU's memory moves at most; null where we do not know. */
export function memoryBandwidth(gpu: string): number | null {
  return Object.hasOwn(BANDWIDTH, gpu) ? BANDWIDTH[gpu]! : null;
}
