import { equal } from "node:assert/strict";
import fc from "fast-check";
import { bytesSaid, readBytes } from "../../../pipeline/advisor/bytes.ts";

Deno.test("readBytes() takes a number and its unit, nothing else", () => {
  equal(readBytes("24GiB"), 24 * 2 ** 30);
  equal(readBytes(" 80 gb "), 80e9);
  equal(readBytes("0.5MiB"), 2 ** 19);
  for (const text of ["24", "GiB", "0GiB", "-1GiB", "24 gigs", "1e3GiB", ""]) {
    equal(readBytes(text), null, text);
  }
});

Deno.test("bytesSaid() picks the unit that reads well, and what it says is read back", () => {
  equal(bytesSaid(4.19 * 2 ** 30), "4.19 GiB");
  equal(bytesSaid(0.05 * 2 ** 30), "51.20 MiB");
  equal(bytesSaid(-(2 ** 29)), "-0.50 GiB");
  fc.assert(fc.property(fc.integer({ min: 2 ** 10, max: 2 ** 45 }), (bytes) => {
    const again = readBytes(bytesSaid(bytes))!;
    return Math.abs(again / bytes - 1) < 0.05;
  }));
});
