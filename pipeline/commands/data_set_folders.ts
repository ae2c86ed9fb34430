import { dataSetName, dataSets } from "../store/data_set.ts";

/** Where data sets and outputs live. */
export const DATA = "data";
export const FIGURES = "figures";

/** The folders of the data sets named, `nano` or `data/nano`; of all when none is. */
export async function dataSetFolders(
  named: readonly string[],
): Promise<string[]> {
  if (named.length === 0) return await dataSets(DATA);
  return named.map((name) =>
    name.includes("/") ? name.replace(/\/+$/, "") : `${DATA}/${name}`
  );
}

/** The output folder of a data set. */
export function outputFolder(folder: string): string {
  return `${FIGURES}/${dataSetName(folder)}`;
}
