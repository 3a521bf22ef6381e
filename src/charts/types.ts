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
  readonly labels: readonly string[];
  readonly series: readonly ChartSeries[];
}

export interface ChartSeries {
  readonly name: string;
  readonly points: readonly ChartPoint[];
}

/** One value of a series; null where it is not known, which is drawn as a gap and never as nought. */
export interface ChartPoint {
  readonly value: number | null;
  readonly text: string;
}
