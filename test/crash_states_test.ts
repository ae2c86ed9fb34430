import { deepEqual, ok } from "node:assert/strict";
import { type Files, type OpenFile } from "../pipeline/store/files.ts";
import { explore, type Weaken } from "./fixtures/crash_states.ts";

/** A disk whose files are changed as they are opened for writing. */
const withFiles =
  (changed: (file: OpenFile, path: string) => Partial<OpenFile>): Weaken =>
  (files) => ({
    ...files,
    openToWrite: async (path) => {
      const file = await files.openToWrite(path);
      return { ...file, ...changed(file, path) };
    },
  });

const nothing = () => Promise.resolve();

/** What a careless program would do, and how that shows. */
const WEAKER: readonly {
  readonly name: string;
  readonly weaken: Weaken;
  readonly lost: RegExp;
}[] = [
  {
    name: "nothing is synced",
    weaken: withFiles(() => ({ sync: nothing })),
    lost: /an acknowledged record is gone/,
  },
  {
    name: "a record is acknowledged before it is synced",
    weaken: withFiles((file, path) => {
      if (path.endsWith(".tmp")) return {};
      let behind = false;
      const catchUp = async () => {
        if (behind) await file.sync();
        behind = false;
      };
      return {
        write: async (bytes) => {
          await catchUp();
          return await file.write(bytes);
        },
        sync: () => {
          behind = true;
          return nothing();
        },
      };
    }),
    lost: /an acknowledged record is gone/,
  },
  {
    name: "folders are not synced",
    weaken: (files): Files => ({ ...files, syncFolder: nothing }),
    lost: /an acknowledged record is gone/,
  },
  {
    name: "a result file is written in place",
    weaken: (files): Files => ({
      ...files,
      openToWrite: (path) => files.openToWrite(path.replace(/\.tmp$/, "")),
      rename: nothing,
    }),
    lost: /is neither the old nor the new file/,
  },
  {
    name: "a result file is renamed before it is synced",
    weaken: withFiles((_, path) =>
      path.endsWith(".tmp") ? { sync: nothing } : {}
    ),
    lost: /is neither the old nor the new file/,
  },
  {
    name: "an unfinished record is not cut off",
    weaken: withFiles(({ size, seek }, path) =>
      path.endsWith(".tmp")
        ? {}
        : { truncate: nothing, seek: async () => seek(await size()) }
    ),
    lost: /it is damaged/,
  },
  {
    name: "what a killed call wrote is trusted before it is synced",
    weaken: withFiles((file) => {
      let wrote = false;
      return {
        write: (bytes) => {
          wrote = true;
          return file.write(bytes);
        },
        sync: () => wrote ? file.sync() : nothing(),
      };
    }),
    lost: /an acknowledged record is gone/,
  },
];

Deno.test("no power cut, before or after a kill, loses what was acknowledged: all states of our protocol", async () => {
  const { states, losses } = await explore((files) => files, "fine");
  console.log(`${states} distinct states`);
  deepEqual([...losses], []);
  ok(states >= 1000, `${states} states`);
});

for (const { name, weaken, lost } of WEAKER) {
  Deno.test(`a weaker protocol loses something: ${name}`, async () => {
    const { states, losses } = await explore(weaken, "coarse");
    const text = [...losses].map(([what, count]) => `${count} x ${what}`);
    console.log(`${states} states, ${text.join("; ")}`);
    ok([...losses.keys()].some((each) => lost.test(each)), text.join("\n"));
  });
}
