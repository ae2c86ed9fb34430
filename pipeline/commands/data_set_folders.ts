import { dataSetName, dataSets } from "../store/data_set.ts";

/** Where data sets and outputs live. */
export const DATA = "data";
export const FIGURES = "figures";

/** The folders of the data sets named, `nano` or `data/nano`; of all when none is. There must be one. */
export async function dataSetFolders(
  named: readonly string[],
): Promise<string[]> {
  if (named.length > 0) return named.map(dataSetFolderOf);
  const folders = await dataSets(DATA);
  if (folders.length === 0) {
    throw new RangeError(
      `Cannot find a data set: no folder of ${DATA}/ has a study.json`,
    );
  }
  return folders;
}

/** The folder of a data set named `nano`, `data/nano` or `data/nano/`. */
export function dataSetFolderOf(name: string): string {
  const path = name.replace(/\/+$/, "");
  if (path === "" || path === ".") {
    throw new RangeError(
      `Cannot find data set ${
        JSON.stringify(name)
      }: give the name of a folder of ${DATA}/`,
    );
  }
  return path.includes("/") ? path : `${DATA}/${path}`;
}

/** The output folder of a data set. */
export function outputFolder(folder: string): string {
  return `${FIGURES}/${dataSetName(folder)}`;
}
