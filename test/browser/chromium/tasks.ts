/** What the driver is asked and what it answers. */

/** What to look at. */
export interface Tasks {
  readonly figures: readonly { readonly name: string; readonly svg: string }[];
  /** Files of DejaVu Sans. */
  readonly fonts: { readonly regular: string; readonly bold: string };
  /** Files of pages, absolute. */
  readonly pages: readonly string[];
  /** Of the window, pixels. */
  readonly widths: readonly number[];
}

/** A text and its box, in pixels of its figure. */
export interface TextBox {
  readonly text: string;
  /** Of its font, pixels. */
  readonly size: number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** A figure and its texts; the watermark is left out. */
export interface MeasuredFigure {
  readonly name: string;
  readonly width: number;
  readonly height: number;
  readonly texts: readonly TextBox[];
}

/** A page in one colour scheme and one width. */
export interface SeenPage {
  readonly path: string;
  readonly scheme: "light" | "dark";
  readonly width: number;
  /** The text of what the first Tab reaches. */
  readonly firstStop: string;
  /** Pixels by which the page is wider than the window. */
  readonly overflow: number;
  /** Addresses asked for beside the page itself. */
  readonly asked: readonly string[];
  /** Errors of page and console. */
  readonly complaints: readonly string[];
  readonly violations: readonly {
    readonly id: string;
    readonly impact: string;
    readonly html: string;
    readonly count: number;
  }[];
}

/** What was found. */
export interface Found {
  readonly figures: MeasuredFigure[];
  readonly pages: SeenPage[];
}
