/** What a figure is. */
import type { Results } from "../study/results.ts";

/** A figure drawn. */
export interface Drawing {
  readonly svg: string;
  /** What it shows, for those who have not read the paper. */
  readonly caption: string;
}

/** One question answered in a picture. */
export interface Figure {
  /** "figure-01": its file without the ending. */
  readonly name: string;
  readonly title: string;
  /** Any results give a drawing; where they lack what it needs, it says so in words. */
  readonly draw: (results: Results) => Drawing;
}
