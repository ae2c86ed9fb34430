/** Progress on a terminal; in a pipe one line per run begun and finished. */
import cliProgress from "cli-progress";
import type { Bill } from "../plan.ts";
import type { News } from "../run.ts";

/** Seconds over which tokens per second are averaged. */
const WINDOW_SECONDS = 30;

const count = new Intl.NumberFormat("en-US");

/** Seconds as h:mm:ss. */
export function duration(seconds: number): string {
  if (!Number.isFinite(seconds)) return "?";
  const whole = Math.round(seconds);
  const two = (value: number) => String(value).padStart(2, "0");
  return `${Math.floor(whole / 3600)}:${two(Math.floor(whole / 60) % 60)}:${
    two(whole % 60)
  }`;
}

/** Tokens per second over the last moments. */
export function tokenRate(window: number) {
  const seen: { at: number; tokens: number }[] = [];
  let first = 0;
  let sum = 0;
  return (at: number, tokens: number): number => {
    seen.push({ at, tokens });
    sum += tokens;
    while (seen[first]!.at < at - window) sum -= seen[first++]!.tokens;
    if (first > 1000 && 2 * first > seen.length) {
      seen.splice(0, first);
      first = 0;
    }
    const begun = seen[first]!;
    const span = at - begun.at;
    return span > 0 ? (sum - begun.tokens) / span : 0;
  };
}

/** How generating goes. */
export interface Going {
  readonly generations: number;
  readonly doneGenerations: number;
  readonly tokensPerSecond: number;
  /** Null: nothing has come yet. */
  readonly secondsLeft: number | null;
}

/** A bar over the generations of some runs, fed with news. */
export function progressBar(bills: readonly Bill[]): {
  readonly told: (news: News) => void;
  readonly going: () => Going;
  readonly stop: () => void;
} {
  const total = bills.reduce((sum, bill) => sum + bill.generations, 0);
  const thinking = bills.reduce((sum, bill) => sum + bill.thinkingTokens, 0);
  const shown = Deno.stderr.isTerminal();
  let done = bills.reduce((sum, bill) => sum + bill.doneGenerations, 0);
  let thought = bills.reduce((sum, bill) => sum + bill.doneThinkingTokens, 0);
  const bar = new cliProgress.SingleBar({
    format:
      "{bar} {percentage}% | {value} of {total} generations | {rate} tokens/s | {left} left",
    stopOnComplete: false,
    clearOnComplete: false,
    hideCursor: true,
    noTTYOutput: false,
    gracefulExit: false,
  }, cliProgress.Presets.shades_classic);
  if (shown) bar.start(total, done, { rate: "?", left: "?" });
  const rateNow = tokenRate(WINDOW_SECONDS);
  let rate = 0;
  const left = () => Math.max(0, thinking - thought) / rate;

  const say = (text: string) => {
    if (shown) return;
    console.log(text);
  };
  return {
    told: (news) => {
      switch (news.kind) {
        case "begun":
          say(
            `${news.run}: begun, ${count.format(done)} of ${
              count.format(total)
            } generations of all runs are there`,
          );
          if (news.cut > 0) {
            console.error(
              `${news.run}: cut ${news.cut} bytes of an unfinished record`,
            );
          }
          break;
        case "kept": {
          if (news.answer) done++;
          else thought += news.tokens;
          rate = rateNow(performance.now() / 1000, news.tokens);
          if (!shown) break;
          bar.update(done, {
            rate: count.format(Math.round(rate)),
            left: duration(left()),
          });
          break;
        }
        case "finished":
          say(`${news.run}: finished`);
          break;
      }
    },
    going: () => ({
      generations: total,
      doneGenerations: done,
      tokensPerSecond: rate,
      secondsLeft: rate > 0 ? left() : null,
    }),
    stop: () => bar.stop(),
  };
}
