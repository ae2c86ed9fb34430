import { equal } from "node:assert/strict";
import { markdownTable, shareText } from "../../../pipeline/trials/report.ts";

Deno.test("shareText() gives a share and its exact bounds in per cent", () => {
  equal(shareText(1, 10), "10 % (0-45)");
  equal(shareText(0, 60), "0 % (0-6)");
});

Deno.test("markdownTable() aligns columns of words left, of numbers right", () => {
  equal(
    markdownTable(["world", "F1"], [["N0", "0"]]),
    "| world | F1 |\n| --- | ---: |\n| N0 | 0 |",
  );
});
