import type { Reading } from "../../pipeline/study/imported.ts";

/** Characters kept of an answer text: no grammar looks further, and responses repeat problems. */
const KEPT = 256;

/**
 * What a response says behind the last text that announces an answer, of what
 * follows its thinking; null where nothing announces one.
 */
export function answerText(
  response: string,
  { thinkingEnds, answerAfter }: Reading,
): string | null {
  const after = (text: string, marker: string) => {
    const at = text.lastIndexOf(marker);
    return at < 0 ? -1 : at + marker.length;
  };
  const said = thinkingEnds === undefined
    ? response
    : response.slice(Math.max(0, after(response, thinkingEnds)));
  const begins = Math.max(...answerAfter.map((marker) => after(said, marker)));
  return begins < 0 ? null : said.slice(begins, begins + KEPT);
}
