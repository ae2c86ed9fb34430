import { deepEqual, equal, rejects } from "node:assert/strict";
import { join } from "node:path";
import fc from "fast-check";
import {
  appender,
  framed,
  type JournalHeader,
  openJournal,
  readJournal,
  settingsChanges,
} from "../../../pipeline/store/journal.ts";
import { onDisk } from "../../../pipeline/store/files.ts";
import { simulatedDisk, type Trouble } from "../../fixtures/simulated_disk.ts";
import { inTemporaryFolder } from "../../fixtures/tiny.ts";

const header: JournalHeader = {
  kind: "header",
  schema: 1,
  run: "sums/one-w16-full",
  digest: "0",
  settings: { model: "one", budgets: [8, 16] },
};

const records = [
  { kind: "think", ids: [1, 2, 3], stop: false },
  { kind: "answer", text: "7}" },
  { kind: "answer", text: null },
  { kind: "answer", text: "é\u2028\u0000" },
];

const noVisit = () => {};

/** Opens, appends, closes. */
async function append(
  path: string,
  more: readonly unknown[],
  files = onDisk,
): Promise<void> {
  const journal = await openJournal(path, header, noVisit, files);
  await Promise.all(more.map((record) => journal.append(record)));
  await journal.close();
}

/** Header and records of a journal as a reader sees them. */
async function read(path: string, files = onDisk) {
  const found: unknown[] = [];
  const begun = await readJournal(
    path,
    () => (record) => void found.push(record),
    files,
  );
  return { begun, found };
}

/** What opening for writing says of a journal, and what it then holds. */
async function reopened(path: string, files = onDisk) {
  const found: unknown[] = [];
  const journal = await openJournal(
    path,
    header,
    (record) => void found.push(record),
    files,
  );
  await journal.close();
  return { cut: journal.cut, found };
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}

const frames = [header, ...records].map(framed);
const whole = joined(frames);
/** Where each record ends. */
const ends = frames.map((_, at) => joined(frames.slice(0, at + 1)).length);

Deno.test("records longer than what is read at once come back, and those that lie across its ends", () =>
  inTemporaryFolder(async (folder) => {
    const path = join(folder, "journal");
    const long = (letters: number, at: number) => ({
      at,
      text: String.fromCharCode(97 + at % 26).repeat(letters),
    });
    const lengths = [10, 1 << 20, 400_000, 400_000, 400_000, 3 << 20, 7];
    const written = lengths.map(long);
    await append(path, written);
    deepEqual((await read(path)).found, written);
    await Deno.truncate(path, (await Deno.stat(path)).size - 1);
    deepEqual((await read(path)).found, written.slice(0, -1));
    const bytes = await Deno.readFile(path);
    bytes[(2 << 20) + 99]! ^= 1;
    await Deno.writeFile(path, bytes);
    await rejects(read(path), /is damaged, at byte \d+/);
  }));

Deno.test("framed() worked: length, CRC32C computed elsewhere, JSON", () => {
  deepEqual([...framed({})], [2, 0, 0, 0, 0xaa, 0xd0, 0x7b, 0x29, 123, 125]);
});

Deno.test("a journal on disk is its frames, one after the other", () =>
  inTemporaryFolder(async (folder) => {
    const path = join(folder, "data", ".journal", "sums", "run");
    await append(path, records.slice(0, 2));
    await append(path, records.slice(2));
    deepEqual(await Deno.readFile(path), whole);
    deepEqual(await read(path), { begun: header, found: records });
  }));

Deno.test("any records come back in their order, however they were appended", () =>
  inTemporaryFolder(async (folder) => {
    let count = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(fc.object({ maxDepth: 2 }), { maxLength: 6 }), {
          maxLength: 4,
        }),
        async (sessions) => {
          const path = join(folder, `${count++}`);
          const written = JSON.parse(JSON.stringify(sessions));
          for (const session of written) await append(path, session);
          const { found } = await read(path);
          deepEqual(found, written.flat());
          deepEqual((await reopened(path)).found, written.flat());
        },
      ),
      { numRuns: 40 },
    );
  }));

