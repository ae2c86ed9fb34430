/** A part of the runner as a process with narrower permissions than ours. */

import { WITHOUT_LIBRARIES } from "./libraries.ts";

/** A child that was started. */
export interface Child {
  /** Its exit code, once it has ended. */
  readonly code: Promise<number>;
  /** Asks it to end once what is asked by then has been answered. */
  readonly stop: () => void;
  /** Ends its input, which says the same. */
  readonly letGo: () => void;
}

const under = new Set<Child>();

/** Whether this process was told to end. */
export const told = new AbortController();

// The terminal interrupts the children too, another may interrupt this process alone: they are let go, which ends them softly either way.
Deno.addSignalListener("SIGINT", () => {
  told.abort();
  for (const child of under) child.letGo();
});
Deno.addSignalListener("SIGTERM", () => {
  told.abort();
  for (const child of under) child.stop();
});

/** Starts a script of ours; it ends softly when this process is gone. */
export function childOf(
  script: string,
  permissions: readonly string[],
  args: readonly string[],
): Child {
  const process = new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "--no-prompt",
      "--cached-only",
      "--allow-read=.",
      ...permissions,
      script,
      ...args,
      "--attached",
    ],
    env: WITHOUT_LIBRARIES,
    stdin: "piped",
  }).spawn();
  const child: Child = {
    code: process.status.then(({ code }) => {
      under.delete(child);
      return code;
    }),
    stop: () => {
      if (under.has(child)) process.kill("SIGTERM");
    },
    // It is closed already at the second call.
    letGo: () => void process.stdin.close().catch(() => {}),
  };
  under.add(child);
  return child;
}
