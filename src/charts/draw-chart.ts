import { createRequire } from 'node:module';
import { createCanvas, GlobalFonts } from '@napi-rs/canvas';
import {
  BarController,
  BarElement,
  CategoryScale,
  type ChartConfiguration,
  Legend,
  LinearScale,
  LineController,
  LineElement,
  type Plugin,
  PointElement,
  Chart as Renderer,
  Title,
} from 'chart.js';
import type { Chart, ChartPoint } from './types.ts';

const WIDTH = 1200;
const HEIGHT = 675;
const FONT = 'Roboto';
const INK = '#1d1c1d';
const FAINT = '#d9d9dc';
/** Told apart by people who see colours otherwise, too (Okabe and Ito 2008). */
const COLOURS = ['#0072b2', '#e69f00', '#009e73', '#cc79a7', '#56b4e9', '#d55e00'];
/** How much of its colour an earlier series keeps, as two hexadecimal digits. */
const PALE = '66';
/** Half the width of an interval's ends. */
const WHISKER = 10;
/** Past this many bars their numbers overlap; the alt text says them all. */
const MOST_NUMBERED = 18;
/** Characters under one bar, when there are many and when there are few. */
const LONGEST_LABEL = { many: 22, few: 36, fewAre: 5 };

/** Draws a chart as a PNG of 1200 × 675 pixels. The same chart gives the same picture on every machine. */
export function drawChart(chart: Chart): Buffer {
  // The font comes in a package: a server has none of its own, and text would be missing.
  const require = createRequire(import.meta.url);
  if (!GlobalFonts.has(FONT)) {
    GlobalFonts.registerFromPath(require.resolve('roboto-fontface/fonts/roboto/Roboto-Regular.woff2'), FONT);
  }
  Renderer.register(
    BarController,
    BarElement,
    CategoryScale,
    Legend,
    LinearScale,
    LineController,
    LineElement,
    PointElement,
    Title,
  );
  const canvas = createCanvas(WIDTH, HEIGHT);
  const renderer = new Renderer(canvas as never, configure(chart));
  const png = canvas.toBuffer('image/png');
  renderer.destroy();
  return png;
}

function configure(chart: Chart): ChartConfiguration {
  const isWaterfall = chart.kind === 'waterfall';
  return {
    type: chart.kind === 'line' ? 'line' : 'bar',
    data: {
      labels: chart.labels.map((label) => shorten(label, chart.labels.length)),
      datasets: isWaterfall ? fallingBars(chart) : plainSeries(chart),
    },
    options: {
      animation: false,
      responsive: false,
      devicePixelRatio: 1,
      color: INK,
      font: { family: FONT, size: 18 },
      layout: { padding: { top: 12, right: 32, bottom: 12, left: 16 } },
      plugins: {
        title: {
          display: true,
          text: chart.title,
          color: INK,
          font: { family: FONT, size: 26 },
          padding: 20,
        },
        legend: {
          display: !isWaterfall && chart.series.length > 1,
          position: 'bottom',
          labels: { font: { family: FONT, size: 18 } },
        },
      },
      scales: {
        x: { grid: { display: false }, ticks: { color: INK, font: { family: FONT, size: 17 } } },
        y: {
          beginAtZero: true,
          ...(chart.most === undefined ? { grace: '8%' } : { max: chart.most }),
          grid: { color: FAINT },
          title: { display: true, text: chart.unit, color: INK, font: { family: FONT, size: 17 } },
          ticks: {
            color: INK,
            font: { family: FONT, size: 17 },
            ...(chart.most === 1
              ? { format: { style: 'percent' as const, minimumFractionDigits: 0, maximumFractionDigits: 0 } }
              : {}),
          },
        },
      },
    },
    plugins: [paper, whiskersOf(chart), numbersOf(chart)],
  };
}

function plainSeries(chart: Chart) {
  const colours = colourSeries(chart);
  return chart.series.map((one, i) => ({
    label: one.name,
    data: one.points.map((point) => point.value),
    backgroundColor: colours[i],
    borderColor: colours[i],
    borderWidth: chart.kind === 'line' ? 4 : 0,
    pointRadius: 6,
    // A gap is what is not known; a line through it would claim to know.
    spanGaps: false,
  }));
}

