/** What every control of the notebooks is there to change. */

/** Where to look, and what of it. */
export interface Probe {
  readonly at: string;
  /** Its text, how many there are, or all of its markup. */
  readonly read: "text" | "count" | "markup";
  /** A pattern of what is read after the change. */
  readonly becomes?: string;
}

const DOTS = 'main svg g[aria-label="dot"]';
const SIMULATED: Probe = {
  at: "main .simulated",
  read: "count",
  becomes: "^1$",
};
const ADVICE: Probe = { at: "#advice", read: "text" };

/** By page and label. The data set is changed first, to the last of the list, which is a simulated one. */
export const PROBES: Readonly<Record<string, Readonly<Record<string, Probe>>>> =
  {
    "evict-or-quantize.html": {
      "Data set": SIMULATED,
      Model: { at: 'main svg g[aria-label="line"]', read: "markup" },
      "Bits of the weights": {
        at: 'main svg g[aria-label="line"]',
        read: "markup",
      },
      "95 % intervals": {
        at: `main svg g[aria-label="rule"] line`,
        read: "count",
        becomes: "^\\d{2,}$",
      },
    },
    "findings.html": {
      "Data set": SIMULATED,
      Open: { at: "#ruling", read: "text", becomes: "adjusted p" },
      Reseed: {
        at: 'main svg g[aria-label="tick"] line',
        read: "count",
        becomes: "^60$",
      },
      Choose: { at: "#otherwise", read: "text" },
      "Epsilon, times": { at: "#otherwise", read: "text" },
      World: { at: "#worlds tbody tr", read: "count", becomes: "^1$" },
      "Problems of mathematics, times": {
        at: "#drawn",
        read: "text",
        becomes: "120 problems of mathematics and 198 of knowledge",
      },
      Draw: {
        at: "#drawn",
        read: "text",
        becomes: "3 of 3 draws\\. False positives: 0 of 18 ",
      },
    },
    "gigabyte.html": {
      "Data set": SIMULATED,
      Benchmark: { at: DOTS, read: "markup" },
      "Problems at once": {
        at: 'main svg g[aria-label="x-axis label"]',
        read: "text",
        becomes: "GiB, weights shared by \\d+",
      },
      "95 % intervals": {
        at: `main svg g[aria-label="rule"] line`,
        read: "count",
        becomes: "^\\d{3,}$",
      },
      "Samples that vote": { at: DOTS, read: "markup" },
      "KV cache": { at: `${DOTS} > *`, read: "count" },
    },
    "my-gpu.html": {
      "Data set": { at: "#advice", read: "text", becomes: "SIMULATED" },
      Benchmark: ADVICE,
      "Memory of the GPU": ADVICE,
      "Overhead, %": {
        at: "#advice",
        read: "text",
        becomes: "kept for context",
      },
      "Problems at once": { at: "#advice", read: "text", becomes: "64" },
      "Samples that may vote": ADVICE,
      "An answer may take": ADVICE,
      "KV cache": ADVICE,
    },
    "voting.html": {
      "Data set": SIMULATED,
      "Bits of the weights": {
        at: 'main svg g[aria-label="line"]',
        read: "markup",
      },
      "Token budget": { at: 'main svg g[aria-label="line"]', read: "markup" },
    },
    "weights-or-tokens.html": {
      "Data set": SIMULATED,
      Benchmark: { at: 'main svg g[aria-label="bar"]', read: "markup" },
      "Problems at once": {
        at: 'main svg g[aria-label="bar"]',
        read: "markup",
      },
      "Samples may vote": {
        at: 'main svg g[aria-label="bar"]',
        read: "markup",
      },
    },
  };
