import { equal, rejects } from "node:assert/strict";
import { join } from "node:path";
import { alone } from "../../../pipeline/store/lock.ts";
import { inTemporaryFolder } from "../../fixtures/tiny.ts";

Deno.test("alone() refuses a second at once, and lets it when the first is done or has failed", () =>
  inTemporaryFolder(async (folder) => {
    const path = join(folder, "inner", "lock");
    const first = Promise.withResolvers<string>();
    const begun = Promise.withResolvers<void>();
    const under = alone(path, "busy", () => {
      begun.resolve();
      return first.promise;
    });
    await begun.promise;
    await rejects(
      alone(path, "busy", () => Promise.resolve()),
      /^Error: busy$/,
    );
    first.resolve("done");
    equal(await under, "done");
    await rejects(
      alone(path, "busy", () => Promise.reject(new Error("failed"))),
      /^Error: failed$/,
    );
    equal(await alone(path, "busy", () => Promise.resolve(2)), 2);
  }));
