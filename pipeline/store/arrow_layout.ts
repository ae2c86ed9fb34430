/** What the schema of an Arrow file says of the buffers of its columns. */
import { listAt, type Slots, tableAt, textAt, wholeAt } from "./flat_table.ts";

const MOST_COLUMNS = 64;
/** Entries of metadata, and bytes of each. */
const MOST_ENTRIES = 64;
const MOST_TEXT = 2 ** 20;

/** Types of the format's schema by number. */
const INT = 2;
const FLOAT = 3;
const UTF8 = 5;
const BOOL = 6;

/** The least bytes each buffer of a column has for some rows, its validity apart. */
export interface Layout {
  readonly room: readonly ((rows: number) => number)[];
}

/** The layout of a record batch's columns, and of the words of dictionaries by id. */
export interface Layouts {
  readonly columns: readonly Layout[];
  readonly dictionaries: ReadonlyMap<number, Layout>;
}

const WORDS: Layout = {
  room: [(rows) => rows === 0 ? 0 : 4 * (rows + 1), () => 0],
};
const BITS: Layout = { room: [(rows) => Math.ceil(rows / 8)] };
const wide = (bytes: number): Layout => ({ room: [(rows) => rows * bytes] });

/** Reads the schema of a footer. RangeError where it is damaged or has columns no file of ours has. */
export function layoutOf(view: DataView, footer: Slots): Layouts {
  walkEntries(view, footer(4));
  if (footer(1) === 0) throw new RangeError("no schema");
  const schema = tableAt(view, footer(1));
  if (schema(0) && view.getInt16(schema(0), true) !== 0) {
    throw new RangeError("numbers with their high byte first");
  }
  walkEntries(view, schema(2));
  const fields = listAt(view, schema(1), 4);
  if (fields.length > MOST_COLUMNS) {
    throw new RangeError(`${fields.length} columns`);
  }
  const dictionaries = new Map<number, Layout>();
  const columns = Array.from({ length: fields.length }, (_, item) => {
    const field = tableAt(view, fields.at(item));
    const name = textAt(view, field(0), MOST_TEXT);
    walkEntries(view, field(6));
    if (listAt(view, field(5), 4).length > 0) {
      throw new RangeError(`columns inside column ${name}`);
    }
    const values = typeLayout(view, field, name);
    if (field(4) === 0) return values;
    if (values !== WORDS) {
      throw new RangeError(`a dictionary of other than texts in ${name}`);
    }
    const encoding = tableAt(view, field(4));
    dictionaries.set(encoding(0) ? wholeAt(view, encoding(0)) : 0, WORDS);
    return encoding(1) === 0 ? wide(4) : whole(view, encoding(1), name);
  });
  return { columns, dictionaries };
}

function typeLayout(view: DataView, field: Slots, name: string): Layout {
  const type = field(2) ? view.getUint8(field(2)) : 0;
  if (field(3) === 0) throw new RangeError(`no type in column ${name}`);
  if (type === UTF8) return WORDS;
  if (type === BOOL) return BITS;
  if (type === INT) return whole(view, field(3), name);
  if (type === FLOAT) {
    const precision = tableAt(view, field(3))(0);
    const halves = precision ? view.getInt16(precision, true) : 0;
    if (halves >= 0 && halves <= 2) return wide(2 << halves);
  }
  throw new RangeError(`a type ${type} in column ${name}, which is not read`);
}

function whole(view: DataView, place: number, name: string): Layout {
  const slots = tableAt(view, place);
  const bits = slots(0) ? view.getInt32(slots(0), true) : 0;
  if (![8, 16, 32, 64].includes(bits)) {
    throw new RangeError(`numbers of ${bits} bits in column ${name}`);
  }
  return wide(bits / 8);
}

/** Metadata as names and texts. */
function walkEntries(view: DataView, place: number): void {
  const { length, at } = listAt(view, place, 4);
  if (length > MOST_ENTRIES) {
    throw new RangeError(`${length} entries of metadata`);
  }
  for (let item = 0; item < length; item++) {
    const entry = tableAt(view, at(item));
    textAt(view, entry(0), MOST_TEXT);
    textAt(view, entry(1), MOST_TEXT);
  }
}
