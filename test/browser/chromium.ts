/** The door to a real browser for the tests beside it. */
import { createRequire } from "node:module";
import { resolve } from "node:path";
import type { Found, Tasks } from "./chromium/tasks.ts";

const HOME = "test/browser/chromium";

/** Whether somebody wants these tests: they need a browser, 70 MB from npm. */
export const IS_WANTED = Deno.env.get("NOTALLBITS_CHROMIUM") === "1";

if (!IS_WANTED) {
  console.log(
    `test/browser is left to CI: it needs a Chromium, install it with (cd ${HOME} && deno install --frozen) and set NOTALLBITS_CHROMIUM=1`,
  );
}

/** Lets Chromium look at figures and pages. */
export async function look(
  tasks: Partial<Pick<Tasks, "figures" | "pages" | "widths">>,
): Promise<Found> {
  const require = createRequire(import.meta.url);
  const font = (name: string) =>
    require.resolve(`dejavu-fonts-ttf/ttf/${name}.ttf`);
  const all: Tasks = {
    figures: [],
    pages: [],
    widths: [1100, 360],
    fonts: { regular: font("DejaVuSans"), bold: font("DejaVuSans-Bold") },
    ...tasks,
  };
  const driver = new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "--no-prompt",
      "--cached-only",
      "-A",
      `--config=${resolve(HOME, "deno.json")}`,
      resolve(HOME, "driver.ts"),
    ],
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const writer = driver.stdin.getWriter();
  await writer.write(new TextEncoder().encode(JSON.stringify(all)));
  await writer.close();
  const { code, stdout, stderr } = await driver.output();
  const text = new TextDecoder();
  if (code !== 0) {
    throw new Error(`Cannot run Chromium: ${text.decode(stderr)}`);
  }
  return JSON.parse(text.decode(stdout));
}
