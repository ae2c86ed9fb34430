/** Logs of other tools, and imported data sets, that say a hostile string wherever they may say something. */
import { join } from "node:path";
import { importedJson } from "../fixtures/imported.ts";
import { tinyBenchmark } from "../fixtures/tiny.ts";
import { hostileParts } from "./hostile_words.ts";

/** A log's name: of the string what a file may be called. */
const fileName = (word: string, ending: string) =>
  `${word.replaceAll(/[/\0]/g, "").slice(0, 60)}.${ending}`;

/** Lines as lm-eval logs them; its metric and its filter bear the string as their names. */
function lmEvalLines(word: string): string {
  return tinyBenchmark.problems.map(({ id, answer }, doc_id) =>
    JSON.stringify({
      doc_id,
      doc: { id, [word]: word },
      target: answer,
      arguments: { gen_args_0: { arg_1: { max_gen_toks: 8 } } },
      resps: [[`${word}</think>\\boxed{${answer}} ${word}`]],
      filter: word,
      metrics: [word],
      [word]: 1,
    })
  ).join("\n");
}

/** A log as inspect_ai writes it, that says of its samples what is asked. */
function inspectLog(word: string, changed: Record<string, unknown> = {}) {
  const { problems } = tinyBenchmark;
  return JSON.stringify({
    status: "success",
    eval: {
      model: word,
      dataset: { sample_ids: problems.map(({ id }) => id) },
      packages: { inspect_ai: word },
    },
    plan: { config: { max_tokens: 16 } },
    samples: problems.map(({ id, answer }) => ({
      id,
      epoch: 1,
      target: answer,
      output: {
        choices: [{
          message: { content: `\\boxed{${word}` },
          stop_reason: word,
        }],
      },
      scores: { [word]: { value: "I" } },
      ...changed,
    })),
  });
}

/** An import a person would call: the files, and how it ends. */
interface Import {
  readonly args: readonly string[];
  readonly code: 0 | 1;
}

/** Writes an imported study that says a string, and logs beside it; gives the imports to call, sound ones first. */
export async function writeHostileLogs(
  folder: string,
  set: string,
  word: string,
): Promise<Import[]> {
  const home = join(folder, "data", set);
  const logs = join(folder, "logs", set);
  for (const each of [home, logs]) await Deno.mkdir(each, { recursive: true });
  const parts = hostileParts(word);
  await Deno.writeTextFile(
    join(home, "study.json"),
    JSON.stringify(importedJson({
      ...parts,
      models: parts.models.slice(0, 1),
      groups: [1],
      samples: { full: 1, compressed: 1 },
    })),
  );
  await Deno.writeTextFile(
    join(home, "sums.json"),
    JSON.stringify(tinyBenchmark),
  );
  const imported = async (
    tool: string,
    name: string,
    text: string,
    code: Import["code"],
  ): Promise<Import> => {
    await Deno.writeTextFile(join(logs, name), text);
    const asked = ["--benchmark", "sums", "--model", "one", "--bits", "16"];
    return {
      args: [
        ...[set, "--from", tool, join("logs", set, name), ...asked],
        ...["--kv", "full", "--seeds", "unknown"],
        ...tool === "lm-eval" ? [`--tool-version=${word}`] : [],
      ],
      code,
    };
  };
  return [
    await imported("lm-eval", fileName(word, "jsonl"), lmEvalLines(word), 0),
    await imported("inspect", fileName(word, "json"), inspectLog(word), 0),
    await imported("inspect", "id.json", inspectLog(word, { id: word }), 1),
    await imported("inspect", "to.json", inspectLog(word, { target: word }), 1),
    await imported("inspect", "no.json", inspectLog(word, { epoch: word }), 1),
    await imported("lm-eval", "no.jsonl", `{"${word}`, 1),
  ];
}
