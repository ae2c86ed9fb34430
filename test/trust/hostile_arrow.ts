/** Arrow files made to hurt a reader: real result files, changed at the very place. */
import { zstdCompressSync } from "node:zlib";
import * as arrow from "apache-arrow";
import { fileBytes } from "../../pipeline/store/arrow_writer.ts";
import {
  listAt,
  type Slots,
  tableAt,
  wholeAt,
} from "../../pipeline/store/flat_table.ts";
import { soundBytes } from "./damage.ts";

/** A file and what is wrong with it. */
export interface Hostile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Places in a file of ours that matter to a reader. */
interface Places {
  readonly view: DataView;
  /** Where the length of the footer is. */
  readonly tail: number;
  readonly footer: Part;
  readonly fields: readonly Part[];
  /** The structs of blocks: offset int64, metadata int32, body int64 at 16. */
  readonly dictionaries: readonly number[];
  readonly batches: readonly number[];
  /** Message, batch, and its nodes and buffers: pairs of int64. */
  readonly message: Part;
  readonly batch: Part;
  readonly nodes: readonly number[];
  readonly buffers: readonly number[];
  /** The same of the first dictionary. */
  readonly words: Part;
  readonly body: number;
}

/** A table of flatbuffers: where it is pointed to, and where a slot is. */
interface Part {
  readonly pointer: number;
  readonly slot: Slots;
}

/** Where they are in a file with a dictionary and a batch. */
export function places(bytes: Uint8Array): Places {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const tail = bytes.length - 10;
  const part = (pointer: number): Part => ({
    pointer,
    slot: tableAt(view, pointer),
  });
  const list = (place: number, width: number) => {
    const { length, at } = listAt(view, place, width);
    return Array.from({ length }, (_, item) => at(item));
  };
  const footer = part(tail - view.getInt32(tail, true));
  const schema = part(footer.slot(1));
  const dictionaries = list(footer.slot(2), 24);
  const batches = list(footer.slot(3), 24);
  const messageOf = (block: number) => part(wholeAt(view, block) + 8);
  const message = messageOf(batches[0]!);
  const batch = part(message.slot(2));
  return {
    view,
    tail,
    footer,
    fields: list(schema.slot(1), 4).map(part),
    dictionaries,
    batches,
    message,
    batch,
    nodes: list(batch.slot(1), 16),
    buffers: list(batch.slot(2), 16),
    words: part(part(messageOf(dictionaries[0]!).slot(2)).slot(1)),
    body: wholeAt(view, batches[0]!) + view.getInt32(batches[0]! + 8, true),
  };
}

/** Writes a whole number of 64 bits. */
export const int64 = (view: DataView, at: number, value: number | bigint) =>
  view.setBigInt64(at, BigInt(value), true);

/** Numbers no length should be. */
const LENGTHS: readonly (readonly [string, bigint])[] = [
  ["-1", -1n],
  ["-32769", -32769n],
  ["2^31 - 1", 2n ** 31n - 1n],
  ["2^53", 2n ** 53n],
  ["the least", -(2n ** 63n)],
  ["the most", 2n ** 63n - 1n],
];

