/** What the pipeline needs of node:path, in a browser. */
export { basename, dirname, join } from "pathe";
