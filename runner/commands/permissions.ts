/** What the launcher lets the runner proper do. */
import { journalFolder } from "../run_journal.ts";

/** Beside reading: write the journals of one data set, reach its servers, know their key. */
export function runnerPermissions(
  folder: string,
  servers: readonly URL[],
): string[] {
  const hosts = servers.map(({ hostname, port, protocol }) =>
    `${hostname}:${port || (protocol === "https:" ? 443 : 80)}`
  );
  return [
    `--allow-write=${journalFolder(folder)}`,
    "--allow-env=NOTALLBITS_API_KEY",
    `--allow-net=${hosts.join(",")}`,
  ];
}
