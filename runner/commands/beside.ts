import { extname } from "node:path";
import { fileURLToPath } from "node:url";

/** The path of another command's script, which lies beside ours: `.ts` in the repository, `.js` in a bundle. */
export function beside(command: string): string {
  const extension = extname(import.meta.url);
  return fileURLToPath(new URL(command + extension, import.meta.url));
}
