/** `deno task kills`: kills the runner again and again. */
import { runCommand, UsageError } from "../pipeline/commands/command.ts";
import { killedStudy } from "./fixtures/kills.ts";

/** Kills of one study: with more it would be done before the last. */
const KILLS_A_STUDY = 20;

const HELP = `
deno task kills [--kills N] [--seed N]

Generates small studies through a fake server, kills the runner's process with
SIGKILL at random moments, ${KILLS_A_STUDY} times a study, and goes on after each. Fails as
soon as anything acknowledged is lost, anything is there twice or asked for
again, more is repeated than was in flight, or a sealed file differs in a byte
from that of a run in peace.

  --kills N  kills in all (500)
  --seed N   the moments of the kills follow from it (1)

  deno task kills --kills 100
`;

function count(text: string, option: string, least: number): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= least) return value;
  throw new UsageError(
    `Cannot use --${option} ${text}: give a whole number from ${least}`,
  );
}

await runCommand({
  help: HELP,
  options: { kills: { type: "string" }, seed: { type: "string" } },
  run: async ({ values }) => {
    const wanted = count(values.kills ?? "500", "kills", 1);
    const seed = count(values.seed ?? "1", "seed", 0);
    const begun = performance.now();
    const total = { kills: 0, segments: 0, repeated: 0, inFlight: 0 };
    let studies = 0;
    while (total.kills < wanted) {
      const some = Math.min(KILLS_A_STUDY, wanted - total.kills);
      const of = await killedStudy(some, 1000 * seed + studies);
      for (
        const key of ["kills", "segments", "repeated", "inFlight"] as const
      ) {
        total[key] += of[key];
      }
      studies++;
      console.log(
        `${total.kills} of ${wanted} kills, ${total.repeated} requests repeated, ${
          Math.round((performance.now() - begun) / 1000)
        } s`,
      );
    }
    console.log(
      `seed ${seed}: ${total.kills} kills in ${studies} studies of ${total.segments} segments together: none lost, none doubled, ${total.repeated} requests repeated (at most ${total.inFlight} were in flight), every sealed file as in peace`,
    );
    return 0;
  },
});
