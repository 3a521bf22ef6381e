/**
 * A picture of figures that stand elsewhere, too. Each value comes with the text that the card and the JSON say, so that
 * picture, card and alt text can't differ.
 */
export interface Chart {
  /**
   * `bar`: series side by side for each label. `line`: the labels are a sequence. `waterfall`: one series whose last label
   * is the total of those before it.
   */
  readonly kind: 'bar' | 'line' | 'waterfall';
  readonly title: string;
  /** What the numbers are, such as `EUR` or `share`. */
  readonly unit: string;
  /** The highest value that there can be, such as 1 for shares. */
  readonly most?: number;
  readonly labels: readonly string[];
  readonly series: readonly ChartSeries[];
}

export interface ChartSeries {
  readonly name: string;
  /** Whether it is the series after it at an earlier time: drawn in that one's colour, paler. */
  readonly earlier?: boolean;
  readonly points: readonly ChartPoint[];
}

/** One value of a series; null where it is not known, which is drawn as a gap and never as nought. */
export interface ChartPoint {
  readonly value: number | null;
  readonly text: string;
  /** What stands over a bar where the text is too long for it. */
  readonly short?: string;
  /** An interval around the value, drawn as a whisker; the text says it, too. */
  readonly interval?: { readonly low: number; readonly high: number };
}
