/** `deno task null-suite`: each finding in worlds in which it is false. */
import { NULL_WORLDS, SWITCHED_WORLDS } from "../simulate/worlds/mod.ts";
import type { World } from "../simulate/worlds/world.ts";
import { writeAtomically } from "../store/atomic.ts";
import {
  nullSuiteReport,
  specificityFixture,
  tooOften,
} from "../trials/null_suite.ts";
import { FIRST_SEED, type Tried, tryWorld } from "../trials/trial.ts";
import { runCommand } from "./command.ts";
import { paperGrid, teller, worldsBySize } from "./trial_options.ts";

const REPORT = "bench/null-suite.md";
const FIXTURE = "test/fixtures/specificity.json";

const HELP = `
deno task null-suite [--worlds N] [--problems N,...] [--write]

Draws simulated worlds in which findings are false, and the paper-like world
with one effect switched off at a time, and tells how often each finding is
supported. Fails when one is in more than 5 % of the worlds that refute it.

  --worlds N,...    worlds of each kind, one number or one for each of
                    --problems, 24 unless told
  --problems N,...  numbers of AIME-like problems, 30 and 120 unless told
  --write           write ${REPORT} and, of the last number of
                    problems, ${FIXTURE}

  deno task null-suite --worlds 10 --problems 30
`;

await runCommand({
  help: HELP,
  options: {
    worlds: { type: "string", default: "24" },
    problems: { type: "string", default: "30,120" },
    write: { type: "boolean" },
  },
  run: async ({ values }) => {
    const sizes = worldsBySize(values.problems, values.worlds);
    const { study, knowledge } = await paperGrid();
    const drawn = sizes.reduce((sum, { worlds }) => sum + worlds, 0);
    const told = teller(
      drawn * (NULL_WORLDS.length + SWITCHED_WORLDS.length),
    );
    const tryAll = (kinds: readonly World[]): Tried[] =>
      sizes.flatMap(({ math, worlds }) =>
        kinds.map((world) =>
          tryWorld(world, {
            study,
            worlds,
            firstSeed: FIRST_SEED,
            problems: { math, knowledge },
          }, told)
        )
      );
    const nulls = tryAll(NULL_WORLDS);
    const switched = tryAll(SWITCHED_WORLDS);
    const report = nullSuiteReport(nulls, switched);
    console.log(report);
    if (values.write) {
      await writeAtomically(REPORT, report);
      const last = switched.slice(-SWITCHED_WORLDS.length);
      await writeAtomically(
        FIXTURE,
        `${JSON.stringify(specificityFixture(last), null, 2)}\n`,
      );
    }
    return tooOften([...nulls, ...switched]).length > 0 ? 1 : 0;
  },
});
