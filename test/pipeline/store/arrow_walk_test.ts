import { deepEqual, doesNotThrow, equal, throws } from "node:assert/strict";
import * as arrow from "apache-arrow";
import { fileBytes } from "../../../pipeline/store/arrow_writer.ts";
import { listAt, wholeAt } from "../../../pipeline/store/flat_table.ts";
import { saidOf, small } from "../../fixtures/small_arrow.ts";
import { int64, places } from "../../trust/hostile_arrow.ts";
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

Deno.test("walkArrow() takes a file whose footer follows its last block, and one of no batch behind the magic", () => {
  const bytes = small();
  const { view, tail } = places(bytes);
  const footer = tail - view.getInt32(tail, true);
  // The mark of the end, which a file may go without.
  deepEqual(view.getUint32(footer - 8, true), 0xffffffff);
  doesNotThrow(() =>
    walk(
      Uint8Array.of(
        ...bytes.subarray(0, footer - 8),
        ...bytes.subarray(footer),
      ),
    )
  );
  // A batch without rows has no body.
  const type = new arrow.Int32();
  const fields = [new arrow.Field("it", type, true)];
  const empty = arrow.makeData({
    type: new arrow.Struct(fields),
    length: 0,
    nullCount: 0,
    children: [arrow.makeData({ type, length: 0, data: new Int32Array() })],
  });
  const batch = new arrow.RecordBatch(
    new arrow.Schema(fields),
    empty as never,
  );
  const rowless = arrow.tableToIPC(new arrow.Table([batch]), "file");
  doesNotThrow(() => walk(rowless));
  const writer = new arrow.RecordBatchFileWriter();
  writer.reset(undefined, new arrow.Schema([]));
  const none = writer.finish().toUint8Array(true);
  const end = none.length - 10;
  const from = end -
    new DataView(none.buffer, none.byteOffset).getInt32(end, true);
  const bare = Uint8Array.of(...none.subarray(0, 8), ...none.subarray(from));
  doesNotThrow(() => walk(bare));
});

Deno.test("walkArrow() counts unpacked bytes as they are: 8 of two numbers", () => {
  const two = arrow.tableToIPC(
    new arrow.Table({
      number: arrow.vectorFromArray([1, 2], new arrow.Int32()),
    }),
    "file",
  );
  doesNotThrow(() => walk(two, { unpacked: 8 }));
  throws(() => walk(two, { unpacked: 7 }), /unpacks to 8 bytes/);
});

Deno.test("walkArrow() says of blocks, messages, batches and buffers what is wrong with them", () => {
  deepEqual(saidOf(() => {}), "sound");
  deepEqual(saidOf(() => {}, 2), "sound");
  // The second block begins in the first one.
  deepEqual(
    saidOf(({ view, batches: [first, second] }) => {
      const end = wholeAt(view, first!) + view.getInt32(first! + 8, true) +
        wholeAt(view, first! + 16);
      int64(view, second!, end - 8);
    }, 2).replace(/\d+/g, "N"),
    "a block of N and N bytes at byte N",
  );
  // The last one runs into the footer.
  deepEqual(
    saidOf(({ view, batches: [only], message }) => {
      const body = wholeAt(view, only! + 16) + 16;
      int64(view, only! + 16, body);
      int64(view, message.slot(3), body);
    }).replace(/\d+/g, "N"),
    "a block of N and N bytes at byte N",
  );
  // No mark before the message; one that is longer than the block says.
  for (const at of [0, 4]) {
    deepEqual(
      saidOf(({ view, batches: [only] }) => {
        const block = wholeAt(view, only!);
        const longer = view.getInt32(only! + 8, true) - 7;
        view.setInt32(block + at, at === 0 ? 0 : longer, true);
      }).replace(/\d+/g, "N"),
      "no message at byte N",
    );
  }
  // A message without a header: its slot is no longer in the vtable.
  deepEqual(
    saidOf(({ view, message }) => {
      const table = message.pointer + view.getUint32(message.pointer, true);
      view.setUint16(table - view.getInt32(table, true) + 4 + 4, 0, true);
    }),
    "something is absent",
  );
  deepEqual(
    saidOf(({ view, batch }) => {
      const list = batch.slot(1) + view.getUint32(batch.slot(1), true);
      deepEqual(listAt(view, batch.slot(1), 16).length, 2);
      view.setUint32(list, 1, true);
    }),
    "1 columns in 4 buffers, not 2 in 4",
  );
  // The buffer of the numbers, 36 bytes: it would end 8 bytes behind the body.
  deepEqual(
    saidOf(({ view, batches: [only], buffers }) => {
      const body = wholeAt(view, only! + 16);
      int64(view, buffers[3]! + 8, body - wholeAt(view, buffers[3]!) + 8);
    }).replace(/\d+/g, "N"),
    "a buffer of N bytes at N",
  );
  // One begins in the one before it.
  deepEqual(
    saidOf(({ view, buffers }) =>
      int64(view, buffers[2]!, wholeAt(view, buffers[1]!) + 8)
    ).replace(/\d+/g, "N"),
    "a buffer of N bytes at N",
  );
  deepEqual(
    saidOf(({ view, buffers }) => int64(view, buffers[2]! + 8, 1)),
    "1 bytes for 9 nulls or none",
  );
});

Deno.test("walkArrow() refuses bits of presence for some rows only, where no row is null too", () => {
  const said = (bytes: number) =>
    saidOf(({ view, nodes, buffers }) => {
      int64(view, nodes[1]! + 8, 0);
      int64(view, buffers[2]! + 8, bytes);
    });
  equal(said(0), "sound");
  equal(said(2), "sound");
  equal(said(1), "1 bytes for 9 nulls or none");
});
