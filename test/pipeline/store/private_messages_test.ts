import { deepEqual, equal, rejects } from "node:assert/strict";
import { join } from "node:path";
import {
  messagesFile,
  readMessages,
  writeMessages,
} from "../../../pipeline/store/private_messages.ts";
import type { Benchmark } from "../../../pipeline/study/benchmark.ts";
import { inTemporaryFolder } from "../../fixtures/tiny.ts";

Deno.test("messages are read back, and nobody but their owner may read them", () =>
  inTemporaryFolder(async (folder) => {
    const messages = new Map([["p-1", "How many?"]]);
    await writeMessages(folder, "asked", messages);
    await writeMessages(folder, "asked", messages);
    const benchmark = { name: "asked" } as Benchmark;
    deepEqual(await readMessages(folder, benchmark), messages);
    const mode = async (path: string) => (await Deno.stat(path)).mode! & 0o777;
    equal(await mode(messagesFile(folder, "asked")), 0o600);
    equal(await mode(join(folder, ".private")), 0o700);
  }));

Deno.test("readMessages() is null where none were written, and refuses those of another benchmark without repeating a text", () =>
  inTemporaryFolder(async (folder) => {
    const benchmark = { name: "asked" } as Benchmark;
    equal(await readMessages(folder, benchmark), null);
    await writeMessages(folder, "other", new Map([["p-1", "How many?"]]));
    const file = messagesFile(folder, "asked");
    const refused = {
      name: "TypeError",
      message:
        `Cannot read ${file}: it is damaged or of another benchmark; write it again with deno task benchmarks`,
    };
    await Deno.rename(messagesFile(folder, "other"), file);
    await rejects(readMessages(folder, benchmark), refused);
    await Deno.writeTextFile(file, '{"How many?');
    await rejects(readMessages(folder, benchmark), refused);
    await Deno.remove(file);
    await Deno.mkdir(file);
    await rejects(readMessages(folder, benchmark), Deno.errors.IsADirectory);
  }));
