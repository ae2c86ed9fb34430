import { deepEqual } from "node:assert/strict";
import { waitingLines } from "../../../runner/commands/waiting_lines.ts";
import { ServerError } from "../../../runner/retry.ts";

Deno.test("waitingLines() worked: one line per server and wait, seconds rounded up", () => {
  const lines: string[] = [];
  let now = 0;
  const waiting = waitingLines((line) => void lines.push(line), () => now);
  const at = (time: number, server: string, why: string, seconds: number) => {
    now = time;
    waiting(new ServerError(server, "/version", why, null), seconds);
  };
  at(0, "http://a", "connection refused", 0.5);
  at(100, "http://a", "connection refused", 0.4);
  at(100, "http://b", "status 503, <html>\n  <p>", 3.2);
  at(499, "http://a", "connection refused", 0.9);
  at(500, "http://a", "connection refused", 1);
  at(600, "http://a", "connection refused", 2);
  deepEqual(lines, [
    "Waiting for http://a: connection refused, next try in 1 s",
    "Waiting for http://b: status 503, <html> <p>, next try in 4 s",
    "Waiting for http://a: connection refused, next try in 1 s",
  ]);
});