Deno.test("a journal that is not there is null", () =>
  inTemporaryFolder(async (folder) => {
    deepEqual(await read(join(folder, "gone")), { begun: null, found: [] });
  }));

/** A disk that holds a journal of these bytes, and where. */
function diskWith(bytes: Uint8Array) {
  const { files } = simulatedDisk(
    new Map([["set", new Map([["journal", bytes]])]]),
  );
  const path = "set/journal";
  const content = async () => {
    const file = (await files.openToRead(path))!;
    const found = new Uint8Array(await file.size());
    await file.read(found);
    return found;
  };
  return { files, path, content };
}

Deno.test("every cut length opens, loses only the torn last record, and can be gone on with", async () => {
  for (let length = 0; length <= whole.length; length++) {
    const { files, path, content } = diskWith(whole.slice(0, length));
    const there = ends.filter((end) => end <= length).length;
    const left = records.slice(0, Math.max(0, there - 1));
    const { begun, found } = await read(path, files);
    deepEqual(begun, there > 0 ? header : null, `cut to ${length}`);
    deepEqual(found, left, `cut to ${length}`);
    equal((await content()).length, length, "a reader changes nothing");
    const { cut, found: again } = await reopened(path, files);
    equal(cut, length - (ends[there - 1] ?? 0));
    equal(
      (await content()).length,
      ends[Math.max(0, there - 1)],
      "nothing is left of the torn record",
    );
    deepEqual(again, left);
    await append(path, records.slice(left.length), files);
    deepEqual(await content(), whole);
  }
});

Deno.test("any flipped bit before the last record is damage, told with its place, and nothing is cut off", async () => {
  for (let bit = 0; bit < 8 * ends.at(-2)!; bit++) {
    const at = bit >> 3;
    const flipped = whole.slice();
    flipped[at]! ^= 1 << (bit & 7);
    const { files, path, content } = diskWith(flipped);
    const start = ends.findLast((end) => end <= at) ?? 0;
    const damaged = {
      name: "TypeError",
      message: `Cannot read ${path}: it is damaged, at byte ${start}`,
    };
    await rejects(read(path, files), damaged, `bit ${bit}`);
    await rejects(openJournal(path, header, noVisit, files), damaged);
    deepEqual(await content(), flipped);
  }
});

Deno.test("a flipped bit in the last record loses that record alone", () =>
  inTemporaryFolder(async (folder) => {
    const path = join(folder, "journal");
    for (let at = ends.at(-2)!; at < whole.length; at++) {
      const flipped = whole.slice();
      flipped[at]! ^= 1 << (at & 7);
      await Deno.writeFile(path, flipped);
      deepEqual((await read(path)).found, records.slice(0, -1));
    }
  }));

Deno.test("a whole record that is no JSON, and a first one that is no header, are refused", () =>
  inTemporaryFolder(async (folder) => {
    const path = join(folder, "journal");
    await Deno.writeFile(path, joined([framed({ kind: "think" })]));
    await rejects(read(path), /does not begin with a header of schema 1/);
    for (const first of [null, { ...header, kind: "think" }]) {
      await Deno.writeFile(path, framed(first));
      await rejects(read(path), /does not begin with a header of schema 1/);
    }
    // "{]" with its own CRC32C.
    const noJson = [2, 0, 0, 0, 0x74, 0x5e, 0xc6, 0x09, 0x7b, 0x5d];
    await Deno.writeFile(path, joined([whole, Uint8Array.from(noJson)]));
    await rejects(read(path), {
      message: `Cannot read ${path}: it is damaged, at byte ${whole.length}`,
    });
    await Deno.writeFile(path, framed({ ...header, schema: 2 }));
    await rejects(
      openJournal(path, header, noVisit),
      /does not begin with a header of schema 1/,
    );
  }));

Deno.test("a second writer is refused and harms nothing, a reader is not", () =>
  inTemporaryFolder(async (folder) => {
    const path = join(folder, "journal");
    const first = await openJournal(path, header, noVisit);
    await first.append(records[0]);
    await rejects(openJournal(path, header, noVisit), {
      message: `Cannot write ${path}: another runner holds it`,
    });
    deepEqual((await read(path)).found, [records[0]]);
    await first.append(records[1]);
    await first.close();
    deepEqual((await reopened(path)).found, records.slice(0, 2));
  }));

