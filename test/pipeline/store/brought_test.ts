import { deepEqual, rejects } from "node:assert/strict";
import { join } from "node:path";
import { readBrought } from "../../../pipeline/store/brought.ts";
import { link } from "../../fixtures/link.ts";
import { inTemporaryFolder } from "../../fixtures/tiny.ts";

Deno.test("readBrought() worked: JSON files in order, then the result files named, nothing else", () =>
  inTemporaryFolder(async (folder) => {
    await Deno.mkdir(join(folder, "set"));
    for (const name of ["study.json", "p.json", "note.txt", "set/4.arrow"]) {
      await Deno.writeTextFile(join(folder, name), name.slice(0, 3));
    }
    const found = await readBrought(folder, ["set/4.arrow"], 3);
    deepEqual(
      found.map(({ name, bytes }) => [name, new TextDecoder().decode(bytes)]),
      [["p.json", "p.j"], ["study.json", "stu"], ["set/4.arrow", "set"]],
    );
  }));

Deno.test("readBrought() refuses what is too large, not there, or a link", () =>
  inTemporaryFolder(async (folder) => {
    const large = join(folder, "large.arrow");
    await Deno.writeTextFile(large, "1234");
    await rejects(readBrought(folder, ["large.arrow"], 3), {
      name: "TypeError",
      message:
        `Cannot read ${large}: it has 4 bytes, more than the 3 that are taken`,
    });
    await rejects(readBrought(folder, ["gone.arrow"], 3), {
      name: "TypeError",
      message: `Cannot read ${
        join(folder, "gone.arrow")
      }: there is no such file`,
    });
    const other = join(folder, "link.arrow");
    await link("large.arrow", other);
    await rejects(readBrought(folder, ["link.arrow"], 9), {
      name: "TypeError",
      message: `Cannot use ${other}: it is a link`,
    });
    await rejects(readBrought(folder, ["../large.arrow"], 9), /does not lie/);
  }));
