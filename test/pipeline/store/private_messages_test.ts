import { deepEqual, equal } from "node:assert/strict";
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
