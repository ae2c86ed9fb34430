import { equal, throws } from "node:assert/strict";
import {
  listAt,
  tableAt,
  textAt,
  wholeAt,
} from "../../../pipeline/store/flat_table.ts";

/** A table at 12 whose one slot, at 16, points to the text "abc"; its vtable is at 4. */
function flat(): DataView {
  const view = new DataView(new ArrayBuffer(32));
  view.setUint32(0, 12, true);
  view.setUint16(4, 6, true);
  view.setUint16(6, 8, true);
  view.setUint16(8, 4, true);
  view.setInt32(12, 8, true);
  view.setUint32(16, 4, true);
  view.setUint32(20, 3, true);
  for (const [at, letter] of [97, 98, 99].entries()) {
    view.setUint8(24 + at, letter);
  }
  return view;
}

Deno.test("tableAt() and textAt() read a slot, and 0 where a table has none", () => {
  const view = flat();
  const slots = tableAt(view, 0);
  equal(slots(0), 16);
  equal(slots(1), 0);
  equal(textAt(view, slots(0), 3), "abc");
  equal(textAt(view, 0, 3), "");
});

Deno.test("a list longer than its bytes, a text longer than allowed and one that is no UTF-8 are refused", () => {
  const view = flat();
  throws(() => textAt(view, 16, 2), /a text has 3 bytes/);
  view.setUint8(24, 0xff);
  throws(() => textAt(view, 16, 3), TypeError);
  view.setUint32(20, 9, true);
  throws(() => listAt(view, 16, 1), /a list of 9 runs out/);
  equal(listAt(view, 16, 0).length, 9);
});

Deno.test("a place outside the bytes is a RangeError", () => {
  const view = flat();
  view.setUint32(0, 1000, true);
  throws(() => tableAt(view, 0), RangeError);
  view.setBigInt64(0, 2n ** 60n, true);
  throws(() => wholeAt(view, 0), RangeError);
  view.setBigInt64(0, -5n, true);
  equal(wholeAt(view, 0), -5);
});
