import { deepEqual, equal } from "node:assert/strict";
import { cuts, flips, sealed, soundBytes, unsealed } from "./damage.ts";

const bytes = soundBytes();

Deno.test("no cut of a sealed file is taken, at any length", async () => {
  const { tried, failed } = await sealed("cuts", cuts(bytes));
  deepEqual([tried, failed], [bytes.length, []]);
});

Deno.test("no flipped bit of a sealed file is taken, 6,000 times", async () => {
  const { tried, failed } = await sealed("flips", flips(bytes, 6000));
  deepEqual([tried, failed], [6000, []]);
});

Deno.test("a file from elsewhere is refused at any length it is cut to", async () => {
  const { failed, fates } = await unsealed("cuts", cuts(bytes));
  deepEqual(failed, []);
  deepEqual(fates, { refused: bytes.length, same: 0, different: 0 });
});

Deno.test("a flipped bit in a file from elsewhere is refused with its name, or hits what says something else and is sound", async () => {
  const { failed, fates } = await unsealed("flips", flips(bytes, 1500));
  deepEqual(failed, []);
  equal(fates.refused + fates.same + fates.different, 1500);
  // Words and metadata may be others and sound: only a seal tells.
  equal(fates.different <= 75, true, `${fates.different}`);
});

Deno.test("the sound file itself is taken", async () => {
  const { failed } = await sealed("nothing", [bytes]);
  deepEqual(failed, ["it was taken as if sound"]);
  const { fates } = await unsealed("nothing", [bytes]);
  deepEqual(fates, { refused: 0, same: 1, different: 0 });
});