function colourSeries(chart: Chart): string[] {
  let used = 0;
  return chart.series.map((series) => {
    const colour = COLOURS[used % COLOURS.length] ?? INK;
    if (series.earlier) return `${colour}${PALE}`;
    used += 1;
    return colour;
  });
}

/** Each bar starts where the one before it ended; the last stands on the ground. */
function fallingBars(chart: Chart) {
  const points = chart.series[0]?.points ?? [];
  const last = points.length - 1;
  let sum = 0;
  const bars = points.map((point, i): [number, number] => {
    const from = i === last ? 0 : sum;
    const to = i === last ? (point.value ?? 0) : sum + (point.value ?? 0);
    sum = to;
    return [from, to];
  });
  return [
    {
      label: chart.series[0]?.name ?? '',
      data: bars,
      backgroundColor: bars.map((_, i) => COLOURS[i === last ? 2 : (points[i]?.value ?? 0) < 0 ? 5 : 0]),
    },
  ];
}

const paper: Plugin = {
  id: 'paper',
  beforeDraw({ ctx }) {
    ctx.save();
    ctx.fillStyle = '#ffffff';
    ctx.fillRect(0, 0, WIDTH, HEIGHT);
    ctx.restore();
  },
};

function numbersOf(chart: Chart): Plugin {
  const count = chart.labels.length * chart.series.length;
  return {
    id: 'numbers',
    afterDatasetsDraw(renderer) {
      if (count > MOST_NUMBERED) return;
      const { ctx } = renderer;
      ctx.save();
      ctx.fillStyle = INK;
      ctx.font = `${count > 12 ? 13 : 16}px ${FONT}`;
      ctx.textAlign = 'center';
      ctx.textBaseline = 'bottom';
      chart.series.forEach((series, s) => {
        renderer.getDatasetMeta(s).data.forEach((element, i) => {
          const point: ChartPoint | undefined = series.points[i];
          if (!point || point.value === null) return;
          // Beside a whisker, and not across it.
          const x = point.interval ? element.x + WHISKER + 26 : element.x;
          ctx.fillText(point.short ?? point.text, x, Math.max(element.y + lift(chart, s, i), 20));
        });
      });
      ctx.restore();
    },
  };
}

/** How far off its point a number stands: of lines that are close the lower one's goes below. */
function lift(chart: Chart, series: number, at: number): number {
  const own = chart.series[series]?.points[at]?.value ?? 0;
  const others = chart.series.filter((_, i) => i !== series).map((one) => one.points[at]?.value ?? null);
  const isLower = chart.kind === 'line' && others.some((value) => value !== null && value > own);
  return isLower ? 28 : -8;
}

/** The interval of each point, from its low to its high end. */
function whiskersOf(chart: Chart): Plugin {
  return {
    id: 'whiskers',
    afterDatasetsDraw(renderer) {
      const { ctx } = renderer;
      const scale = renderer.scales.y;
      if (!scale) return;
      ctx.save();
      ctx.strokeStyle = INK;
      ctx.lineWidth = 2;
      chart.series.forEach((series, s) => {
        renderer.getDatasetMeta(s).data.forEach((element, i) => {
          const interval = series.points[i]?.interval;
          if (!interval) return;
          const [top, bottom] = [scale.getPixelForValue(interval.high), scale.getPixelForValue(interval.low)];
          ctx.beginPath();
          ctx.moveTo(element.x, top);
          ctx.lineTo(element.x, bottom);
          for (const y of [top, bottom]) {
            ctx.moveTo(element.x - WHISKER, y);
            ctx.lineTo(element.x + WHISKER, y);
          }
          ctx.stroke();
        });
      });
      ctx.restore();
    },
  };
}

function shorten(label: string, labels: number): string {
  const longest = labels <= LONGEST_LABEL.fewAre ? LONGEST_LABEL.few : LONGEST_LABEL.many;
  return label.length <= longest ? label : `${label.slice(0, longest - 1)}…`;
}
