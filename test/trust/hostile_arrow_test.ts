import { deepEqual, ok } from "node:assert/strict";
import { FOREIGN_LIMITS } from "../../pipeline/store/arrow_walk.ts";
import { readResult } from "../../pipeline/store/result_file.ts";
import { hostileFiles } from "./hostile_arrow.ts";

/** Sound, though odd: its footer means the first of the two. */
const READ = ["a file in a file"];

Deno.test("every hostile file is refused with an error that names it", () => {
  const read: string[] = [];
  let count = 0;
  for (const { name, bytes } of hostileFiles()) {
    count++;
    try {
      readResult(bytes, "hostile.arrow", FOREIGN_LIMITS);
      read.push(name);
    } catch (error) {
      ok(error instanceof TypeError, `${name}: ${error}`);
      ok(error.message.startsWith("Cannot read hostile.arrow: "), name);
    }
  }
  deepEqual(read, READ);
  ok(count > 100);
});
