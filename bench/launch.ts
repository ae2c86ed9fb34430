/** Processes started one at a time by a launcher that asks the kernel what they took. */

/** What a process took: seconds by the wall clock and of processors, and its largest memory. */
export interface Launched {
  readonly wall: number;
  readonly cpu: number;
  readonly peakMib: number;
}

/** Runs a command to its end; refuses one that fails. */
export function launcher(
  python: string,
  folder: string,
): (command: readonly string[]) => Promise<Launched> {
  const said = `${folder}/launched.json`;
  return async (command) => {
    const { success } = await new Deno.Command(python, {
      args: ["bench/peer/launch.py", said, ...command],
      stdout: "null",
      stderr: "inherit",
    }).output();
    if (!success) {
      throw new Error(`Cannot time ${command.join(" ")}: it failed`);
    }
    return JSON.parse(await Deno.readTextFile(said));
  };
}
