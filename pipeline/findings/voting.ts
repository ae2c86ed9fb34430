/** Finding 3: votes of parallel samples pay for large models, with more memory more of them. */
import { memorySaid } from "../study/memory_said.ts";
import { floorOf } from "../study/study.ts";
import type { Finding } from "./finding.ts";
import {
  benchmarkOf,
  frontierOf,
  pivotBytes,
  pointsOf,
  serialOf,
  withFullCache,
} from "./points.ts";
import { gain } from "./voting/gain.ts";
import { groups } from "./voting/groups.ts";
import { smallVotes } from "./voting/small_votes.ts";

export const voting: Finding = {
  name: "finding-3",
  claim:
    "Below the effective size of the scale pivot a longer chain of thought beats a vote of " +
    "parallel samples; from it on votes pay, and the best group grows with the memory.",
  parts: (study, measurements) => {
    const { claims } = study;
    const points = withFullCache(pointsOf(study, measurements, "math"));
    const serial = serialOf(points);
    const floor = floorOf(study, benchmarkOf(study, "math") ?? "");
    const frontier = frontierOf(points, floor);
    const pivot = pivotBytes(study, claims.scalePivot);
    const bands = claims.groupBands ?? [];
    const from = memorySaid(
      bands.length > 0
        ? Math.min(...bands.map(({ fromGiB }) => fromGiB))
        : undefined,
    );
    return [
      {
        part: "a",
        statement:
          "Votes of small configurations are hardly ever better, by more than epsilon, than the " +
          "best single sample of as much memory.",
        deciding: true,
        decide: smallVotes(points, serial, pivot, claims),
      },
      {
        part: "b",
        statement:
          `Above ${from} votes gain epsilon somewhere and something in the mean, and none ` +
          "on the frontier is of a small configuration.",
        deciding: true,
        decide: gain(points, serial, frontier, pivot, claims),
      },
      {
        part: "c",
        statement:
          "On the frontier groups grow with memory, and their medians over the memory lie in the " +
          "bands claimed.",
        deciding: true,
        decide: groups(points, frontier, claims, "memory"),
      },
      {
        part: "c, as first written",
        statement:
          "As c, but with medians over the frontier's points, many of which lie where scenarios are " +
          "nearly alike.",
        deciding: false,
        decide: groups(points, frontier, claims, "points"),
      },
    ];
  },
};
