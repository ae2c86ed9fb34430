import { deepEqual, ok } from "node:assert/strict";
import { OURS } from "../../../pipeline/figures/ours.ts";
import { results } from "../../../pipeline/reproduce.ts";

const paper = await results("data/paper", { variants: true });
const nano = await results("data/nano", { variants: true });

const drawn = (name: string, from = paper) =>
  OURS.find((figure) => figure.name === name)!.draw(from);

/** The texts of a figure. */
const texts = (svg: string) =>
  [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text]) => text);

Deno.test("OURS are the findings at a glance, the frontier's stability and the size threshold", () => {
  deepEqual(OURS.map(({ name }) => name), ["glance", "stability", "threshold"]);
});

Deno.test("the glance has a letter for every ruling, as the study says and under every other choice", () => {
  const { svg, caption } = drawn("glance");
  const letters = texts(svg).filter((text) => /^[SPUCI]$/.test(text!));
  const says = paper.rulings.flatMap(({ finding, says }) => [
    says,
    ...paper.variants.map((variant) => variant.says[finding]!),
  ]).map((says) => says.slice(0, 1).toUpperCase());
  // The five of the legend beside them.
  deepEqual(letters.toSorted(), [...says, ..."SPUCI"].toSorted());
  for (const { statement } of paper.variants) ok(caption.includes(statement));
  for (const { passingShare } of paper.rulings) {
    ok(caption.includes(`${(100 * passingShare!).toFixed(1)} %`));
  }
});

Deno.test("the glance of rulings that the data cannot decide has no shares, and none at all says so", () => {
  ok(drawn("glance", nano).caption.includes("contradicted is 3"));
  const none = drawn("glance", { ...nano, rulings: [] });
  ok(none.caption.startsWith("Not drawn: "));
});

Deno.test("the stability names the least steady member of the frontier", () => {
  const { caption } = drawn("stability");
  ok(
    caption.includes(
      "the least steady is 14B 8-bit at 30k tokens with 46.2 %",
    ),
    caption,
  );
});

Deno.test("the threshold shows the estimate of finding 1 and its resamples, and nano has none", () => {
  const { caption } = drawn("threshold");
  const { value, lower, upper } = paper.rulings[0]!.estimates[0]!;
  for (const size of [value, lower, upper]) {
    ok(caption.includes(`${size.toFixed(2)} GiB`), caption);
  }
  ok(drawn("threshold", nano).caption.startsWith("Not drawn: "));
});
