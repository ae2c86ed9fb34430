/** `deno task coverage`: how often 95 % intervals hold a known accuracy. */
import { type Coverage, coverage } from "../coverage.ts";
import { WORLDS } from "../coverage/worlds.ts";
import { runCommand, UsageError } from "./command.ts";

const DEFAULT_DRAWS = 50_000;
const SEED = 1;
/** Where our interval has to lie. */
const BAR = { least: 0.93, most: 0.98 };

const HELP = `
deno task coverage [--worlds N] [--seed N]

Draws benchmarks whose true accuracy is known, 30 problems with 32 samples
and 198 as in GPQA-Diamond, the chance of every problem from a Beta
distribution, and counts how often intervals of 95 % hold that accuracy: ours
(bootstrap-t over problems), Wilson's with n = problems, Student's t and the
percentile bootstrap. Fails when ours is outside ${100 * BAR.least} to ${
  100 * BAR.most
} %.

  --worlds N   draws of each world, ${DEFAULT_DRAWS} unless given: about a minute
  --seed N     other draws, ${SEED} unless given

  deno task coverage --worlds 2000
`;

const COLUMNS = [12, 14, 18, 14];

function line(...cells: readonly string[]): string {
  return cells.map((cell, i) => cell.padEnd(COLUMNS[i]!)).join("").trimEnd();
}

function told({ world, method, share, error, width }: Coverage): string {
  const percent = (part: number) => (100 * part).toFixed(1);
  return line(
    world,
    method,
    `${percent(share)} % +- ${(100 * error).toFixed(2)}`,
    `${percent(width)} points`,
  );
}

function whole(text: string, most: number): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value <= most) return value;
  throw new UsageError(
    `Cannot draw worlds: give a whole number up to ${most}, not ${text}`,
  );
}

await runCommand({
  help: HELP,
  options: { worlds: { type: "string" }, seed: { type: "string" } },
  // deno-lint-ignore require-await
  run: async ({ values }) => {
    const draws = whole(values.worlds ?? String(DEFAULT_DRAWS), 1e9);
    const seed = whole(values.seed ?? String(SEED), 2 ** 32 - 1);
    if (draws < 1) throw new UsageError("Cannot draw 0 worlds");
    console.log(`${draws} draws of each world, seed ${seed}`);
    console.log(line("world", "interval", "holds the truth", "mean width"));
    let failed = false;
    for (const world of WORLDS) {
      const found = coverage(world, draws, seed);
      for (const each of found) console.log(told(each));
      const { share } = found[0]!;
      if (share >= BAR.least && share <= BAR.most) continue;
      console.error(`${world.name}: our interval misses its bar`);
      failed = true;
    }
    return failed ? 1 : 0;
  },
});
