import { deepEqual, equal, rejects } from "node:assert/strict";
import { join } from "node:path";
import { onDisk, writeWhole } from "../../../pipeline/store/files.ts";
import { inTemporaryFolder } from "../../fixtures/tiny.ts";

const bytes = (text: string) => new TextEncoder().encode(text);

Deno.test("onDisk writes, seeks, cuts and reads on from where a file stands", () =>
  inTemporaryFolder(async (folder) => {
    const path = join(folder, "a/b/file");
    await onDisk.makeFolder(join(folder, "a/b"));
    const file = await onDisk.openToWrite(path);
    await writeWhole(file, bytes("0123456789"));
    await file.sync();
    equal(await file.size(), 10);
    await file.seek(4);
    const into = new Uint8Array(3);
    deepEqual([await file.read(into), into], [3, bytes("456")]);
    await file.truncate(7);
    equal(await file.read(into), null);
    await file.seek(0);
    await writeWhole(file, bytes("x"));
    file.close();
    equal(await Deno.readTextFile(path), "x123456");
    // What is there stays when it is opened again.
    const again = await onDisk.openToWrite(path);
    equal(await again.size(), 7);
    again.close();
  }));

Deno.test("onDisk lets one hold a file, gives names, and renames over what is there", () =>
  inTemporaryFolder(async (folder) => {
    const path = join(folder, "file");
    const one = await onDisk.openToWrite(path);
    const other = await onDisk.openToWrite(path);
    deepEqual([await one.tryLock(), await other.tryLock()], [true, false]);
    one.close();
    equal(await other.tryLock(), true);
    await writeWhole(other, bytes("new"));
    other.close();
    await Deno.writeTextFile(join(folder, "old"), "old");
    deepEqual((await onDisk.names(folder)).sort(), ["file", "old"]);
    await onDisk.rename(path, join(folder, "old"));
    await onDisk.syncFolder(folder);
    deepEqual(await onDisk.names(folder), ["old"]);
    equal(await Deno.readTextFile(join(folder, "old")), "new");
  }));

Deno.test("onDisk gives nothing for what is not there, and lets through what is wrong", () =>
  inTemporaryFolder(async (folder) => {
    const gone = join(folder, "gone");
    equal(await onDisk.openToRead(gone), null);
    deepEqual(await onDisk.names(gone), []);
    await rejects(onDisk.syncFolder(gone), Deno.errors.NotFound);
    const file = join(folder, "file");
    await Deno.writeTextFile(file, "");
    await rejects(onDisk.openToRead(join(file, "inner")));
    await rejects(onDisk.names(file));
  }));
