import { join } from "../store/paths.ts";
import { jsonOf, readDataSetStudy } from "../store/data_set.ts";
import { type Manifest, readSealed } from "../store/manifest.ts";
import type { DataProblem } from "../study/data_problems.ts";
import { readStudy, type Study } from "../study/study.ts";
import { attempt, refuse } from "./problems.ts";

/** The study of a data set, from the bytes that are sealed where it is. */
export async function sealedStudy(
  folder: string,
  manifest: Manifest | null,
): Promise<Study> {
  const path = "study.json";
  if (!manifest?.files.some((entry) => entry.path === path)) {
    return await readDataSetStudy(folder);
  }
  const file = join(folder, path);
  const problems: DataProblem[] = [];
  let study: Study | undefined;
  await attempt(problems, file, () => {
    study = readStudy(jsonOf(readSealed(folder, manifest, path), file), file);
  });
  refuse(folder, problems);
  return study!;
}