/** Changes at one place, by what they do. */
function changes(): [string, (at: Places) => void][] {
  const many = LENGTHS.flatMap((
    [said, value],
  ): [string, (at: Places) => void][] => [
    [
      `a batch of ${said} rows`,
      ({ view, batch }) => int64(view, batch.slot(0), value),
    ],
    [
      `a dictionary of ${said} words`,
      ({ view, words }) => int64(view, words.slot(0), value),
    ],
    [
      `a column of ${said} values`,
      ({ view, nodes }) => int64(view, nodes[1]!, value),
    ],
    [
      `a column of ${said} nulls`,
      ({ view, nodes }) => int64(view, nodes[5]! + 8, value),
    ],
    [
      `a buffer at ${said}`,
      ({ view, buffers }) => int64(view, buffers[3]!, value),
    ],
    [
      `a buffer of ${said} bytes`,
      ({ view, buffers }) => int64(view, buffers[3]! + 8, value),
    ],
    [
      `a block at ${said}`,
      ({ view, batches }) => int64(view, batches[0]!, value),
    ],
    [
      `a block with a body of ${said} bytes`,
      ({ view, batches }) => int64(view, batches[0]! + 16, value),
    ],
    [
      `a message with a body of ${said} bytes`,
      ({ view, message }) => int64(view, message.slot(3), value),
    ],
    [
      `a compressed buffer that says ${said} bytes`,
      ({ view, body, buffers }) =>
        int64(view, body + wholeAt(view, buffers[1]!), value),
    ],
  ]);
  const short: [string, (at: Places) => void][] = [
    -1,
    -32769,
    0,
    1,
    2 ** 31 - 1,
  ].flatMap((value): [string, (at: Places) => void][] => [
    [
      `a footer of ${value} bytes`,
      ({ view, tail }) => view.setInt32(tail, value, true),
    ],
    [
      `a block with metadata of ${value} bytes`,
      ({ view, batches }) => view.setInt32(batches[0]! + 8, value, true),
    ],
    [
      `a dictionary's block with metadata of ${value} bytes`,
      ({ view, dictionaries }) =>
        view.setInt32(dictionaries[0]! + 8, value, true),
    ],
    [
      `a message of ${value} bytes`,
      ({ view, batches }) =>
        view.setInt32(wholeAt(view, batches[0]!) + 4, value, true),
    ],
  ]);
  return [
    ...many,
    ...short,
    // apache/arrow-js issue 315: such a block is read again for ever.
    ["a block that is the schema's message", ({ view, batches }) => {
      int64(view, batches[0]!, 8);
      view.setInt32(batches[0]! + 8, view.getInt32(12, true) + 8, true);
      int64(view, batches[0]! + 16, 0);
    }],
    ["a block that is a dictionary's", ({ view, batches, dictionaries }) => {
      for (const at of [0, 8, 16]) {
        view.setBigInt64(
          batches[0]! + at,
          view.getBigInt64(dictionaries[0]! + at, true),
          true,
        );
      }
    }],
    [
      "a dictionary's block that is a batch",
      ({ view, batches, dictionaries }) => {
        for (const at of [0, 8, 16]) {
          view.setBigInt64(
            dictionaries[0]! + at,
            view.getBigInt64(batches[0]! + at, true),
            true,
          );
        }
      },
    ],
    [
      "a message of no kind",
      ({ view, message }) => view.setUint8(message.slot(1), 0),
    ],
    [
      "a message of kind 200",
      ({ view, message }) => view.setUint8(message.slot(1), 200),
    ],
    ["two buffers in one place", ({ view, buffers }) => {
      for (const at of [0, 8]) {
        view.setBigInt64(
          buffers[3]! + at,
          view.getBigInt64(buffers[1]! + at, true),
          true,
        );
      }
    }],
    [
      "a buffer that runs into the next",
      ({ view, buffers }) =>
        int64(view, buffers[1]! + 8, wholeAt(view, buffers[1]! + 8) + 8),
    ],
    [
      "a buffer that begins before the body",
      ({ view, buffers }) => int64(view, buffers[1]!, -64),
    ],
    ["a field inside itself", ({ view, fields }) => {
      const children = fields[0]!.slot(5);
      const list = children + view.getUint32(children, true);
      view.setUint32(list, 1, true);
      // The one child is the field: the offset runs round 2^32.
      view.setUint32(
        list + 4,
        fields[0]!.pointer + view.getUint32(fields[0]!.pointer, true) -
          (list + 4),
        true,
      );
    }],
    [
      "a table that is its own vtable",
      ({ view, batch }) =>
        view.setInt32(
          batch.pointer + view.getUint32(batch.pointer, true),
          0,
          true,
        ),
    ],
    [
      "a vtable far away",
      ({ view, batch }) =>
        view.setInt32(
          batch.pointer + view.getUint32(batch.pointer, true),
          -(2 ** 30),
          true,
        ),
    ],
    [
      "a footer that points nowhere",
      ({ view, footer }) => view.setUint32(footer.pointer, 2 ** 31, true),
    ],
    [
      "a list of 2^32 - 1 blocks",
      ({ view, footer }) =>
        view.setUint32(
          footer.slot(3) + view.getUint32(footer.slot(3), true),
          2 ** 32 - 1,
          true,
        ),
    ],
    [
      "a list of 2^32 - 1 buffers",
      ({ view, batch }) =>
        view.setUint32(
          batch.slot(2) + view.getUint32(batch.slot(2), true),
          2 ** 32 - 1,
          true,
        ),
    ],
    [
      "a list of no buffers",
      ({ view, batch }) =>
        view.setUint32(
          batch.slot(2) + view.getUint32(batch.slot(2), true),
          0,
          true,
        ),
    ],
    ["a dictionary that no column has", ({ view, fields }) => {
      const encoding = tableAt(view, fields[3]!.slot(4));
      if (encoding(0) === 0) {
        throw new TypeError("Cannot change the dictionary: it has no number");
      }
      int64(view, encoding(0), 77);
    }],
    [
      "a column of no type",
      ({ view, fields }) => view.setUint8(fields[1]!.slot(2), 0),
    ],
    // Type 1 is Null: its values take no bytes, however many they are.
    [
      "a column of nulls, 2^31 - 1 of them",
      ({ view, fields, batch, nodes }) => {
        view.setUint8(fields[1]!.slot(2), 1);
        int64(view, batch.slot(0), 2 ** 31 - 1);
        for (const node of nodes) int64(view, node, 2 ** 31 - 1);
      },
    ],
    [
      "a column of lists",
      ({ view, fields }) => view.setUint8(fields[1]!.slot(2), 12),
    ],
    ["a codec nobody has", ({ view, batch }) => {
      const compression = tableAt(view, batch.slot(3));
      view.setInt8(compression(0), 7);
    }],
  ];
}

