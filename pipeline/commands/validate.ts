/**
 * `deno task validate`: tells whether data sets are sound. It starts the
 * processes that read them and passes on what they print: none of these may
 * start one, and this one reads no file.
 */
import { fileURLToPath } from "node:url";
import { isResult } from "../foreign.ts";
import { arrowFiles } from "../store/manifest.ts";
import { links } from "../store/plain_path.ts";
import { visible } from "../study/visible.ts";
import { runCommand, UsageError } from "./command.ts";

const HELP = `
deno task validate <set...> [--partial]
deno task validate --foreign <folder...> [--seconds N]

Checks data sets against their manifests and studies: digests, columns, every
problem x sample x budget once, known ids and budgets, nothing over budget, one
natural end a trajectory, waits only after it, timings of what the study has.
Of an imported set: no response over budget, every sample from one log with that
log's seed; that budgets are filled, which nothing forced, is not asked.
All problems are told in one pass, each with its file and row.

  --partial   allow planned runs that have no file
  --foreign   folders from elsewhere: study.json, its benchmark files, result
              files, a manifest that tells of damage or none. Files have at
              most 256 MiB and 4 million rows, their metadata are walked before
              they are decoded, each in a process of its own that may only
              read the folder
  --seconds   after which such a process is ended (10)

  deno task validate nano
  deno task validate --foreign downloads/their-set
`;

/** Exit code of what was ended. */
const ENDED = 1;

/** Processes that read at the same time. */
const AT_ONCE = 2;

/** Deno starts no process from one with these, unless it may start any. */
const WITHOUT_LIBRARIES = { LD_LIBRARY_PATH: "", LD_PRELOAD: "" };

/** A script of ours that may read some paths and nothing else. */
function reading(
  script: string,
  paths: string,
  stdout: "inherit" | "piped",
  args: readonly string[],
) {
  return new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "--no-prompt",
      "--cached-only",
      `--allow-read=${paths}`,
      fileURLToPath(import.meta.resolve(script)),
      ...args,
    ],
    env: WITHOUT_LIBRARIES,
    stdin: "null",
    stdout,
    stderr: stdout,
  });
}

/** What became of a process that was started. */
interface Ended {
  readonly code: number;
  readonly out: Uint8Array;
  readonly error: Uint8Array;
}

/** Reads one result file of a folder, or none, beside its study, within some seconds. */
async function readWithin(
  seconds: number,
  folder: string,
  results: readonly string[],
): Promise<Ended> {
  const child = reading(
    "./validate_foreign.ts",
    folder,
    "piped",
    ["--", folder, ...results],
  ).spawn();
  let late = false;
  const clock = setTimeout(() => {
    late = true;
    child.kill("SIGKILL");
  }, 1000 * seconds);
  const { code, stdout, stderr } = await child.output();
  clearTimeout(clock);
  if (!late) return { code, out: stdout, error: stderr };
  const name = [folder, ...results].join("/");
  const problem = `Cannot use ${
    visible(name)
  }: it was not read in ${seconds} s\n`;
  return {
    code: ENDED,
    out: new Uint8Array(),
    error: new TextEncoder().encode(problem),
  };
}

/** Folders from elsewhere, one after the other; whether something is wrong. */
async function foreignFolders(
  folders: readonly string[],
  seconds: number,
): Promise<boolean> {
  let failed = false;
  for (const folder of folders) {
    if (folder.includes(",")) {
      // It would part the paths that may be read.
      throw new UsageError(`Cannot read ${folder}: rename it without a comma`);
    }
    const linked = await links(folder);
    if (linked.length > 0) {
      throw new TypeError(`Cannot use ${folder}/${linked[0]}: it is a link`);
    }
    const names = (await arrowFiles(folder)).filter((name) =>
      isResult({ name })
    );
    const study = await readWithin(seconds, folder, []);
    const read = study.code === 0
      ? await inTurns(
        names,
        AT_ONCE,
        (name) => readWithin(seconds, folder, [name]),
      )
      : [study];
    const bad = read.filter(({ code }) => code !== 0).length;
    if (names.length > 0 && bad === 0) {
      console.log(`${folder}: sound, ${names.length} result files`);
    } else if (study.code === 0) {
      console.error(
        `Cannot use ${folder}: ${bad} of ${names.length} result files`,
      );
    }
    for (const { out, error } of read) {
      Deno.stdout.writeSync(out);
      Deno.stderr.writeSync(error);
    }
    failed ||= bad > 0 || names.length === 0;
  }
  return failed;
}

/** What an action makes of each item, some at once; in the order of the items. */
async function inTurns<T, R>(
  items: readonly T[],
  atOnce: number,
  action: (item: T) => Promise<R>,
): Promise<R[]> {
  const made: R[] = [];
  const entries = items.entries();
  const turn = async () => {
    for (const [at, item] of entries) made[at] = await action(item);
  };
  await Promise.all(Array.from({ length: atOnce }, turn));
  return made;
}

await runCommand({
  help: HELP,
  options: {
    partial: { type: "boolean" },
    foreign: { type: "boolean" },
    seconds: { type: "string" },
  },
  run: async ({ values, positionals }) => {
    if (positionals.length === 0) throw new UsageError("Name a data set");
    if (values.foreign) {
      const seconds = Number(values.seconds ?? 10);
      if (!(seconds > 0 && seconds <= 3600)) {
        throw new UsageError(
          `Cannot use --seconds ${values.seconds}: give seconds up to 3600`,
        );
      }
      return Number(await foreignFolders(positionals, seconds));
    }
    const partial = values.partial ? ["--partial"] : [];
    const child = reading("./validate_sealed.ts", ".", "inherit", [
      ...partial,
      "--",
      ...positionals,
    ]);
    return (await child.spawn().status).code;
  },
});
