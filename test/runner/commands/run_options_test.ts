import { deepEqual, equal, throws } from "node:assert/strict";
import { UsageError } from "../../../pipeline/commands/command.ts";
import {
  concurrencyOf,
  flagsOf,
  serverUrls,
} from "../../../runner/commands/run_options.ts";

const refused = (action: () => unknown, message: RegExp) =>
  throws(
    action,
    (error: Error) =>
      error instanceof UsageError && message.test(error.message),
  );

Deno.test("serverUrls() reads http and https addresses", () => {
  deepEqual(
    serverUrls(["http://127.0.0.1:8000", "https://gpu.example/two"])
      .map(({ href }) => href),
    ["http://127.0.0.1:8000/", "https://gpu.example/two"],
  );
});

Deno.test("serverUrls() refuses what is no address of a server", () => {
  refused(() => serverUrls(undefined), /Name a server/);
  refused(() => serverUrls([]), /Name a server/);
  for (
    const text of ["", "127.0.0.1:8000", "localhost", "ftp://a", "file:///a"]
  ) {
    refused(() => serverUrls([text]), /is no http or https address/);
  }
});

Deno.test("serverUrls() refuses a key in the address and does not repeat it", () => {
  for (const text of ["http://me:canary@a:1", "http://canary@a:1"]) {
    throws(() => serverUrls([text]), (error: Error) => {
      equal(error.message.includes("canary"), false);
      return /NOTALLBITS_API_KEY/.test(error.message);
    });
  }
});

Deno.test("concurrencyOf() is a whole number from 1, 1024 when none is named", () => {
  equal(concurrencyOf(), 1024);
  equal(concurrencyOf("1"), 1);
  for (const text of ["0", "-1", "1.5", "many", "", "Infinity"]) {
    refused(() => concurrencyOf(text), /Cannot have .* requests in flight/);
  }
});

Deno.test("flagsOf() splits at the first equals sign", () => {
  deepEqual(flagsOf(), {});
  deepEqual(flagsOf(["dtype=float32", "args=--a=1 --b", "empty="]), {
    dtype: "float32",
    args: "--a=1 --b",
    empty: "",
  });
  for (const text of ["dtype", "=float32", "a b=1"]) {
    refused(() => flagsOf([text]), /Cannot read --flag .*: give NAME=VALUE/);
  }
});
