/**
 * The library paths this process was given. Deno, where it may start some
 * programs only, starts none at all while they are set: our own processes do
 * without them, and `env` sets them for the server.
 */

/** What a process of ours is started with. */
export const WITHOUT_LIBRARIES = { LD_LIBRARY_PATH: "", LD_PRELOAD: "" };

/** A command that runs with the library paths we were given; the command itself where there are none. */
export function withLibraries(command: readonly string[]): readonly string[] {
  const given = Object.keys(WITHOUT_LIBRARIES).flatMap((name) => {
    const value = Deno.env.get(name);
    return value ? [`${name}=${value}`] : [];
  });
  return given.length > 0 ? ["env", ...given, ...command] : command;
}
