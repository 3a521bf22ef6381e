import type { Card } from '../../agent/types.ts';
import { drawChart } from '../../charts/draw-chart.ts';
import { waitingOutLimits } from './sending.ts';
import type { Surface } from './surface.ts';

/** The charts of a message; more would bury the answer. */
const MOST_CHARTS = 2;

/**
 * Puts the pictures of an answer under it, with their numbers as alt text. The answer says the same numbers in words, so
 * a picture that can't be sent is left out and noted.
 */
export async function postCharts(
  surface: Surface,
  place: { channelId: string; threadTs: string },
  cards: readonly Card[],
): Promise<void> {
  const charts = cards.filter((card) => card.kind === 'chart').slice(0, MOST_CHARTS);
  if (charts.length === 0) return;
  try {
    const files = charts.map((card, i) => ({
      file: drawChart(card.chart),
      filename: `chart-${i + 1}.png`,
      title: card.title,
      alt_text: card.alt,
    }));
    await waitingOutLimits(() =>
      surface.client.files.uploadV2({
        channel_id: place.channelId,
        thread_ts: place.threadTs,
        file_uploads: files,
      }),
    );
  } catch (error) {
    surface.log.info({ err: error }, 'a chart could not be sent; its numbers are in the answer');
  }
}
