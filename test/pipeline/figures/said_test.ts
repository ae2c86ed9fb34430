import { equal } from "node:assert/strict";
import {
  bitsSaid,
  counted,
  frontierSaid,
  listSaid,
  memorySaid,
  percentSaid,
  pointsSaid,
  spanSaid,
} from "../../../pipeline/figures/said.ts";
import { measured } from "../../fixtures/measured.ts";

Deno.test("numbers are said with their units and signs", () => {
  equal(percentSaid(0.4789), "47.9 %");
  equal(pointsSaid(0.031), "+3.1 points");
  equal(pointsSaid(-0.031), "-3.1 points");
  equal(memorySaid(1.5 * 2 ** 30, { name: "GiB", bytes: 2 ** 30 }), "1.50 GiB");
  equal(counted(1, "member"), "1 member");
  equal(counted(0, "member"), "0 members");
});

Deno.test("listSaid() reads as people list", () => {
  equal(listSaid([]), "none");
  equal(listSaid([4]), "4");
  equal(listSaid([1, 4, 16]), "1, 4 and 16");
});

Deno.test("spanSaid() and bitsSaid() of no, one and several members", () => {
  const cost = () => "1 s";
  const one = measured({ accuracy: 0.5, bits: 8 });
  const other = measured({ accuracy: 0.75, bits: 16, budget: 16 });
  equal(
    spanSaid([], cost),
    "The frontier is empty: no scenario reaches its floor.",
  );
  equal(bitsSaid([]), "");
  equal(frontierSaid([], cost), spanSaid([], cost));
  equal(
    frontierSaid([one], cost),
    `${spanSaid([one], cost)} ${bitsSaid([one])}`,
  );
  equal(
    spanSaid([one], cost),
    "The frontier has one member: 50.0 % for 1 s (ONE 8-bit at 8 tokens).",
  );
  equal(
    spanSaid([one, other], cost),
    "The frontier has 2 members, from 50.0 % for 1 s (ONE 8-bit at 8 tokens) to 75.0 % for 1 s (ONE 16-bit at 16 tokens).",
  );
  equal(bitsSaid([one]), "All have 8-bit weights.");
  equal(
    bitsSaid([one, other, one]),
    "By weights they are 2 8-bit and 1 16-bit.",
  );
});
