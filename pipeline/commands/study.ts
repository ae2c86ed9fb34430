/** `deno task study`: a study of other models, from their configs. */
import { basename, dirname, join } from "node:path";
import {
  copyBenchmarks,
  readDataSetStudy,
  readJson,
  writeStudy,
} from "../store/data_set.ts";
import {
  type FromConfig,
  modelFromConfig,
  stopTokens,
} from "../study/hugging_face.ts";
import { importStudy } from "../study/import_study.ts";
import {
  allBudgets,
  generatedStudy,
  readStudy,
  type Study,
} from "../study/study.ts";
import { IMPORT_OPTIONS, importPlan } from "./import_options.ts";
import { runCommand, UsageError } from "./command.ts";
import { dataSetFolderOf } from "./data_set_folders.ts";

/** Tokens of context for what is asked and answered. */
const AROUND = 2048;

const HELP = `
deno task study --from-config config.json... --set my-set [options]

Writes data/my-set/study.json for your own models, from the config.json of each
model's Hugging Face folder (Qwen2, Qwen3, Llama, Mistral, Gemma). Benchmarks,
budgets, groups, samples, sampling and forcing are the paper's. Models whose
memory the rules do not cover - experts, latent attention, sliding windows - are
refused. Look at what was written before you generate: the stop tokens above all.

  --set SET          the new data set
  --name NAME        what to call a model; once for each config, in their order
                     (the name of the folder a config lies in)
  --source SOURCE    where its weights come from: a hub name, or a folder beside
                     the study; as --name (its name)
  --from SET         whose benchmarks, budgets and settings are taken (paper)
  --imported         for answers other tools have generated and logged, see
                     deno task import. It needs what the logs were made with, each
                     as often as there is one: --benchmark NAME, --bits N of the
                     weights, --budget N tokens a response may have; and
                     --samples N, responses to each problem. Responses are read
                     behind the last --answer-after TEXT (\\boxed{), after the
                     last --thinking-ends TEXT (</think>; give "" for none)

  deno task study --from-config Llama-3.1-8B/config.json --set llama \\
    --source meta-llama/Llama-3.1-8B
  deno task plan llama
  deno task study --from-config Qwen3-4B/config.json --set mine --imported \\
    --benchmark aime25 --bits 16 --budget 16384 --samples 4
`;

/** A name made of a folder's. */
function nameOf(file: string): string {
  const folder = basename(dirname(file));
  return folder.toLowerCase().replaceAll(/[^a-z0-9._-]+/g, "-");
}

/** What was written, in lines. */
function written(folder: string, { models }: Study): string[] {
  return [
    `${join(folder, "study.json")}:`,
    ...models.map(({ name, label }) => `  ${name}, ${label} parameters`),
  ];
}

await runCommand({
  help: HELP,
  options: {
    "from-config": { type: "string", multiple: true },
    set: { type: "string" },
    name: { type: "string", multiple: true },
    source: { type: "string", multiple: true },
    from: { type: "string" },
    imported: { type: "boolean" },
    ...IMPORT_OPTIONS,
  },
  run: async ({ values, positionals }) => {
    const files = [...values["from-config"] ?? [], ...positionals];
    if (files.length === 0 || values["from-config"] === undefined) {
      throw new UsageError("Name a config, --from-config config.json");
    }
    if (values.set === undefined) {
      throw new UsageError("Name the new data set, --set my-set");
    }
    const folder = dataSetFolderOf(values.set);
    for (const option of ["name", "source"] as const) {
      const given = values[option]?.length ?? files.length;
      if (given !== files.length) {
        throw new UsageError(
          `Cannot use ${given} --${option} for ${files.length} configs: give as many`,
        );
      }
    }
    const from = dataSetFolderOf(values.from ?? "paper");
    const plan = importPlan(values);
    const template = await readDataSetStudy(from);
    const read: (FromConfig & { family: string })[] = [];
    for (const [at, file] of files.entries()) {
      const name = values.name?.[at] ?? nameOf(file);
      const source = values.source?.[at] ?? name;
      const config = await readJson(file);
      read.push({
        ...modelFromConfig(config, { name, source }),
        family: (config as { model_type: string }).model_type,
      });
    }
    const models = read.map(({ model }) => model);
    if (plan) {
      const study = importStudy(template, models, plan);
      await writeStudy(folder, study);
      await copyBenchmarks(from, folder, study);
      for (const line of written(folder, study)) console.log(line);
      return 0;
    }
    const {
      title: _t,
      remarks: _r,
      timingFrom: _f,
      alsoTimedBy: _a,
      publishedSpeeds: _p,
      claims,
      ...kept
    } = generatedStudy(template, from);
    const positions = Math.min(
      ...read.map((each) => each.positions ?? Infinity),
    );
    const room = (budget: number) => budget + AROUND <= positions;
    const budgets = Array.isArray(template.budgets)
      ? template.budgets.filter(room)
      : Object.fromEntries(
        Object.entries(template.budgets).map((
          [benchmark, its],
        ) => [benchmark, its.filter(room)]),
      );
    const families = [...new Set(read.map(({ family }) => family))];
    const stops = [
      ...new Set(families.flatMap((family) => stopTokens(family))),
    ];
    const { epsilon, memoryTolerance, kappa } = claims;
    const study = generatedStudy(
      readStudy({
        ...kept,
        title: `${models.map(({ name }) => name).join(", ")}`.slice(0, 120),
        kind: "measured",
        models,
        kvStrategies: template.kvStrategies.filter(({ kind }) =>
          kind === "full"
        ),
        budgets,
        forcing: {
          ...kept.forcing,
          stopIds: [kept.forcing.closeThink, ...stops],
        },
        // What a finding needs beyond these names models: yours to claim, before you look.
        claims: { epsilon, memoryTolerance, kappa },
      }),
      folder,
    );
    await writeStudy(folder, study);
    await copyBenchmarks(from, folder, study);
    for (const line of written(folder, study)) console.log(line);
    const left = allBudgets(template).length - allBudgets(study).length;
    if (left > 0) {
      console.log(
        `${left} longer budgets are left out: the shortest context is ${positions} tokens`,
      );
    }
    console.log(
      `Generation stops at ${
        study.forcing.stopIds.join(" ")
      }; thinking ends with ${study.forcing.closeThink}. Change forcing if these models end it otherwise.`,
    );
    return 0;
  },
});
