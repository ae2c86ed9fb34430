import { tmpdir } from "node:os";
import { join } from "node:path";
import sparticuz from "@sparticuz/chromium";
import { type Browser, chromium } from "playwright-core";

/** A headless Chromium, unpacked into the folder for temporary files by whoever comes first; others wait. */
export async function launched(): Promise<Browser> {
  const lock = await Deno.open(join(tmpdir(), "notallbits-chromium.lock"), {
    create: true,
    write: true,
  });
  await lock.lock(true);
  let executablePath: string;
  try {
    executablePath = await sparticuz.executablePath();
  } finally {
    lock.close();
  }
  return await chromium.launch({
    executablePath,
    args: ["--no-sandbox", "--font-render-hinting=none"],
    headless: true,
  });
}
