/** Tests that hold a promise, run as they are and counted. */
import type { Trial } from "./trial.ts";

/** Runs files of tests; properties that say nothing of their cases get 1,000. */
export async function testsIn(
  what: string,
  files: readonly string[],
): Promise<Trial> {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [
      "test",
      "--no-prompt",
      "--cached-only",
      "--no-check",
      "--preload=test/trust/thousand.ts",
      "--allow-read",
      "--allow-write=.",
      "--allow-run",
      "--allow-net=127.0.0.1",
      ...files,
    ],
    env: { NO_COLOR: "1" },
  }).output();
  const text = new TextDecoder();
  const said = text.decode(stdout);
  const counts = /\| (\d+) passed .*\| (\d+) failed|\| (\d+) passed/.exec(said);
  const passed = Number(counts?.[1] ?? counts?.[3] ?? 0);
  const names = [...said.matchAll(/^(.*) \.\.\. FAILED/gm)].map(([, name]) =>
    name!
  );
  const failed = code === 0 || names.length > 0
    ? names
    : [`${files.join(", ")} ended with ${code}: ${text.decode(stderr)}`];
  return { what, tried: passed + failed.length, failed };
}
