/** Figure 3: what is worth its memory once generations in a batch share the weights? */
import type { Benchmark } from "../study/benchmark.ts";
import type { Results } from "../study/results.ts";
import { budgetsOf } from "../study/study.ts";
import { logDomain } from "./axes.ts";
import { benchmarkOf } from "./curves.ts";
import type { Drawing, DrawOptions, Figure } from "./figure.ts";
import { memoryCost } from "./memory_cost.ts";
import { EMPTY_FRONTIER, listSaid, percentSaid } from "./said.ts";
import { scalingLegend, undominatedEntries } from "./scaling_legend.ts";
import {
  type Cost,
  floorSaid,
  frontierOf,
  serialPanel,
  serialRows,
} from "./serial_panel.ts";
import { drawSheet, drawWords, intervalsSaid } from "./sheet.ts";
import { budgetSpan, memoryUnit } from "./unit.ts";

const NAME = "figure-03";
const TITLE = "Accuracy against memory per generation in a batch";
const COLUMNS = 3;
const FRAME_HEIGHT = 320;
/** Of the dots, in panels so narrow. */
const SHRINK = 0.7;

export const batchScaling: Figure = { name: NAME, title: TITLE, draw };

function draw(results: Results, options?: DrawOptions): Drawing {
  const { study, frontiers } = results;
  const benchmark = benchmarkOf(study, "math");
  if (
    !benchmark ||
    serialRows(results, benchmark, memoryCost(study)).length === 0
  ) {
    return drawWords(results, {
      name: NAME,
      title: TITLE,
      why:
        "Not drawn: the data set has no serial measurement of a mathematics benchmark with the full cache.",
    });
  }
  const unit = memoryUnit(study);
  const batches = frontiers.filter(({ scope, benchmark: name }) =>
    scope === "batch" && name === benchmark.name
  ).map(({ of }) => Number(of));
  const budgets = budgetsOf(study, benchmark.name);
  const costs = batches.map((batch): Cost => ({
    label: `Memory of a generation (${unit.name})`,
    of: ({ weight_bytes, kv_bytes }) =>
      (weight_bytes / batch + kv_bytes) / unit.bytes,
    scope: "batch",
    which: String(batch),
  }));
  const domain = logDomain(
    costs.flatMap((cost) =>
      serialRows(results, benchmark, cost).map((row) => cost.of(row)!)
    ),
  );
  const intervals = options?.intervals ?? false;
  return drawSheet(
    results,
    {
      name: NAME,
      title: TITLE,
      subtitle:
        `${benchmark.label}, one sample, full cache; every generation of a batch pays its share of the weights`,
      shows:
        `Memory of one generation, the weights divided by the batch and its own KV cache ` +
        `(${unit.name}, logarithmic), against accuracy on ${benchmark.label}, for theoretical ` +
        `batches of ${
          listSaid(batches)
        }. The larger the batch, the cheaper large weights ` +
        `become; token budgets ${
          budgetSpan(budgets)
        } along a curve, the frontier dashed.` + floorSaid(study, benchmark),
      says: said(results, benchmark, costs),
      benchmark: benchmark.name,
      legend: [...scalingLegend(study, budgets, SHRINK), undominatedEntries()],
      intervals: intervalsSaid(intervals),
      columns: Math.min(COLUMNS, batches.length),
      frameHeight: FRAME_HEIGHT,
    },
    costs.map((cost) =>
      serialPanel(results, benchmark, cost, {
        title: `Batch of ${cost.which}`,
        domain,
        intervals,
        shrink: SHRINK,
      })
    ),
  );
}

/** What sharing does to the smallest model, and to what one good answer costs. */
function said(
  results: Results,
  benchmark: Benchmark,
  costs: readonly Cost[],
): string {
  const { study } = results;
  const unit = memoryUnit(study).name;
  const smallest = study.models[0]!;
  const frontiers = costs.map((cost) => ({
    batch: cost.which!,
    members: frontierOf(results, benchmark, cost),
  }));
  const shares = frontiers.map(({ batch, members }) => {
    const own = members.filter(({ model }) => model.name === smallest.name);
    return `${own.length} of ${members.length} in a batch of ${batch}`;
  });
  if (frontiers.every(({ members }) => members.length === 0)) {
    return EMPTY_FRONTIER;
  }
  const most = Math.max(
    ...frontiers.flatMap(({ members }) => members.map((m) => m.accuracy)),
  );
  const good = 0.9 * most;
  const prices = frontiers.flatMap(({ batch, members }) => {
    const first = members.find(({ accuracy }) => accuracy >= good);
    if (!first) return [];
    const price = first.weightBytes / Number(batch) + first.kvBytes;
    return [`${(price / memoryUnit(study).bytes).toFixed(2)} ${unit}`];
  });
  return `${smallest.label} holds ${
    listSaid(shares)
  } of the frontier's members. ` +
    `${percentSaid(good)}, nine tenths of the best accuracy, costs ${
      listSaid(prices)
    } a generation.`;
}