Deno.test("other settings are refused, naming what changed, and the journal stays", () =>
  inTemporaryFolder(async (folder) => {
    const path = join(folder, "journal");
    await append(path, records);
    const other = {
      ...header,
      settings: { model: "two", budgets: [8, 16], seed: 7 },
    };
    await rejects(openJournal(path, other, noVisit), {
      name: "RangeError",
      message:
        `Cannot go on with ${path}: it was begun with other settings, model was "one", is "two"; seed was nothing, is 7`,
    });
    await rejects(
      openJournal(path, { ...header, run: "sums/two" }, noVisit),
      /run was "sums\/one-w16-full", is "sums\/two"/,
    );
    deepEqual(await Deno.readFile(path), whole);
  }));

Deno.test("a visitor that refuses a record leaves the journal as it was, and free", () =>
  inTemporaryFolder(async (folder) => {
    const path = join(folder, "journal");
    await append(path, records);
    await rejects(
      openJournal(path, header, () => {
        throw new TypeError("out of order");
      }),
      /out of order/,
    );
    deepEqual(await Deno.readFile(path), whole);
    deepEqual((await reopened(path)).found, records);
  }));

Deno.test("settingsChanges() shortens long values", () => {
  deepEqual(settingsChanges({ a: 1, b: [1] }, { a: 1, b: [1] }), []);
  const [change] = settingsChanges({ a: 0 }, { a: "x".repeat(100) });
  equal(change, `a was 0, is "${"x".repeat(76)}...`);
  const longest = "x".repeat(78);
  deepEqual(settingsChanges({ a: 0 }, { a: longest }), [
    `a was 0, is "${longest}"`,
  ]);
});

Deno.test("a tail of zeros, as a power cut may leave, is an unfinished record of no harm", () =>
  inTemporaryFolder(async (folder) => {
    const path = join(folder, "journal");
    for (const zeros of [1, 7, 8, 9, 64]) {
      await Deno.writeFile(path, joined([whole, new Uint8Array(zeros)]));
      deepEqual(await reopened(path), { cut: zeros, found: records });
    }
  }));

Deno.test("openJournal() syncs the folder of the journal and the two above it", () =>
  inTemporaryFolder(async (folder) => {
    const synced: string[] = [];
    const files = {
      ...onDisk,
      syncFolder: (each: string) => {
        synced.push(each);
        return onDisk.syncFolder(each);
      },
    };
    const path = join(folder, "set/.journal/run");
    await append(path, records, files);
    deepEqual(synced, [
      join(folder, "set/.journal"),
      join(folder, "set"),
      folder,
    ]);
  }));

/** A file that only remembers; each sync waits to be let through. */
function slowSink() {
  const written: Uint8Array[] = [];
  const syncs: PromiseWithResolvers<void>[] = [];
  return {
    written,
    syncs,
    write: (bytes: Uint8Array) => {
      written.push(bytes.slice());
      return Promise.resolve(bytes.length);
    },
    sync: () => {
      const sync = Promise.withResolvers<void>();
      syncs.push(sync);
      return sync.promise;
    },
  };
}

/** Lets everything that can go on without a sync do so. */
const settle = () => new Promise((resolve) => setTimeout(resolve, 0));

Deno.test("records that wait together share one sync, and none is acknowledged before it", async () => {
  const sink = slowSink();
  const { append, idle } = appender(sink, "journal");
  const acknowledged: number[] = [];
  const add = (at: number) =>
    append({ at }).then(() => void acknowledged.push(at));
  const first = [add(0), add(1)];
  await settle();
  const second = [add(2), add(3), add(4)];
  await settle();
  deepEqual([sink.written.length, sink.syncs.length], [1, 1]);
  deepEqual(acknowledged, []);
  sink.syncs[0]!.resolve();
  await Promise.all(first);
  await settle();
  deepEqual(acknowledged, [0, 1]);
  deepEqual([sink.written.length, sink.syncs.length], [2, 2]);
  sink.syncs[1]!.resolve();
  await Promise.all(second);
  await idle();
  deepEqual(acknowledged, [0, 1, 2, 3, 4]);
  deepEqual(
    joined(sink.written),
    joined([0, 1, 2, 3, 4].map((at) => framed({ at }))),
  );
});

