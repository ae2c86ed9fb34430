import { deepEqual, equal, ok } from "node:assert/strict";
import {
  CHOOSE,
  chooseRow,
  EXACT_SAMPLES,
  ROW,
} from "../../../pipeline/statistics/binomial.ts";

Deno.test("chooseRow() worked by hand: 5 over 0 to 6, and 60 over 30, past 2^53", () => {
  deepEqual(chooseRow(5, 6), [1n, 5n, 10n, 10n, 5n, 1n, 0n]);
  deepEqual(chooseRow(0, 1), [1n, 0n]);
  equal(chooseRow(60, 30)[30], 118264581564861424n);
});

Deno.test("CHOOSE holds chooseRow() exactly for every n and k up to 56", () => {
  for (let n = 0; n <= EXACT_SAMPLES; n++) {
    const row = [...CHOOSE.subarray(n * ROW, (n + 1) * ROW)];
    deepEqual(row.map(BigInt), chooseRow(n, EXACT_SAMPLES), `${n}`);
  }
  ok(Math.max(...CHOOSE) < 2 ** 53);
  ok(chooseRow(57, 28)[28]! > 2n ** 53n);
});
