/** Hostile files, each read in a process of its own that is watched. */
import { join } from "node:path";
import { inTemporaryFolder } from "../fixtures/tiny.ts";
import { type Hostile } from "./hostile_arrow.ts";
import { type Trial } from "./trial.ts";

/** What a file may take: the process itself takes 0.1 seconds more to start. */
const MOST_SECONDS = 2;
const MOST_MEBIBYTES = 256;
/** After which a process is killed. */
const DEADLINE_SECONDS = 20;

/** The most that any of the files took. */
interface Took {
  readonly seconds: number;
  readonly mebibytes: number;
  readonly refused: number;
}

async function readAlone(file: string) {
  const child = new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "--no-prompt",
      "--cached-only",
      "--allow-read=.",
      "test/trust/read_hostile.ts",
      file,
    ],
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const clock = setTimeout(
    () => child.kill("SIGKILL"),
    1000 * DEADLINE_SECONDS,
  );
  const { code, stdout, stderr } = await child.output();
  clearTimeout(clock);
  const text = new TextDecoder();
  if (code !== 0) {
    return {
      said: `ended with ${code}: ${text.decode(stderr)}`,
      milliseconds: 0,
      mebibytes: 0,
    };
  }
  return JSON.parse(text.decode(stdout)) as {
    said: string;
    milliseconds: number;
    mebibytes: number;
  };
}

/** Each file is refused with an error that names it, or read, soon and in little memory. */
export async function readHostile(
  what: string,
  files: Iterable<Hostile>,
): Promise<Trial & { readonly took: Took }> {
  const failed: string[] = [];
  let tried = 0;
  let [seconds, mebibytes, refused] = [0, 0, 0];
  await inTemporaryFolder(async (folder) => {
    const file = join(folder, "hostile.arrow");
    for (const { name, bytes } of files) {
      tried++;
      await Deno.writeFile(file, bytes);
      const took = await readAlone(file);
      if (took.said === "refused") refused++;
      else if (took.said !== "read") failed.push(`${name}: ${took.said}`);
      if (took.milliseconds > 1000 * MOST_SECONDS) {
        failed.push(`${name}: it took ${took.milliseconds} ms`);
      }
      if (took.mebibytes > MOST_MEBIBYTES) {
        failed.push(`${name}: it took ${took.mebibytes} MiB`);
      }
      seconds = Math.max(seconds, took.milliseconds / 1000);
      mebibytes = Math.max(mebibytes, took.mebibytes);
    }
  });
  return { what, tried, failed, took: { seconds, mebibytes, refused } };
}

/** Every file under a folder: a corpus somebody points at. */
export function* corpus(folder: string): Generator<Hostile> {
  for (const { name, isDirectory } of Deno.readDirSync(folder)) {
    const path = join(folder, name);
    if (isDirectory) yield* corpus(path);
    else yield { name: path, bytes: Deno.readFileSync(path) };
  }
}
