/**
 * `deno task bench`: how fast the pipeline is, beside its Python peers and by
 * itself. Prints tables and keeps them, with machine and date, in bench/results/.
 */
import { availableParallelism, cpus, totalmem } from "node:os";
import { parseArgs } from "node:util";
import { markdown, type Table } from "./table.ts";
import { everything } from "./everything.ts";
import { kernels } from "./kernels.ts";
import { scale } from "./scale.ts";
import { versus } from "./versus.ts";

const HELP = `
deno task bench [part...] [options]

Parts, all when none is named:

  versus    this pipeline and its Python peers in turns, the same outputs
  everything all that reproduce makes, and reproduce when nothing changed
  kernels   the inner loops, beside loops, arquero, DuckDB and the Arrow library
  scale     the paper's grid once, four and fifteen times: 1.4, 5.4, 20 million rows

  --runs 7             runs of each side
  --copies 1,4,15      sizes of the studies of scale; 74 are 100 million rows
  --data data/paper    the data set
  --python .venv/bin/python
            a Python with the packages of bench/peer/requirements.txt
  --name quiet         kept as bench/results/<date>-<name>.md and .json
`;

const { values, positionals } = parseArgs({
  options: {
    runs: { type: "string", default: "7" },
    copies: { type: "string", default: "1,4,15" },
    data: { type: "string", default: "data/paper" },
    python: { type: "string", default: ".venv/bin/python" },
    name: { type: "string" },
    help: { type: "boolean", short: "h" },
  },
  allowPositionals: true,
});
if (values.help) {
  console.log(HELP.trim());
  Deno.exit(0);
}

interface Part {
  readonly tables: readonly Table[];
  readonly raw: unknown;
}

const PARTS: Record<string, () => Promise<Part>> = {
  versus: () => versus({ ...values, runs: Number(values.runs) }),
  everything: () => everything({ ...values, runs: Number(values.runs) }),
  kernels,
  scale: () =>
    scale({
      ...values,
      runs: Math.min(3, Number(values.runs)),
      copies: values.copies.split(",").map(Number),
    }),
};

const named = positionals.length > 0 ? positionals : Object.keys(PARTS);
for (const name of named) {
  if (!PARTS[name]) {
    console.error(`There is no part ${name}\n${HELP.trim()}`);
    Deno.exit(2);
  }
}
const machine = `${
  cpus()[0]?.model.trim() ?? "unknown"
}, ${availableParallelism()} cores, ${
  (totalmem() / 2 ** 30).toFixed(0)
} GiB, Deno ${Deno.version.deno}, V8 ${Deno.version.v8}`;
const date = new Date().toISOString().slice(0, 10);
const page = [`## ${date}: ${machine}\n`];
const raw: Record<string, unknown> = { date, machine };
console.log(page[0]);
for (const name of named) {
  const part = await PARTS[name]!();
  raw[name] = part.raw;
  for (const table of part.tables.map(markdown)) {
    console.log(table);
    page.push(table);
  }
}
if (values.name) {
  const file = `bench/results/${date}-${values.name}`;
  await Deno.mkdir("bench/results", { recursive: true });
  await Deno.writeTextFile(`${file}.md`, page.join("\n"));
  await Deno.writeTextFile(`${file}.json`, `${JSON.stringify(raw, null, 1)}\n`);
  console.log(`kept: ${file}.md, ${file}.json`);
}
