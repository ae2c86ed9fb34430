import { deepEqual, equal, ok } from "node:assert/strict";
import {
  findingsJson,
  findingsMarkdown,
} from "../../../pipeline/figures/findings_report.ts";
import { results } from "../../../pipeline/reproduce.ts";
import { generatedStudy } from "../../../pipeline/study/study.ts";

const nano = await results("data/nano");

Deno.test("findingsMarkdown() gives every ruling, its parts and why", () => {
  const text = findingsMarkdown(nano);
  ok(text.includes("## finding-1: insufficient"));
  ok(text.includes("2 configurations, we ask for 3"));
  ok(!text.includes("SIMULATED"));
  const simulated = findingsMarkdown({
    ...nano,
    study: { ...generatedStudy(nano.study, "nano"), kind: "simulated" },
  });
  ok(simulated.includes("supports no claim about models"));
});

Deno.test("findingsJson() is the rulings, whole", () => {
  const json = JSON.parse(findingsJson(nano));
  equal(json.dataSet, "nano");
  equal(json.kind, "measured");
  deepEqual(json.findings, JSON.parse(JSON.stringify(nano.rulings)));
});
