/** What of a page, a picture, a table or a terminal's text would act. */
import { parse } from "csv-parse/sync";
import { DOMParser } from "linkedom";

/** Elements that act or fetch. */
const ACTIVE =
  "script,iframe,object,embed,foreignObject,base,link,form,input,button,img,image,use,animate,set,meta[http-equiv=refresh]";

/** What of a page or picture would act; images drawn into it by data are ours. */
function activeIn(text: string, type: "text/html" | "image/svg+xml"): string[] {
  const document = new DOMParser().parseFromString(text, type);
  const found: string[] = [];
  for (const element of document.querySelectorAll(ACTIVE)) {
    found.push(element.localName);
  }
  for (const element of document.querySelectorAll("*")) {
    for (const { name, value } of element.attributes) {
      if (/^on/i.test(name)) found.push(`${element.localName} ${name}`);
      if (/^\s*(javascript|data|vbscript):/i.test(value)) {
        found.push(`${name}=${value}`);
      }
      if (/^(href|src|xlink:href)$/.test(name) && /^(\w+:)?\/\//.test(value)) {
        found.push(`${name}=${value}`);
      }
    }
  }
  return found;
}

/** Cells of a table that a spreadsheet would run; a number is none. */
function formulasIn(text: string): string[] {
  const rows = parse(text) as string[][];
  return rows.flat().filter((cell) =>
    /^[=+\-@\t\r\n\0]/.test(cell) && Number.isNaN(Number(cell))
  );
}

/** What of a Markdown file is alive. */
const tagsIn = (text: string): string[] => [
  ...text.match(/<[a-z/!?][^>]*>?/gi) ?? [],
  ...text.match(/\]\([^)]*\)/g) ?? [],
];

/** What moves or hides on a terminal. */
export const movesIn = (text: string): string[] =>
  [...text].filter((character) =>
    character !== "\n" && character !== "\t" &&
    /[\p{Cc}\p{Bidi_Control}]/u.test(character)
  ).map((character) => `U+${character.codePointAt(0)!.toString(16)}`);

/** What of a file would act, by its kind. */
export function aliveIn(path: string, words: string): string[] {
  if (path.endsWith(".html")) return activeIn(words, "text/html");
  if (path.endsWith(".svg")) return activeIn(words, "image/svg+xml");
  if (path.endsWith(".csv")) return formulasIn(words);
  if (path.endsWith(".md")) return [...tagsIn(words), ...movesIn(words)];
  return [];
}
