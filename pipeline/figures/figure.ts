/** What a figure is. */
import type { Results } from "../study/results.ts";

/** A figure drawn. */
export interface Drawing {
  readonly svg: string;
  /** What it shows and what the data say, for those who have not read the paper. */
  readonly caption: string;
}

/** What a reader may ask of all figures. */
export interface DrawOptions {
  /** 95 % intervals in the figures that leave them out by default. */
  readonly intervals: boolean;
}

/** One question answered in a picture. */
export interface Figure {
  /** "figure-01": its file without the ending. */
  readonly name: string;
  readonly title: string;
  /** Any results give a drawing; where they lack what it needs, it says so in words. */
  readonly draw: (results: Results, options?: DrawOptions) => Drawing;
  /** The same with the speeds of each data set that lends some; absent where it shows none. */
  readonly lent?: (results: Results, options?: DrawOptions) => LentDrawing[];
}

/** A figure drawn with the speeds of another data set. */
export interface LentDrawing extends Drawing {
  /** "figure-06-qwen3-h100": its file without the ending. */
  readonly name: string;
  /** The data set. */
  readonly of: string;
}

/** A figure as page, SVG file and other formats show it. */
export interface DrawnFigure {
  readonly name: string;
  readonly title: string;
  /** "Figure 5" for one of the paper's, "Figure 6, qwen3-h100" with the speeds of that data set; its title alone names another. */
  readonly label: string | null;
  readonly svg: string;
  readonly caption: string;
}
