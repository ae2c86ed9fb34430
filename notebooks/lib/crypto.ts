/** What the pipeline needs of node:crypto, in a browser: SHA-256 at once, which crypto.subtle only promises. */
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";

/** A hash of texts and bytes, told in hexadecimal digits. */
export function createHash(_: "sha256") {
  const hash = sha256.create();
  const its = {
    update: (data: string | Uint8Array) => {
      hash.update(typeof data === "string" ? utf8ToBytes(data) : data);
      return its;
    },
    digest: (_: "hex") => bytesToHex(hash.digest()),
  };
  return its;
}
