/** What `deno task reproduce` reaches for, as Deno writes it down, against the list on record. */
import { join } from "node:path";
import { runTask } from "../fixtures/task.ts";
import { inTemporaryFolder, writeTinyDataSet } from "../fixtures/tiny.ts";
import type { Trial } from "./trial.ts";

const GOLDEN = "test/fixtures/permissions.json";

/** Every access of `deno task reproduce` on a small data set, each once, folders above ours as `...`. */
export async function accesses(): Promise<string[]> {
  const found = new Set<string>();
  await inTemporaryFolder(async (cwd) => {
    await writeTinyDataSet(join(cwd, "data/tiny"), "tiny");
    const log = join(Deno.cwd(), cwd, "audit.jsonl");
    const { code, error } = await runTask("reproduce", ["tiny"], {
      cwd,
      env: { DENO_AUDIT_PERMISSIONS: log },
    });
    if (code !== 0) throw new Error(`Cannot reproduce: ${error}`);
    const here = new RegExp(`${RegExp.escape(Deno.cwd())}/${cwd}/`);
    for (const line of (await Deno.readTextFile(log)).trim().split("\n")) {
      const { permission, value } = JSON.parse(line);
      const place = String(value).replace(here, "")
        .replace(/^\/.*\/node_modules$/, ".../node_modules");
      found.add(`${permission} ${place}`);
    }
  });
  return [...found].sort();
}

/** Accesses that are not on record, and those on record that are gone. */
export async function reproduceReaches(): Promise<Trial> {
  const found = new Set(await accesses());
  const golden = new Set<string>(JSON.parse(await Deno.readTextFile(GOLDEN)));
  return {
    what: "accesses of reproduce",
    tried: found.size,
    failed: [
      ...[...found.difference(golden)].map((each) => `unexpected: ${each}`),
      ...[...golden.difference(found)].map((each) => `gone: ${each}`),
    ],
  };
}
