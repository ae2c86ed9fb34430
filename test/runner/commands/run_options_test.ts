import { deepEqual, equal, throws } from "node:assert/strict";
import { UsageError } from "../../../pipeline/commands/command.ts";
import {
  concurrencyOf,
  flagsOf,
  namedUrls,
  openLines,
  refuseSecrets,
  secondsOf,
  serverUrls,
} from "../../../runner/commands/run_options.ts";

const refused = (action: () => unknown, message: RegExp) =>
  throws(
    action,
    (error: Error) =>
      error instanceof UsageError && message.test(error.message),
  );

Deno.test("namedUrls() reads http and https addresses of servers and engines", () => {
  const { servers, engines } = namedUrls({
    server: ["http://127.0.0.1:8000", "https://gpu.example/two"],
    engine: ["http://127.0.0.1:8010"],
  });
  deepEqual(
    [servers, engines].map((urls) => urls.map(({ href }) => href)),
    [
      ["http://127.0.0.1:8000/", "https://gpu.example/two"],
      ["http://127.0.0.1:8010/"],
    ],
  );
  equal(namedUrls({ engine: ["http://127.0.0.1:8010"] }).servers.length, 0);
});

Deno.test("namedUrls() refuses what is no address of a server", () => {
  refused(() => namedUrls({}), /Name a server, .*, or an engine/);
  refused(() => namedUrls({ server: [] }), /Name a server/);
  refused(() => serverUrls([]), /Name a server/);
  for (
    const text of ["", "127.0.0.1:8000", "localhost", "ftp://a", "file:///a"]
  ) {
    refused(() => namedUrls({ server: [text] }), /is no http or https address/);
  }
});

Deno.test("namedUrls() refuses a key in the address and does not repeat it", () => {
  for (const text of ["http://me:canary@a:1", "http://canary@a:1"]) {
    throws(() => namedUrls({ engine: [text] }), (error: Error) => {
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

Deno.test("openLines() are plain http to another machine", () => {
  deepEqual(
    openLines(
      [
        "http://127.0.0.1:1",
        "http://localhost",
        "http://[::1]:2",
        "https://gpu.example",
        "http://gpu.example:8000",
        "http://10.0.0.1",
      ].map((text) => new URL(text)),
    ),
    ["gpu.example:8000", "10.0.0.1"],
  );
});

Deno.test("secondsOf() is a number above 0", () => {
  equal(secondsOf(undefined, "seconds", 5), 5);
  equal(secondsOf("0.5", "seconds", 5), 0.5);
  for (const text of ["0", "-1", "soon", "Infinity", ""]) {
    refused(() => secondsOf(text, "seconds", 5), /Cannot use --seconds/);
  }
});

Deno.test("serverUrls() refuses what is no address to put paths behind", () => {
  for (const end of ["?a=1", "#part"]) {
    refused(() => serverUrls([`http://host/v${end}`]), /without \? and #/);
  }
});

Deno.test("serverUrls() refuses an address that is named twice", () => {
  refused(
    () => serverUrls(["http://a:1", "http://a:1/"]),
    /Cannot use server http:\/\/a:1\/ twice/,
  );
});

Deno.test("refuseSecrets() refuses arguments that carry secrets, which are not repeated", () => {
  for (
    const flag of [
      "--api-key=s3",
      "--api_key",
      "--hf-token=s3",
      "--key=s3",
      "--some.password=s3",
      "--client-secret=s3",
    ]
  ) {
    throws(
      () => refuseSecrets([flag]),
      (error: Error) =>
        /^Cannot launch with --.*environment/.test(error.message) &&
        !error.message.includes("s3"),
    );
  }
  refuseSecrets([
    "--max-num-batched-tokens=8192",
    "--tokenizer=a",
    "--long-prefill-token-threshold=4",
    "--ssl-keyfile=a",
    "--dtype=half",
  ]);
});
