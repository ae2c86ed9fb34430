/** What we promise, and how each promise is tried in full. */
import { badTables } from "./bad_tables.ts";
import { cuts, flips, sealed, soundBytes, unsealed } from "./damage.ts";
import { allAtOnce, badFiles, badRows, missingCells } from "./defects.ts";
import { pinned, tampering } from "./dependencies.ts";
import {
  picturesByThreads,
  shuffledBuilds,
  touchedFigures,
  touchedInputs,
} from "./determinism.ts";
import { touchedMeanwhile, touchedParts } from "./incremental.ts";
import { hostileFiles } from "./hostile_arrow.ts";
import { corpus, readHostile } from "./hostile_reading.ts";
import { hostileText } from "./hostile_text.ts";
import { reproduceReaches } from "./permissions.ts";
import { testsIn } from "./tests.ts";
import type { Trial } from "./trial.ts";
import { driftedVerdicts } from "./verdicts.ts";

/** A promise and its trials. */
export interface Promised {
  /** As the table numbers it. */
  readonly number: number;
  readonly says: string;
  readonly trials: () => Promise<readonly Trial[]>;
}

const FLIPS = 6000;
const PLACEMENTS = 50;

/** Trials of one kind as one line of the table. */
function together(what: string, trials: readonly Trial[]): Trial {
  return {
    what,
    tried: trials.reduce((sum, { tried }) => sum + tried, 0),
    failed: trials.flatMap(({ failed }) => failed),
  };
}

/** Every promise in order; `folder` holds files to read beside ours, a fuzz corpus for instance. */
export const promises = (folder?: string): readonly Promised[] => [
  {
    number: 1,
    says: "majority@G is exact",
    trials: async () => [
      await testsIn(
        "tests of votes: vectors to 1e-12, identities on 1,000 cases",
        [
          "test/pipeline/statistics/majority_test.ts",
          "test/pipeline/statistics/rational_test.ts",
          "test/pipeline/statistics/winning_ways_test.ts",
        ],
      ),
    ],
  },
  {
    number: 2,
    says: "pass@k refuses k above n",
    trials: async () => [
      await testsIn("tests of pass@k", [
        "test/pipeline/statistics/pass_at_k_test.ts",
      ]),
    ],
  },
  {
    number: 3,
    says: "the frontier is exact and knows no order",
    trials: async () => [
      await testsIn(
        "tests of frontiers: vectors, 20,000 random sets by brute force",
        [
          "test/pipeline/statistics/pareto_test.ts",
          "test/pipeline/frontier_test.ts",
        ],
      ),
    ],
  },
  {
    number: 4,
    says: "no damaged file is analysed",
    trials: async () => {
      const bytes = soundBytes();
      return [
        await sealed("a sealed file cut, every length", cuts(bytes)),
        await sealed("a bit of a sealed file flipped", flips(bytes, FLIPS)),
      ];
    },
  },
  {
    number: 5,
    says: "no file hangs or exhausts us",
    trials: async () => {
      const bytes = soundBytes();
      return [
        await readHostile(
          "hostile Arrow files, each 2 s and 256 MiB",
          hostileFiles(),
        ),
        await unsealed("a file from elsewhere cut, every length", cuts(bytes)),
        await unsealed(
          "a bit of a file from elsewhere flipped",
          flips(bytes, FLIPS),
        ),
        ...(folder
          ? [await readHostile(`files of ${folder}`, corpus(folder))]
          : []),
      ];
    },
  },
  {
    number: 6,
    says: "validation is complete and names rows, in one pass",
    trials: async () => {
      const classes = [
        ...await badRows(PLACEMENTS),
        await missingCells(PLACEMENTS),
        ...await badTables(PLACEMENTS),
        ...await badFiles(PLACEMENTS),
      ];
      return [
        together(
          `defects of ${classes.length} classes, ${PLACEMENTS} places each`,
          classes,
        ),
        await allAtOnce(10),
      ];
    },
  },
  {
    number: 12,
    says: "outputs are reproducible",
    trials: async () => [
      await shuffledBuilds(),
      await picturesByThreads(),
      await testsIn("tests of whole builds, committed outputs among them", [
        "test/pipeline/reproduce_test.ts",
      ]),
    ],
  },
  {
    number: 13,
    says: "what changed is made anew, and only that",
    trials: async () => [
      await touchedParts(),
      await touchedMeanwhile(8),
      await touchedFigures(),
      await touchedInputs(),
    ],
  },
  {
    number: 16,
    says: "rulings cannot drift unseen",
    trials: async () => [await driftedVerdicts()],
  },
  {
    number: 17,
    says: "the pipeline needs no network, environment or subprocess",
    trials: async () => [await reproduceReaches()],
  },
  {
    number: 18,
    says: "the API key never leaks",
    trials: async () => [
      await testsIn(
        "tests with a canary: success, 401, 422, 429, 500, redirects, silence, crash",
        [
          "test/api_key_test.ts",
        ],
      ),
    ],
  },
  {
    number: 19,
    says: "model text cannot act",
    trials: async () => [await hostileText()],
  },
  {
    number: 20,
    says: "dependencies are pinned",
    trials: async () => [await pinned(), await tampering()],
  },
];
