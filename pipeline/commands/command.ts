/** What every task does alike: arguments, help, errors without a stack trace, exit codes. */
import { parseArgs, type ParseArgsOptionsConfig } from "node:util";
import { visible } from "../study/visible.ts";

/** Exit code of a call whose arguments are off. */
const USAGE = 2;

/** What the person typed, read. */
interface Called<V> {
  readonly values: V;
  readonly positionals: readonly string[];
}

/** A task: its help, its options, what it does. */
interface Command<O extends ParseArgsOptionsConfig> {
  readonly help: string;
  readonly options: O;
  /** The exit code, 0 when all went well. */
  readonly run: (
    called: Called<ReturnType<typeof parseArgs<{ options: O }>>["values"]>,
  ) => Promise<number>;
}

/** A call whose arguments are off. */
export class UsageError extends Error {}

/** What a task prints does not act on a terminal, whoever's words it repeats. */
function printVisibly(): void {
  for (const channel of ["log", "error"] as const) {
    const print = console[channel];
    console[channel] = (text: string) => print(visible(text));
  }
}

/** Runs a task with the process's own arguments and ends the process. */
export async function runCommand<O extends ParseArgsOptionsConfig>(
  { help, options, run }: Command<O>,
): Promise<never> {
  const lines = help.trim();
  printVisibly();
  try {
    const { values, positionals } = parseArgs({
      args: Deno.args,
      options: { ...options, help: { type: "boolean", short: "h" } },
      allowPositionals: true,
    });
    if ((values as { help?: boolean }).help) {
      console.log(lines);
      Deno.exit(0);
    }
    Deno.exit(await run({ values: values as never, positionals }));
  } catch (error) {
    const { message } = error as Error;
    const code = (error as { code?: string }).code ?? "";
    if (error instanceof UsageError || code.startsWith("ERR_PARSE_ARGS")) {
      console.error(`${message}\n\n${lines}`);
      Deno.exit(USAGE);
    }
    console.error(message);
    Deno.exit(1);
  }
}
