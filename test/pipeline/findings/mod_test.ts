import { deepEqual, equal, ok } from "node:assert/strict";
import {
  findings,
  FINDINGS_OF_THE_PAPER,
} from "../../../pipeline/findings/mod.ts";
import { scoresOf } from "../../fixtures/measured.ts";
import { tinyStudy } from "../../fixtures/tiny.ts";

Deno.test("findings are called finding-1 .. finding-6, in the paper's order, each once", () => {
  const names = findings.map(({ name }) => name);
  const ofThePaper = Array.from(
    { length: FINDINGS_OF_THE_PAPER },
    (_, i) => `finding-${i + 1}`,
  );
  deepEqual(names, ofThePaper.filter((name) => names.includes(name)));
});

Deno.test("every finding of a study without claims and measurements is insufficient in every part", () => {
  for (const { name, parts } of findings) {
    const all = parts(tinyStudy(), []);
    ok(all.some(({ deciding }) => deciding), name);
    for (const { part, decide } of all) {
      equal(
        decide(scoresOf()).outcome,
        "insufficient",
        `${name} (${part})`,
      );
    }
  }
});
