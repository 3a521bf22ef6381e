import type { Scope } from '../../access/types.ts';
import type { RecommendationLoop } from '../../recommendations/loop/service.ts';
import type { RecommendationsService } from '../../recommendations/service.ts';
import { readCaseCount } from '../command-line.ts';
import { type Output, runCases, writeJson } from '../output.ts';

export interface RecommendParts {
  readonly recommendations: RecommendationsService;
  readonly loop: RecommendationLoop;
  /** The scope of a person, by email. */
  readonly scopeOf: (email: string) => Promise<Scope>;
  readonly output: Output;
}

/** Ranked partners for one opportunity or account. */
export async function recommend(
  parts: RecommendParts,
  request: { subjectId: string; top: number | undefined; as: string; json: boolean },
): Promise<number> {
  const scope = await parts.scopeOf(request.as);
  const found = await parts.recommendations.recommend(scope, {
    subjectId: request.subjectId,
    ...(request.top ? { top: request.top } : {}),
  });
  await parts.loop.noteShown(scope, found);
  if (request.json) {
    writeJson(parts.output, found);
    return 0;
  }
  if (found.why) parts.output.out(`${found.why}\n`);
  for (const one of found.partners) {
    const lift = one.lift ? ` lift ${one.lift.estimate} [${one.lift.low}, ${one.lift.high}]` : '';
    parts.output.out(
      `${one.rank}. ${one.name} (${one.partner_id}) ${one.role}, ${one.play}, score ${one.score}${lift}\n`,
    );
    for (const reason of one.reasons)
      parts.output.out(`   ${reason.weight < 0 ? '-' : '+'} ${reason.text}\n`);
    if (one.behind) parts.output.out(`   not first: ${one.behind}\n`);
    for (const finding of one.conflicts)
      parts.output.out(`   ! ${finding.severity} ${finding.code}: ${finding.why}\n`);
    for (const step of one.next) parts.output.out(`   > ${step.text}\n`);
  }
  for (const one of found.left_out) parts.output.out(`left out: ${one.name}: ${one.why}\n`);
  if (found.coverage === 'partial')
    parts.output.out('Some partners share no rows: not shared is not the same as no overlap.\n');
  return 0;
}

/** Many subjects, a JSON line each; nobody is shown them, so none is noted as shown. */
export async function recommendCases(
  parts: RecommendParts,
  lines: string,
  defaults: { as: string | undefined; top: number | undefined },
): Promise<number> {
  await runCases(lines, {
    output: parts.output,
    answer: async (one) => {
      const top = readCaseCount(one, 'top') ?? defaults.top;
      return parts.recommendations.recommend(await parts.scopeOf(String(one.as ?? defaults.as ?? '')), {
        subjectId: String(one.subject ?? one.opportunity ?? one.account ?? ''),
        ...(top ? { top } : {}),
      });
    },
  });
  return 0;
}
