/** Finding 4: 4-bit weights buy no speed worth having. */
import { floorOf, type Study } from "../study/study.ts";
import type { Finding } from "./finding.ts";
import { benchmarkOf, pointsOf, serialOf } from "./points.ts";
import { noneNarrow, pivotIsFast } from "./speed/fast_frontier.ts";
import { narrowBeaten } from "./speed/narrow_beaten.ts";
import { LATENCY, THROUGHPUT } from "./speed/pace.ts";

export const speed: Finding = {
  name: "finding-4",
  claim:
    "For latency and for throughput 4-bit weights are on no frontier: 8 and 16 bits trade " +
    "accuracy and speed better at every model size.",
  parts: (study, measurements) => {
    const { claims } = study;
    const serial = serialOf(pointsOf(study, measurements, "math"));
    const floor = floorOf(study, benchmarkOf(study, "math") ?? "");
    const told = timingsTold(study);
    return [
      {
        part: "a",
        statement:
          "Every 4-bit scenario has one of more bits with a latency at most 2 % longer and " +
          `an accuracy within epsilon.${told}`,
        deciding: true,
        decide: narrowBeaten(serial, LATENCY, floor, claims),
      },
      {
        part: "b",
        statement:
          "Every 4-bit scenario has one of more bits with a throughput at most 2 % smaller " +
          `and an accuracy within epsilon.${told}`,
        deciding: true,
        decide: narrowBeaten(serial, THROUGHPUT, floor, claims),
      },
      {
        part: "c",
        statement:
          "The scale pivot's model has as many points at 8 or 16 bits as any other model has at " +
          `these, or more, on the frontier of latency and on that of throughput.${told}`,
        deciding: true,
        decide: pivotIsFast(serial, floor, claims, "most"),
      },
      {
        part: "a and b, as first written",
        statement:
          `No 4-bit scenario is on the frontier of latency or of throughput.${told}`,
        deciding: false,
        decide: noneNarrow(serial, floor),
      },
      {
        part: "c, as first written",
        statement:
          "The scale pivot's model at 8 or 16 bits is on the frontier of latency and on that " +
          `of throughput.${told}`,
        deciding: false,
        decide: pivotIsFast(serial, floor, claims, "some"),
      },
    ];
  },
};

/** Where timings come from that no model of this study took. */
function timingsTold({ kind, timingFrom }: Study): string {
  if (timingFrom) return ` The timings are those of ${timingFrom}.`;
  return kind === "simulated"
    ? " The timings are simulated, not measured."
    : "";
}
