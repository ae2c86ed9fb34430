import { equal } from "node:assert/strict";
import { memorySaid } from "../../../pipeline/study/memory_said.ts";

Deno.test("memorySaid(): three digits, one unit for all, MiB where the first is small", () => {
  equal(memorySaid(4.2), "4.2 GiB");
  equal(memorySaid(10), "10 GiB");
  equal(memorySaid(0.005859), "6 MiB");
  equal(memorySaid(undefined), "? GiB");
  equal(memorySaid([4.1932, 5.6]), "4.19, 5.6 GiB");
  equal(memorySaid([0.0065, 0.2], "-"), "6.66-205 MiB");
});
