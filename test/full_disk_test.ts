/** The runner's own process on a disk that takes no more: loud, and a journal to go on with. */
import { deepEqual, equal, match } from "node:assert/strict";
import { resolve } from "node:path";
import { runnerPermissions } from "../runner/commands/permissions.ts";
import { startGenerate } from "./fixtures/commands.ts";
import { inWorld, kept, seal, sealed } from "./fixtures/world.ts";

/** Kibibytes a file may have, as `ulimit -f` counts. */
const MOST = 4;

/** Generates under a limit for every file: the write that reaches it is short, the next one fails. */
async function limited(folder: string, hosts: readonly string[]) {
  const urls = hosts.map((host) => new URL(`http://${host}`));
  const { code, stderr } = await new Deno.Command("bash", {
    args: [
      "-c",
      `trap "" XFSZ; ulimit -f ${MOST}; exec "$0" "$@"`,
      Deno.execPath(),
      "run",
      "--no-prompt",
      "--cached-only",
      "--no-code-cache",
      "--allow-read=.",
      ...runnerPermissions(folder, urls),
      resolve("runner/commands/generate.ts"),
      `./${folder}`,
      ...urls.map(({ href }) => `--server=${href}`),
      "--cpu=two cores",
    ],
  }).output();
  return { code, stderr: new TextDecoder().decode(stderr) };
}

Deno.test("a disk that is full in the middle ends the runner with the journal's name, and with room it goes on to the same bytes", () =>
  inWorld({}, async ({ hosts, dataSet }) => {
    const peace = await dataSet("peace");
    equal((await startGenerate(peace.folder, hosts).ended).code, 0);
    equal((await seal(peace.folder)).code, 0);

    const { folder, study } = await dataSet("full");
    const { code, stderr } = await limited(folder, hosts);
    equal(code, 1, stderr);
    match(
      stderr,
      /Cannot write .*\/\.journal\/sums\/(one|two)-w16-full: File too large/,
    );
    const before = await kept(folder, study);
    const last = await startGenerate(folder, hosts).ended;
    equal(last.code, 0, last.stderr);
    const { texts } = await kept(folder, study);
    deepEqual(before.texts.filter((each) => !texts.includes(each)), []);
    equal((await seal(folder)).code, 0);
    deepEqual(sealed(folder), sealed(peace.folder));
  }));
