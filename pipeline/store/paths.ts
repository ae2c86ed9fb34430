/** Paths with slashes, as node:path has them: it would cost a short process a tenth of its time. */

/** Parts as one path, without empty parts, `.`, and `..` behind a folder. */
export function join(...parts: readonly string[]): string {
  const path = parts.filter((part) => part !== "").join("/");
  if (path === "") return ".";
  const isAbsolute = path.startsWith("/");
  const kept: string[] = [];
  for (const part of path.split("/")) {
    if (part === "" || part === ".") continue;
    if (part !== "..") kept.push(part);
    else if (kept.length > 0 && kept.at(-1) !== "..") kept.pop();
    else if (!isAbsolute) kept.push(part);
  }
  const end = path.endsWith("/") && kept.length > 0 ? "/" : "";
  const joined = `${isAbsolute ? "/" : ""}${kept.join("/")}${end}`;
  return joined || (path.endsWith("/") ? "./" : ".");
}

/** The path without its last part. */
export function dirname(path: string): string {
  const bare = path.replace(/(?<=.)\/+$/s, "");
  const slash = bare.lastIndexOf("/");
  if (slash < 0) return ".";
  return bare.slice(0, slash).replace(/(?<=.)\/+$/s, "") || "/";
}

/** The last part of a path. */
export function basename(path: string): string {
  const bare = path.replace(/\/+$/, "");
  return bare.slice(bare.lastIndexOf("/") + 1);
}
