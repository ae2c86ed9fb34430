/** What a server says, without what is not to be shown. */

/** Token ids, as a server may repeat them of a request. */
const IDS = /\[\s*\d+(?:\s*,\s*\d+){3,}[^\]]*\]?/g;

/** A text without token ids. */
export function withoutIds(text: string): string {
  return text.replace(IDS, "[...]");
}

/** A text without the key, in whatever form a server may repeat it. */
export function withoutKey(text: string, key: string | null): string {
  if (key === null || key === "") return text;
  const forms = [
    key,
    JSON.stringify(key).slice(1, -1),
    encodeURIComponent(key),
    ...["", "Bearer "].map((before) =>
      new TextEncoder().encode(before + key).toBase64().replace(/=+$/, "")
    ),
  ];
  return forms.reduce((left, form) => left.replaceAll(form, "***"), text);
}
