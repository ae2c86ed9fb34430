import * as v from "valibot";
import { UsageError } from "../../pipeline/commands/command.ts";
import {
  DATA,
  dataSetFolderOf,
} from "../../pipeline/commands/data_set_folders.ts";
import { dataSetName } from "../../pipeline/store/data_set.ts";
import { NAME } from "../../pipeline/study/names.ts";

/** The one data set a call names, `nano` or `data/nano`, as its folder. A comma would part it in a list of permissions. */
export function dataSetFolder(named: readonly string[]): string {
  const [name, ...others] = named;
  if (name === undefined || others.length > 0) {
    throw new UsageError(
      `Name one data set, ${DATA}/nano for instance`,
    );
  }
  if (name.includes(",")) {
    throw new UsageError(
      `Cannot use data set ${name}: its path has a comma`,
    );
  }
  const folder = dataSetFolderOf(name);
  // Everything that is kept of it bears the name.
  const { issues } = v.safeParse(NAME, dataSetName(folder));
  if (issues) {
    throw new UsageError(`Cannot use data set ${name}: ${issues[0].message}`);
  }
  return folder;
}
