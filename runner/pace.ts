/** How long a bill takes: tokens a second, measured or stated. */
import { kvName } from "../pipeline/study/kv_strategy.ts";
import type { Run } from "../pipeline/study/run.ts";
import { type Timing, undisturbed } from "../pipeline/study/timing.ts";
import type { Bill } from "./plan.ts";
import { servedName } from "./served.ts";

/** Decoded tokens a second of one server by run; null where nobody knows. */
export type Pace = (run: Run) => number | null;

/** The pace a timing file tells: of the largest undisturbed batch at the longest budget timed. */
export function timedPace(timings: readonly Timing[]): Pace {
  return ({ model, bits, kv }) => {
    const its = timings.filter((t) =>
      t.model === model.name && t.weightBits === bits && t.kv === kvName(kv)
    );
    const longest = Math.max(...its.map(({ budget }) => budget));
    return undisturbed(its.filter(({ budget }) => budget === longest)).at(-1)
      ?.outputTokensPerSecond ?? null;
  };
}

/** The pace a person states: `5000` for all, `qwen3-4b-w8=2100` for weights served under that name. */
export function statedPace(texts: readonly string[]): Pace {
  const stated = new Map<string, number>();
  for (const text of texts) {
    const [, name = "", number] = /^(?:([^=]+)=)?(.+)$/.exec(text) ?? [];
    const pace = Number(number);
    if (!(pace > 0 && pace < Infinity)) {
      throw new RangeError(
        `Cannot plan with ${
          JSON.stringify(text)
        } tokens a second: give a number above 0, or NAME=NUMBER`,
      );
    }
    stated.set(name, pace);
  }
  return (run) => stated.get(servedName(run)) ?? stated.get("") ?? null;
}

/** Hours that what a bill still owes takes one server at a pace; null: the pace is not known. */
export function hoursOwed(bill: Bill, pace: number | null): number | null {
  const share = 1 - bill.doneGenerations / bill.generations;
  const owed = bill.thinkingTokens - bill.doneThinkingTokens +
    bill.answerTokens * share;
  return pace === null ? null : owed / pace / 3600;
}
