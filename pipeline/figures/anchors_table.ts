/** Speeds the source of a study prints, beside those of the data set and of the sets that lend theirs. */
import type { LentSpeeds } from "../study/lent_speeds.ts";
import type { Measurement } from "../study/measurement.ts";
import type { PublishedSpeed } from "../study/published_speed.ts";
import type { Results } from "../study/results.ts";
import { type Timing, undisturbed } from "../study/timing.ts";
import { type WeightBits, weightLabel } from "../study/weights.ts";
import { benchmarkOf } from "./curves.ts";
import { kindSaid, whose } from "./origin.ts";
import type { TextTable } from "./text_table.ts";
import { timedOnSaid } from "./timed_said.ts";
import { tokensSaid } from "./unit.ts";

/** A row a published speed and a precision it may be of; null where nothing is published or measured. */
export function anchorsTable(results: Results): TextTable | null {
  const { study, lent, measurements } = results;
  const published = study.publishedSpeeds ?? [];
  if (published.length === 0 || measurements.length === 0) return null;
  const sources = [...new Set(published.map(({ source }) => source))];
  return {
    name: "anchors",
    title: `Published speeds beside these (${whose(results)})`,
    columns: [
      ["model", "Model"],
      ["weight_bits", "Weights"],
      ["budget", "Tokens"],
      ["unit", "Speed"],
      ["published_gpu", "Published for"],
      ["published_batch", "Batch"],
      ["published", "Published"],
      ["own", `Here (${kindSaid(study)})`],
      ["own_times_as_fast", "Here, times as fast as published"],
      ...lent.flatMap(({ dataSet }) => [
        [`${dataSet}_batch`, `Batch of ${dataSet}`] as const,
        [`${dataSet}_method`, `Method of ${dataSet}`] as const,
        [dataSet, dataSet] as const,
        [
          `${dataSet}_times_as_fast`,
          `${dataSet}, times as fast as published`,
        ] as const,
      ]),
    ],
    rows: published.flatMap((each) =>
      (each.bits === null ? study.weightBits : [each.bits]).map((bits) =>
        row(results, each, bits)
      )
    ),
    note: `From ${sources.join("; ")}. ${
      published.some(({ bits }) => bits === null)
        ? "In brackets: a precision that the source does not tell, so each may be meant. "
        : ""
    }Requests a second are those of the largest batch that ran undisturbed. ${
      lent.map(({ dataSet, timedOn }) =>
        `${dataSet}: ${timedOnSaid(timedOn)}; “–” where it has no timing.`
      ).join(" ")
    }`.trim(),
  };
}

function row(
  results: Results,
  each: PublishedSpeed,
  bits: WeightBits,
): string[] {
  const { study, measurements, lent } = results;
  const isLatency = each.latencySeconds !== undefined;
  const printed = each.latencySeconds ?? each.requestsPerSecond!;
  const benchmark = benchmarkOf(study, "math")?.name;
  const speedOf = (all: readonly Measurement[]) => {
    const found = all.find((m) =>
      m.benchmark.name === benchmark && m.kv.kind === "full" &&
      m.group === 1 && m.model.name === each.model && m.bits === bits &&
      m.budget === each.budget
    );
    return (isLatency ? found?.latencySeconds : found?.requestsPerSecond) ??
      null;
  };
  const compared = (speed: number | null) =>
    speed === null ? ["–", "–"] : [
      speed.toPrecision(4),
      (isLatency ? printed / speed : speed / printed).toFixed(2),
    ];
  const label = weightLabel(bits);
  return [
    study.models.find(({ name }) => name === each.model)!.label,
    each.bits === null ? `(${label})` : label,
    tokensSaid(each.budget),
    isLatency ? "seconds" : "requests/s",
    each.gpu,
    String(each.concurrency),
    String(printed),
    ...compared(speedOf(measurements)),
    ...lent.flatMap((lender) => {
      const timing = speaking(lender, each, bits, isLatency);
      return [
        timing ? String(timing.concurrency) : "–",
        timing?.method ?? "–",
        ...compared(speedOf(lender.measurements)),
      ];
    }),
  ];
}

/** The batch of lent timings that speaks for a published speed. */
function speaking(
  { timings }: LentSpeeds,
  { model, budget }: PublishedSpeed,
  bits: WeightBits,
  isLatency: boolean,
): Timing | undefined {
  const sound = undisturbed(
    timings.filter((t) =>
      t.model === model && t.weightBits === bits && t.kv === "full" &&
      t.budget === budget
    ),
  );
  return isLatency
    ? sound.find(({ concurrency }) => concurrency === 1)
    : sound.at(-1);
}
