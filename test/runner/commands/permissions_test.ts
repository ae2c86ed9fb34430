import { deepEqual } from "node:assert/strict";
import { runnerPermissions } from "../../../runner/commands/permissions.ts";

Deno.test("runnerPermissions() worked: the journals of one data set, its servers, no more", () => {
  deepEqual(
    runnerPermissions("data/nano", [
      new URL("http://127.0.0.1:8000"),
      new URL("http://gpu.example/two"),
      new URL("https://gpu.example"),
    ]),
    [
      "--allow-write=data/nano/.journal",
      "--allow-env=NOTALLBITS_API_KEY",
      "--allow-net=127.0.0.1:8000,gpu.example:80,gpu.example:443",
    ],
  );
});
