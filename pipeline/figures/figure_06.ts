/** Figure 6: what accuracy costs in seconds. */
import { speedFigure } from "./speed_figure.ts";

export const latency = speedFigure({
  name: "figure-06",
  title: "Accuracy against latency",
  cost: {
    label: "Latency of one generation, alone (seconds)",
    of: ({ latency_seconds }) => latency_seconds,
    scope: "latency",
  },
  meaning: "the seconds one generation takes alone (logarithmic)",
  published: ({ latencySeconds }) => latencySeconds,
  of: ({ latencySeconds }) => latencySeconds,
  unit: " s",
  shortUnit: " s",
});
