/**
 * A text as it may be printed: characters that move the cursor, colour a
 * terminal, turn the direction of writing or hide in it are written as their
 * codes, a tab and a new line apart.
 */
export function visible(text: string): string {
  return text.replace(
    // deno-lint-ignore no-control-regex
    /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g,
    (character) =>
      `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  ).toWellFormed();
}