Deno.test("short writes are gone on with", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1 }),
      async (lengths) => {
        const written: Uint8Array[] = [];
        let call = 0;
        const { append } = appender({
          write: (bytes) => {
            const part = bytes.slice(0, lengths[call++ % lengths.length]!);
            written.push(part);
            return Promise.resolve(part.length);
          },
          sync: () => Promise.resolve(),
        }, "journal");
        await Promise.all(records.map(append));
        deepEqual(joined(written), joined(records.map(framed)));
      },
    ),
  );
});

for (const what of ["write", "sync"] as const) {
  Deno.test(`a ${what} that fails refuses its records and every later one`, async () => {
    let fails = false;
    let calls = 0;
    const trouble = () => Promise.reject(new Error("No space left on device"));
    const { append, idle } = appender({
      write: (bytes) => {
        calls++;
        return fails && what === "write"
          ? trouble()
          : Promise.resolve(bytes.length);
      },
      sync: () => fails && what === "sync" ? trouble() : Promise.resolve(),
    }, "here");
    await append(records[0]);
    fails = true;
    const refused = { message: "Cannot write here: No space left on device" };
    const together = [append(records[1]), append(records[2])];
    for (const each of together) await rejects(each, refused);
    fails = false;
    await rejects(append(records[3]), refused);
    await idle();
    equal(calls, 2, "nothing is written after a failure");
  });
}

Deno.test("a full disk that shows as a short write first is a failure", async () => {
  let room = 20;
  const { append } = appender({
    write: (bytes) => {
      if (room === 0) return Promise.reject(new Error("No space left"));
      const count = Math.min(room, bytes.length);
      room -= count;
      return Promise.resolve(count);
    },
    sync: () => Promise.resolve(),
  }, "here");
  await rejects(append(records[0]), /Cannot write here: No space left/);
  await rejects(append(records[1]), /Cannot write here: No space left/);
});

Deno.test("close() waits for what was appended", () =>
  inTemporaryFolder(async (folder) => {
    const path = join(folder, "journal");
    const journal = await openJournal(path, header, noVisit);
    const all = records.map((record) => journal.append(record));
    await journal.close();
    await Promise.all(all);
    deepEqual((await read(path)).found, records);
  }));

/** A journal on a troubled disk: two records, the second while the trouble lasts, and what is there once it is over. */
async function troubled(trouble: Trouble, over: Trouble) {
  const now: Trouble = {};
  const disk = simulatedDisk(new Map(), now);
  const path = "set/journal";
  const { append } = await openJournal(path, header, noVisit, disk.files);
  await append(records[0]);
  Object.assign(now, trouble);
  const message = await append(records[1]).then(() => null, String);
  const later = await append(records[2]).then(() => null, String);
  disk.kill();
  Object.assign(now, over);
  return { message, later, ...await reopened(path, disk.restarted().files) };
}

Deno.test("a disk that fills up at any byte is told, and with room again the journal goes on from the last whole record", async () => {
  const size = framed(records[1]).length;
  for (let room = 0; room < size; room++) {
    deepEqual(
      await troubled({ room, mouthful: 7 }, { room: 1e6 }),
      {
        message:
          "Error: Cannot write set/journal: No space left on device (os error 28)",
        later:
          "Error: Cannot write set/journal: No space left on device (os error 28)",
        cut: room,
        found: [records[0]],
      },
    );
  }
});

Deno.test("a sync that fails is told and ends the journal; what was acknowledged before is there", async () => {
  const { message, later, found } = await troubled({ syncFails: true }, {
    syncFails: false,
  });
  const refused =
    "Error: Cannot write set/journal: Input/output error (os error 5)";
  deepEqual([message, later], [refused, refused]);
  deepEqual(found[0], records[0]);
});
