import { deepEqual } from "node:assert/strict";

/** A task with this body, run in a process of its own. */
async function ended(body: string): Promise<[number, string, string]> {
  const task =
    `import { runCommand } from "./pipeline/commands/command.ts"; await runCommand({ help: "deno task any", options: {}, run: async () => { ${body} } });`;
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["eval", "--no-check", "--cached-only", task],
    env: { NO_COLOR: "1" },
  }).output();
  const text = new TextDecoder();
  return [code, text.decode(stdout), text.decode(stderr)];
}

Deno.test("a task ends with its code, and nothing it prints acts on a terminal", async () => {
  deepEqual(
    await ended(
      String
        .raw`console.log("a\x1b[2J\tb\n"); console.error("\u202ec"); return 3;`,
    ),
    [3, "a\\u001b[2J\tb\n\n", "\\u202ec\n"],
  );
});

Deno.test("a task that throws ends with 1 and its message, without a stack", async () => {
  deepEqual(
    await ended(String.raw`throw new RangeError("Cannot read \x07.arrow");`),
    [1, "", "Cannot read \\u0007.arrow\n"],
  );
});
