/** Reads one file as one from elsewhere, in a process of its own, and says how that went: read_hostile.ts FILE. */
import { FOREIGN_LIMITS } from "../../pipeline/store/arrow_walk.ts";
import { readResult } from "../../pipeline/store/result_file.ts";

const [file] = Deno.args as [string];
const bytes = Deno.readFileSync(file);
const before = Deno.memoryUsage().rss;
const begun = performance.now();
let said = "read";
try {
  readResult(bytes, file, FOREIGN_LIMITS);
} catch (error) {
  said = error instanceof TypeError && error.message.includes(file)
    ? "refused"
    : `${(error as Error).stack}`;
}
console.log(JSON.stringify({
  said,
  milliseconds: performance.now() - begun,
  mebibytes: (Deno.memoryUsage().rss - before) / 2 ** 20,
}));
