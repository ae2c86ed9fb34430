/** Scenarios and numbers as captions say them. */
import type { Measurement } from "../study/measurement.ts";
import { weightLabel } from "../study/weights.ts";
import { type MemoryUnit, tokensSaid } from "./unit.ts";

/** A share in per cent: "47.9 %". */
export function percentSaid(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

/** A difference of shares in points, its sign told: "+3.1 points". */
export function pointsSaid(difference: number): string {
  const points = (100 * difference).toFixed(1);
  return `${
    difference >= 0 && !points.startsWith("-") ? "+" : ""
  }${points} points`;
}

/** Bytes in a study's unit: "5.56 GiB". */
export function memorySaid(bytes: number, unit: MemoryUnit): string {
  return `${(bytes / unit.bytes).toFixed(2)} ${unit.name}`;
}

/** A scenario without its memory: "4B 8-bit at 10k tokens". */
export function scenarioSaid({ model, bits, budget }: Measurement): string {
  return `${model.label} ${weightLabel(bits)} at ${tokensSaid(budget)} tokens`;
}

/** A count and its noun: "1 member", "28 members". */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

/** A list as it is read: "1, 4 and 16"; "none" of nothing. */
export function listSaid(items: readonly (string | number)[]): string {
  if (items.length < 2) return String(items[0] ?? "none");
  return `${items.slice(0, -1).join(", ")} and ${items.at(-1)}`;
}

/** What is said where a floor leaves no member. */
export const EMPTY_FRONTIER =
  "The frontier is empty: no scenario reaches its floor.";

/** A frontier from its cheapest to its dearest member. */
export function spanSaid(
  members: readonly Measurement[],
  costSaid: (member: Measurement) => string,
): string {
  const [first] = members;
  const last = members.at(-1);
  if (!first || !last) return EMPTY_FRONTIER;
  const end = (m: Measurement) =>
    `${percentSaid(m.accuracy)} for ${costSaid(m)} (${scenarioSaid(m)})`;
  return first === last
    ? `The frontier has one member: ${end(first)}.`
    : `The frontier has ${counted(members.length, "member")}, from ${
      end(first)
    } to ${end(last)}.`;
}

/** How many members of a frontier have weights of so many bits: "By weights they are 4 4-bit and 18 8-bit."; nothing of none. */
export function bitsSaid(members: readonly Measurement[]): string {
  if (members.length === 0) return "";
  const counts = [...Map.groupBy(members, ({ bits }) => bits)]
    .sort(([a], [b]) => a - b)
    .map(([bits, own]) => `${own.length} ${weightLabel(bits)}`);
  return counts.length === 1
    ? `All have ${counts[0]!.replace(/^\d+ /, "")} weights.`
    : `By weights they are ${listSaid(counts)}.`;
}

/** A frontier's span and its weights. */
export function frontierSaid(
  members: readonly Measurement[],
  costSaid: (member: Measurement) => string,
): string {
  return [spanSaid(members, costSaid), bitsSaid(members)].filter(Boolean)
    .join(" ");
}
