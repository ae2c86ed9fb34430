/** How wide a text is drawn, without a browser to ask. */

/** Advance widths of DejaVu Sans from space to tilde, thousandths of an em: the widest of the fonts a figure names. */
// deno-fmt-ignore
const ADVANCES = [
  318, 401, 460, 838, 636, 950, 780, 275, 390, 390, 500, 838, 318, 361, 318,
  337, 636, 636, 636, 636, 636, 636, 636, 636, 636, 636, 337, 337, 838, 838,
  838, 531, 1000, 684, 686, 698, 770, 632, 575, 775, 752, 295, 295, 656, 557,
  863, 748, 787, 603, 787, 695, 635, 611, 732, 684, 989, 685, 611, 685, 390,
  337, 390, 838, 500, 500, 613, 635, 550, 635, 615, 352, 635, 634, 278, 278,
  579, 278, 974, 634, 612, 635, 635, 411, 521, 392, 634, 592, 818, 592, 592,
  525, 636, 337, 636, 838,
];
const FIRST = 32;
/** Of a sign that is not in the list. */
const WIDEST = 1000;
/** Bold letters are so much wider. */
const BOLD = 1.12;

/** Pixels from the left to the right end of a text in a font so many pixels high. */
export function textWidth(text: string, size: number, bold = false): number {
  const thousandths = [...text].reduce(
    (sum, sign) => sum + (ADVANCES[sign.codePointAt(0)! - FIRST] ?? WIDEST),
    0,
  );
  return (thousandths / 1000) * size * (bold ? BOLD : 1);
}
