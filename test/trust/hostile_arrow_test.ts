import { deepEqual, ok } from "node:assert/strict";
import { FOREIGN_LIMITS } from "../../pipeline/store/arrow_walk.ts";
import { readResult } from "../../pipeline/store/result_file.ts";
import { hostileFiles } from "./hostile_arrow.ts";

Deno.test("every hostile file is refused with an error that names it and its own fault; one in another is read as the first", () => {
  const said: Record<string, string> = {};
  for (const { name, bytes } of hostileFiles()) {
    try {
      readResult(bytes, "hostile.arrow", FOREIGN_LIMITS);
      said[name] = "read";
    } catch (error) {
      ok(error instanceof TypeError, `${name}: ${error}`);
      said[name] = error.message;
    }
  }
  deepEqual(
    said,
    JSON.parse(Deno.readTextFileSync("test/fixtures/hostile_arrow.json")),
  );
  deepEqual(
    Object.keys(said).filter((name) => said[name] === "read"),
    ["a file in a file"],
  );
});
