/** Amounts of memory as people write and read them. */

const UNITS: Readonly<Record<string, number>> = {
  b: 1,
  kib: 2 ** 10,
  mib: 2 ** 20,
  gib: 2 ** 30,
  tib: 2 ** 40,
  kb: 1e3,
  mb: 1e6,
  gb: 1e9,
  tb: 1e12,
};

/** Bytes of a text like 24GiB, 80 GB or 512MiB; null for anything else. */
export function readBytes(text: string): number | null {
  const [, number, unit] = /^\s*([0-9]+(?:\.[0-9]+)?)\s*([a-z]+)\s*$/i.exec(
    text,
  ) ?? [];
  const bytes = Number(number) * (UNITS[unit?.toLowerCase() ?? ""] ?? NaN);
  return bytes > 0 && Number.isFinite(bytes) ? bytes : null;
}

/** Bytes in GiB, MiB or KiB, whichever reads well: 4.19 GiB, 1.63 MiB. */
export function bytesSaid(bytes: number): string {
  const [name, size] = ([["GiB", 30], ["MiB", 20], ["KiB", 10]] as const)
    .find(([, power]) => Math.abs(bytes) >= 0.1 * 2 ** power) ?? ["KiB", 10];
  return `${(bytes / 2 ** size).toFixed(2)} ${name}`;
}
