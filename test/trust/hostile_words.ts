/** Strings made to act where they are shown, and data sets that say them. */
import { basename, join } from "node:path";
import { sealDataSet } from "../../pipeline/store/manifest.ts";
import { writeResultFile } from "../../pipeline/store/result_writer.ts";
import { plannedRuns, runFile } from "../../pipeline/study/run.ts";
import {
  tinyBenchmark,
  tinyGenerations,
  tinyJson,
  tinyMetadata,
  tinyStudy,
} from "../fixtures/tiny.ts";

/** Each would act somewhere: in HTML, SVG, Markdown, a spreadsheet, a terminal, a shell, a template or a path. */
export const HOSTILE: readonly string[] = [
  "<script>acted()</script>",
  "</script><script>acted()</script>",
  "</title><script>acted()</script>",
  "</style><script>acted()</script>",
  "</desc></svg><script>acted()</script>",
  "<svg onload=acted()>",
  "<img src=x onerror=acted()>",
  '"><img src=x onerror=acted()>',
  "' onmouseover='acted()",
  '" onfocus="acted()" autofocus="',
  "<iframe srcdoc='<script>acted()</script>'>",
  "<a href=javascript:acted()>x</a>",
  "javascript:acted()",
  "<base href=https://example.org/>",
  "<meta http-equiv=refresh content=0;url=javascript:acted()>",
  "<link rel=stylesheet href=//example.org>",
  "<style>*{background:url(//example.org)}</style>",
  "<foreignObject><body onload=acted()>",
  "<!--><script>acted()</script>-->",
  "<![CDATA[<script>acted()</script>]]>",
  "&lt;script&gt;acted()&lt;/script&gt;",
  "[x](javascript:acted())",
  "![x](https://example.org/x.png)",
  '=HYPERLINK("https://example.org","x")',
  "=cmd|' /C calc'!A0",
  "+1+cmd|' /C calc'!A0",
  "-2+3+cmd|' /C calc'!A0",
  "@SUM(1+1)*cmd|' /C calc'!A0",
  "\t=1+1",
  "\r=1+1",
  'x"\n=1+1,"',
  "\x1b[2J\x1b[31mgone",
  "\x1b]8;;https://example.org\x07x\x1b]8;;\x07",
  "\x9b31mred",
  "\u202egnp.exe",
  "\u2066hidden\u2069",
  "${acted()} {{acted()}} <%= acted() %>",
  "$(touch acted) `touch acted` ; touch acted",
  "../../../../etc/passwd",
  "__proto__",
];

/** The parts of a study whose words its author chooses. */
export function hostileParts(word: string) {
  const { models, benchmarks } = tinyJson();
  return {
    title: word.slice(0, 120),
    models: models.map((model) => ({
      ...model,
      label: word.slice(0, 24),
      source: word,
    })),
    benchmarks: benchmarks.map((benchmark) => ({
      ...benchmark,
      label: word.slice(0, 40),
    })),
    remarks: [{
      id: "I1",
      point: word.slice(0, 400),
      here: word.slice(0, 400),
    }],
  };
}

/** Writes a data set that says a string wherever a file may say something; as problem ids too, which is refused, if asked. */
export async function writeHostileSet(
  folder: string,
  word: string,
  { asIds = false, dataSet = basename(folder) } = {},
): Promise<void> {
  const changed = hostileParts(word);
  const study = tinyStudy(changed);
  await Deno.mkdir(folder, { recursive: true });
  await Deno.writeTextFile(
    join(folder, "study.json"),
    JSON.stringify(tinyJson(changed)),
  );
  await Deno.writeTextFile(
    join(folder, "sums.json"),
    JSON.stringify(tinyBenchmark),
  );
  for (const run of plannedRuns(study)) {
    const rows = tinyGenerations(
      study,
      run,
      (expected, sample) => sample === 0 ? `${expected}}` : word,
    );
    await writeResultFile(
      folder,
      runFile(run),
      asIds ? rows.map((row) => ({ ...row, problem: word })) : rows,
      {
        ...tinyMetadata(study, run, dataSet),
        engine: word,
        engineVersion: word,
        promptHash: word,
        flags: { [word]: word },
        weights: { source: word, digest: word },
      },
    );
  }
  await sealDataSet(folder);
}