const ASCII = new TextEncoder();

function* magic(): Generator<Hostile> {
  const whole = soundBytes();
  const with_ = (name: string, change: (bytes: Uint8Array) => void) => {
    const bytes = whole.slice();
    change(bytes);
    return { name, bytes };
  };
  yield { name: "nothing", bytes: new Uint8Array() };
  yield { name: "the magic alone", bytes: ASCII.encode("ARROW1") };
  yield { name: "the magic twice", bytes: ASCII.encode("ARROW1\0\0ARROW1") };
  yield { name: "zeros", bytes: new Uint8Array(4096) };
  yield { name: "a stream without a file", bytes: whole.subarray(8) };
  yield {
    name: "a file in a file",
    bytes: new Uint8Array([...whole, ...whole]),
  };
  yield with_("no magic in front", (bytes) => bytes.set([0], 0));
  yield with_("no magic behind", (bytes) => bytes.set([0], bytes.length - 1));
}

/** A result file whose answers are these words, each row's the first. */
function withWords(letters: Uint8Array, offsets: Int32Array): Uint8Array {
  const table = arrow.tableFromIPC(soundBytes());
  const [batch] = table.batches;
  const answers = table.schema.fields.findIndex(({ name }) =>
    name === "answer"
  );
  const old = batch!.data.children[answers]!;
  const words = arrow.makeData({
    type: new arrow.Utf8(),
    length: offsets.length - 1,
    valueOffsets: offsets,
    data: letters,
    nullCount: 0,
  });
  const children = batch!.data.children.with(
    answers,
    arrow.makeData({
      type: old.type,
      length: old.length,
      data: new Int32Array(old.length),
      dictionary: new arrow.Vector([words]),
      nullCount: 0,
    } as never),
  );
  const struct = arrow.makeData({
    type: batch!.data.type,
    length: old.length,
    nullCount: 0,
    children,
  } as never);
  return fileBytes(
    new arrow.Table(
      table.schema,
      new arrow.RecordBatch(table.schema, struct as never),
    ),
  );
}

