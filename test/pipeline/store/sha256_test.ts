import { equal } from "node:assert/strict";
import { createHash } from "node:crypto";
import fc from "fast-check";
import { sha256 } from "../../../pipeline/store/sha256.ts";

Deno.test("sha256() of nothing and of abc are the standard's", () => {
  equal(
    sha256(new Uint8Array()),
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
  );
  equal(
    sha256(new TextEncoder().encode("abc")),
    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
  );
});

const byNode = (bytes: Uint8Array) =>
  createHash("sha256").update(bytes).digest("hex");

Deno.test("sha256() is what node:crypto says of any bytes, around a block's end and in several pieces", () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
    equal(sha256(bytes), byNode(bytes));
  }));
  for (const length of [55, 56, 63, 64, 65, 2 ** 20, 2 ** 21 + 100]) {
    const bytes = Uint8Array.from({ length }, (_, i) => i * 7);
    equal(sha256(bytes), byNode(bytes), `${length} bytes`);
  }
});
