/** Figure 7: what accuracy costs in requests a second. */
import { speedFigure } from "./speed_figure.ts";

export const throughput = speedFigure({
  name: "figure-07",
  title: "Accuracy against throughput",
  cost: {
    label: "Largest throughput (requests per second, more is better)",
    of: ({ requests_per_second }) => requests_per_second,
    scope: "throughput",
  },
  meaning:
    "the requests a second of the largest batch that fits (logarithmic; more is better)",
  published: ({ requestsPerSecond }) => requestsPerSecond,
  of: ({ requestsPerSecond }) => requestsPerSecond,
  unit: " requests a second",
  shortUnit: "/s",
});