/** A frame of ZSTD whose blocks of 128 KiB are each one byte, repeated. */
function zeros(bytes: number): Uint8Array {
  const blocks = bytes / 2 ** 17;
  const frame = new Uint8Array(6 + 4 * blocks);
  const view = new DataView(frame.buffer);
  view.setUint32(0, 0xfd2fb528, true);
  // No size is said, the window has 128 KiB.
  frame.set([0, 0x38], 4);
  for (let block = 0; block < blocks; block++) {
    const isLast = Number(block === blocks - 1);
    view.setUint32(6 + 4 * block, 2 ** 17 << 3 | 1 << 1 | isLast, true);
  }
  return frame;
}

function* bombs(): Generator<Hostile> {
  const word = 2 ** 26;
  const six = ASCII.encode("abcdef");
  yield {
    name: "one word of 64 MiB in every row",
    bytes: withWords(new Uint8Array(word).fill(65), Int32Array.of(0, word)),
  };
  yield {
    name: "5,000,000 words without letters",
    bytes: withWords(new Uint8Array(), new Int32Array(5_000_001)),
  };
  yield {
    name: "words that run backwards",
    bytes: withWords(six, Int32Array.of(0, 5, 2, 6)),
  };
  yield {
    name: "a word outside the letters",
    bytes: withWords(six, Int32Array.of(0, 3, 2 ** 30)),
  };
  yield {
    name: "a word at a negative place",
    bytes: withWords(six, Int32Array.of(-4, 3, 6)),
  };
  yield {
    name: "words that are no UTF-8",
    bytes: withWords(
      Uint8Array.of(0xff, 0xfe, 0xc0, 0x80),
      Int32Array.of(0, 2, 4),
    ),
  };
  for (
    const [said, size, says] of [
      ["4 GiB of zeros in one buffer", 2 ** 32, 2 ** 32],
      ["4 GiB of zeros that say they are 36,864 bytes", 2 ** 32, 36_864],
      ["96 MiB of zeros that say they are 36,864 bytes", 3 * 2 ** 25, 36_864],
    ] as const
  ) yield { name: said, bytes: withFrame(zeros(size), says) };
  // As a compressor writes them: their blocks do not tell.
  const large = zstdCompressSync(new Uint8Array(3 * 2 ** 25));
  yield {
    name: "96 MiB of zeros, compressed, that say they are 36,864 bytes",
    bytes: withFrame(large, 36_864),
  };
}

/** A result file in which a buffer is another frame, which says it has so many bytes; it lies behind all others. */
function withFrame(frame: Uint8Array, says: number): Uint8Array {
  const whole = soundBytes();
  const at = places(whole);
  const end = wholeAt(at.view, at.batches[0]!) +
    at.view.getInt32(at.batches[0]! + 8, true) +
    wholeAt(at.view, at.batches[0]! + 16);
  const room = Math.ceil((frame.length + 8) / 8) * 8;
  const bytes = new Uint8Array(whole.length + room);
  bytes.set(whole.subarray(0, end));
  bytes.set(frame, end + 8);
  bytes.set(whole.subarray(end), end + room);
  new DataView(bytes.buffer).setBigInt64(end, BigInt(says), true);
  const grown = places(bytes);
  const body = wholeAt(grown.view, grown.batches[0]! + 16);
  int64(grown.view, grown.batches[0]! + 16, body + room);
  int64(grown.view, grown.message.slot(3), body + room);
  const last = grown.buffers.at(-1)!;
  int64(grown.view, last, body);
  int64(grown.view, last + 8, frame.length + 8);
  return bytes;
}

/** Every hostile file, one after the other. */
export function* hostileFiles(): Generator<Hostile> {
  yield* magic();
  for (const [name, change] of changes()) {
    const bytes = soundBytes().slice();
    change(places(bytes));
    yield { name, bytes };
  }
  yield* bombs();
}
