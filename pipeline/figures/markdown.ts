import { visible } from "../study/visible.ts";

/** Markdown in which a study's words are words: no tag and no link of theirs is alive where it is shown. */
export function inertMarkdown(text: string): string {
  return visible(text)
    .replace(/<(?=[a-z/!?])/gi, "&lt;")
    .replaceAll("](", "]\\(");
}
