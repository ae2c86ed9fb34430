/** `deno task bundle`: the runner as a folder that needs Deno and nothing else, for machines without a network. */
import { join } from "node:path";
import { runCommand, UsageError } from "../../pipeline/commands/command.ts";

const HELP = `
deno task bundle [folder]

Puts the runner into a folder (dist): scripts with all packages in them and
notallbits, which calls them. Copy the folder and a Deno of the same version to a
machine without a network, and there, beside the data set,

  DENO=./deno dist/notallbits run my-set --launch

It knows plan, run, status, time and seal. Deno itself fetches the bundler once.
`;

/** The commands of a bundle, and the scripts that they start. */
const COMMANDS = ["plan", "run", "status", "time", "seal"] as const;
const STARTED = ["generate", "measure", "serve"] as const;

const TASK = /^deno run (.*) runner\/commands\/[a-z]+\.ts$/;

/** The shell script that calls each command with the permissions its task gives it. */
function caller(tasks: Readonly<Record<string, { command: string }>>): string {
  const cases = COMMANDS.map((name) => {
    const [, flags] = TASK.exec(tasks[name]!.command)!;
    const its = flags!.replaceAll("$(deno ", '$("$deno" ');
    return `  ${name}) exec "$deno" run ${its} "$here/${name}.js" "$\{@:2}" ;;`;
  });
  return `#!/usr/bin/env bash
# notallbits ${
    COMMANDS.join("|")
  } SET [options]; a command's --help tells more. Made by deno task bundle with Deno ${Deno.version.deno}, which DENO names if it is not on PATH.
set -euo pipefail
here=$(cd "$(dirname "\${BASH_SOURCE[0]}")" && pwd)
deno=\${DENO:-deno}
case \${1:-} in
${cases.join("\n")}
  *) echo "usage: notallbits ${COMMANDS.join("|")} SET [options]" >&2; exit 2 ;;
esac
`;
}

await runCommand({
  help: HELP,
  options: {},
  run: async ({ positionals }) => {
    const [folder = "dist", ...others] = positionals;
    if (others.length > 0) throw new UsageError("Name one folder");
    const { tasks } = JSON.parse(await Deno.readTextFile("deno.json"));
    const { code } = await new Deno.Command(Deno.execPath(), {
      args: [
        "bundle",
        "--quiet",
        "--platform=deno",
        `--outdir=${folder}`,
        ...[...COMMANDS, ...STARTED].map((name) =>
          `runner/commands/${name}.ts`
        ),
      ],
    }).output();
    if (code !== 0) {
      console.error(`Cannot bundle the runner: deno bundle ended with ${code}`);
      return 1;
    }
    const file = join(folder, "notallbits");
    await Deno.writeTextFile(file, caller(tasks), { mode: 0o755 });
    console.log(`${folder}/notallbits: ${COMMANDS.join(", ")}`);
    return 0;
  },
});
