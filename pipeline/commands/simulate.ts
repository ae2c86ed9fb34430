/** `deno task simulate`: draws the paper's grid. */
import { simulate } from "../simulate.ts";
import { copyStudy, readGeneratedStudy } from "../store/data_set.ts";
import { arrowFiles } from "../store/manifest.ts";
import { runCommand, UsageError } from "./command.ts";
import { DATA } from "./data_set_folders.ts";

const PAPER = `${DATA}/paper`;
const LARGEST_SEED = 0xffffffff;

const HELP = `
deno task simulate [--seed N] [--if-absent] [--pin]

Draws the paper's grid into ${PAPER}/, every generation from a generator
calibrated to published numbers. Nothing of it is measured: it shows that the
pipeline works and supports no claim about models. The files must be the ones
the committed manifest lists, byte for byte.

  --seed N      another seed, into ${PAPER}-N/, which is not committed
  --if-absent   do nothing when a result file is there
  --pin         make a new manifest instead

  deno task simulate
  deno task simulate --seed 7
`;

await runCommand({
  help: HELP,
  options: {
    seed: { type: "string" },
    "if-absent": { type: "boolean" },
    pin: { type: "boolean" },
  },
  run: async ({ values, positionals }) => {
    if (positionals.length > 0) {
      throw new UsageError(
        `Cannot simulate ${positionals[0]}: only ${PAPER} is`,
      );
    }
    const study = await readGeneratedStudy(PAPER);
    const seed = values.seed === undefined
      ? study.sampling.seed
      : readSeed(values.seed);
    const folder = seed === study.sampling.seed ? PAPER : `${PAPER}-${seed}`;
    if (folder !== PAPER) await copyStudy(PAPER, folder, seed);
    if (values["if-absent"] && (await arrowFiles(folder)).length > 0) return 0;
    const shown = Deno.stderr.isTerminal();
    const say = (text: string) =>
      Deno.stderr.writeSync(new TextEncoder().encode(text));
    const { files } = await simulate(folder, {
      pin: values.pin ?? false,
      told: (drawn, of) => {
        if (shown) say(`\r${drawn} of ${of} runs drawn`);
      },
    });
    if (shown) say("\n");
    console.log(
      `${folder}: simulated with seed ${seed}, ${files.length} files`,
    );
    return 0;
  },
});

function readSeed(text: string): number {
  const seed = Number(text);
  if (!/^\d+$/.test(text) || seed > LARGEST_SEED) {
    throw new UsageError(
      `Cannot draw with seed ${text}: give a whole number up to ${LARGEST_SEED}`,
    );
  }
  return seed;
}
