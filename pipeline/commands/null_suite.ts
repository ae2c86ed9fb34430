/** `deno task null-suite`: each finding in worlds in which it is false. */
import { NULL_WORLDS, SWITCHED_WORLDS } from "../simulate/worlds/mod.ts";
import { PERMUTATIONS } from "../simulate/worlds/permuted.ts";
import type { Claimed } from "../simulate/worlds/world.ts";
import { writeAtomically } from "../store/atomic.ts";
import {
  nullSuiteReport,
  specificityFixture,
  tooOften,
} from "../trials/null_suite.ts";
import {
  FIRST_SEED,
  type Planned,
  tryWorlds,
  worldsOf,
} from "../trials/trial.ts";
import { runCommand } from "./command.ts";
import {
  countsBySize,
  paperGrid,
  readCounts,
  teller,
} from "./trial_options.ts";

const REPORT = "bench/null-suite.md";
const FIXTURE = "test/fixtures/specificity.json";

/** What the committed report was made with. */
const PROBLEMS = "30,120";
const WORLDS = "72,24";
/** Worlds of each kind at other numbers of problems, unless told. */
const WORLDS_ELSEWHERE = "24";

/** Times that the names of one drawn world are mixed up, at most. */
const TIMES = 50;

const HELP = `
deno task null-suite [--worlds N,...] [--problems N,...] [--permutations N,...] [--write]

Draws simulated worlds in which findings are false, mixes up the names of worlds
that follow the paper, and, with the last number of problems, switches off one
effect of these at a time; tells how often each finding is supported. Fails when
one is in more than 5 % of the worlds that refute it. Works on all cores; the
result does not depend on how many.

  --problems N,...      numbers of AIME-like problems, ${PROBLEMS} unless told
  --worlds N,...        worlds of each kind, one number or one for each of
                        --problems; ${WORLDS}, or ${WORLDS_ELSEWHERE} elsewhere, unless told
  --permutations N,...  orders of names, as --worlds, 1000 unless told; 0: none
  --write               write ${REPORT} and, of the effects
                        switched off, ${FIXTURE}

  deno task null-suite --worlds 10 --problems 30 --permutations 100
`;

await runCommand({
  help: HELP,
  options: {
    worlds: { type: "string" },
    problems: { type: "string", default: PROBLEMS },
    permutations: { type: "string", default: "1000" },
    write: { type: "boolean" },
  },
  run: async ({ values }) => {
    const sizes = readCounts("problems", values.problems);
    const worlds = countsBySize(
      sizes,
      "worlds",
      values.worlds ??
        (values.problems === PROBLEMS ? WORLDS : WORLDS_ELSEWHERE),
    );
    const permutations = countsBySize(
      sizes,
      "permutations",
      values.permutations,
      0,
    );
    const { study, knowledge } = await paperGrid();
    const planned = (
      kinds: readonly Claimed[],
      drawn: (size: number) => { worlds: number; permutations?: number },
    ): Planned[] =>
      sizes.flatMap((math, size) =>
        kinds.map((world) => ({
          world,
          trial: {
            study,
            ...drawn(size),
            firstSeed: FIRST_SEED,
            problems: { math, knowledge },
          },
        }))
      );
    const kinds = {
      nulls: planned(NULL_WORLDS, (size) => ({ worlds: worlds[size]! })),
      permuted: planned(PERMUTATIONS, (size) => {
        const drawn = Math.ceil(permutations[size]! / TIMES);
        return {
          worlds: drawn,
          permutations: Math.ceil(permutations[size]! / drawn),
        };
      }).filter(({ trial }) => trial.worlds > 0),
      // Few problems support little: there a finding falls without its effect being gone.
      switched: planned(SWITCHED_WORLDS, (size) => ({ worlds: worlds[size]! }))
        .filter(({ trial }) => trial.problems.math === sizes.at(-1)),
    };
    const all = [...kinds.nulls, ...kinds.permuted, ...kinds.switched];
    const tried = await tryWorlds(all, teller(worldsOf(all)));
    const part = (of: readonly Planned[]) =>
      tried.filter((_, at) => of.includes(all[at]!));
    const suite = {
      nulls: part(kinds.nulls),
      permuted: part(kinds.permuted),
      switched: part(kinds.switched),
    };
    const report = nullSuiteReport(suite);
    console.log(report);
    if (values.write) {
      await writeAtomically(REPORT, report);
      const fixture = specificityFixture(suite.switched);
      await writeAtomically(FIXTURE, `${JSON.stringify(fixture, null, 2)}\n`);
    }
    return tooOften(tried).length > 0 ? 1 : 0;
  },
});
