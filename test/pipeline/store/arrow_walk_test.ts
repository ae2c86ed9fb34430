import { deepEqual, doesNotThrow, throws } from "node:assert/strict";
import * as arrow from "apache-arrow";
import { fileBytes } from "../../../pipeline/store/arrow_writer.ts";
import {
  type Limits,
  OUR_LIMITS,
  walkArrow,
} from "../../../pipeline/store/arrow_walk.ts";

const walk = (bytes: Uint8Array, limits: Partial<Limits> = {}) =>
  walkArrow(bytes, "f.arrow", { ...OUR_LIMITS, ...limits });

/** A table of all our types, some of its values null, in so many batches. */
function table(rows: number, batches = 1): arrow.Table {
  const some = <T>(make: (row: number) => T) =>
    Array.from({ length: rows }, (_, row) => row % 7 === 3 ? null : make(row));
  const one = new arrow.Table({
    word: arrow.vectorFromArray(
      some((row) => `word ${row % 5}`),
      new arrow.Dictionary(new arrow.Utf8(), new arrow.Int32(), 0),
    ),
    plain: arrow.vectorFromArray(
      some((row) => `text ${row}`),
      new arrow.Utf8(),
    ),
    yes: arrow.vectorFromArray(some((row) => row % 2 === 0), new arrow.Bool()),
    small: arrow.vectorFromArray(some((row) => row % 200), new arrow.Uint8()),
    middle: arrow.vectorFromArray(some((row) => row), new arrow.Uint16()),
    large: arrow.vectorFromArray(some((row) => BigInt(row)), new arrow.Int64()),
    share: arrow.vectorFromArray(some((row) => row / 3), new arrow.Float64()),
  });
  return Array.from({ length: batches - 1 }).reduce<arrow.Table>(
    (all) => all.concat(one),
    one,
  );
}

Deno.test("walkArrow() passes sound files: compressed or not, of no row, of several batches", () => {
  for (const rows of [0, 1, 8, 9, 1000]) {
    for (const batches of [1, 3]) {
      const whole = table(rows, batches);
      walk(arrow.tableToIPC(whole, "file"));
      walk(fileBytes(whole));
    }
  }
});

Deno.test("walkArrow() holds bytes, rows and unpacked bytes to their limits, these included", () => {
  const bytes = arrow.tableToIPC(table(100, 2), "file");
  doesNotThrow(() => walk(bytes, { bytes: bytes.length }));
  throws(
    () => walk(bytes, { bytes: bytes.length - 1 }),
    new RegExp(
      `^TypeError: Cannot read f\\.arrow: it has ${bytes.length} bytes, more than the ${
        bytes.length - 1
      } that are taken$`,
    ),
  );
  // Its words count as rows: they are as many values to hold.
  doesNotThrow(() => walk(bytes, { rows: 205 }));
  throws(() => walk(bytes, { rows: 204 }), /a batch of 100 rows/);
  const least = [...Array(50_000).keys()].find((unpacked) => {
    try {
      walk(bytes, { unpacked });
      return true;
    } catch {
      return false;
    }
  });
  // Validity, codes, offsets, letters, bits and numbers, each filled up to 8 or 64 bytes.
  deepEqual(typeof least, "number");
  throws(
    () => walk(bytes, { unpacked: least! - 1 }),
    /a buffer that unpacks to \d+ bytes/,
  );
});

Deno.test("walkArrow() refuses types no file of ours has, by the column's name", () => {
  const file = (column: arrow.Vector) =>
    arrow.tableToIPC(new arrow.Table({ odd: column }), "file");
  const dates = arrow.vectorFromArray([new Date(0)], new arrow.DateDay());
  throws(() => walk(file(dates)), /a type 8 in column odd, which is not read/);
  const lists = arrow.vectorFromArray(
    [[1]],
    new arrow.List(new arrow.Field("item", new arrow.Int32())),
  );
  throws(() => walk(file(lists)), /columns inside column odd/);
  const numbers = arrow.vectorFromArray(
    [1, 2],
    new arrow.Dictionary(new arrow.Int32(), new arrow.Int32(), 0),
  );
  throws(
    () => walk(file(numbers)),
    /a dictionary of other than texts in odd/,
  );
});

Deno.test("walkArrow() refuses more than 64 columns", () => {
  const columns = (count: number) =>
    arrow.tableToIPC(
      new arrow.Table(
        Object.fromEntries(
          Array.from({ length: count }, (_, at) => [
            `c${at}`,
            arrow.vectorFromArray([at], new arrow.Int32()),
          ]),
        ),
      ),
      "file",
    );
  doesNotThrow(() => walk(columns(64)));
  throws(() => walk(columns(65)), /65 columns/);
});
