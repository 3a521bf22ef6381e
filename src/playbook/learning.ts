import { addDays, type IsoDate } from '../dates.ts';

export interface Course {
  readonly course: string;
  readonly title: string | null;
  readonly competency: string | null;
  /** Empty: for every kind of partner. */
  readonly archetypes: readonly string[];
  readonly hours: number | null;
  readonly url: string | null;
}

export interface Certificate {
  readonly personEmail: string | null;
  readonly course: string | null;
  readonly competency: string | null;
  readonly status: string;
  readonly expiresOn: IsoDate | null;
}

/** What is known of a partner that says what its people should learn. */
export interface Learner {
  readonly name: string;
  readonly archetype: string | null;
  readonly competencies: readonly string[];
  readonly certificates: readonly Certificate[];
  /** What open deals that it has a part in need; empty where the reader may not see deals. */
  readonly needs: readonly { readonly need: string; readonly opportunity: string }[];
}

export interface Lesson {
  readonly course: string;
  readonly title: string;
  readonly hours: number | null;
  readonly url: string | null;
  /** Why, the most pressing first. */
  readonly reasons: readonly string[];
}

/** Long enough to find a day for the course and repeat the exam. */
const EXPIRES_SOON_DAYS = 90;
const SHOWN_DEALS = 3;

interface Reason {
  readonly course: Course;
  /** Lower is more pressing. */
  readonly rank: number;
  readonly text: string;
}

/**
 * What a partner's people should learn next and why, the most pressing first: what an open deal needs and nobody is
 * certified in, what runs out, what the firm claims without a certificate, what was begun, what its kind of partner starts
 * with. Courses alone, each once; `limit` at most.
 */
export function planLessons(
  learner: Learner,
  courses: readonly Course[],
  at: { today: IsoDate; limit: number },
): Lesson[] {
  const reasons = [
    ...ofDeals(learner, courses, at.today),
    ...ofExpiry(learner, courses, at.today),
    ...ofClaims(learner, courses, at.today),
    ...ofBegun(learner, courses),
    ...ofKind(learner, courses),
  ];
  const byCourse = new Map<string, Reason[]>();
  for (const reason of reasons)
    byCourse.set(reason.course.course, [...(byCourse.get(reason.course.course) ?? []), reason]);
  return [...byCourse.values()]
    .sort((a, b) => a[0]!.rank - b[0]!.rank || b.length - a.length || compare(a[0]!.course, b[0]!.course))
    .slice(0, at.limit)
    .map((some) => {
      const { course, title, hours, url } = some[0]!.course;
      return { course, title: title ?? course, hours, url, reasons: some.map((one) => one.text) };
    });
}

function ofDeals({ needs, certificates }: Learner, courses: readonly Course[], today: IsoDate): Reason[] {
  return courses.flatMap((course) => {
    if (!course.competency || isCertified(certificates, course.competency, today)) return [];
    const deals = [
      ...new Set(needs.filter((one) => same(one.need, course.competency)).map((one) => one.opportunity)),
    ];
    if (deals.length === 0) return [];
    const named = deals.slice(0, SHOWN_DEALS).join(', ');
    const more = deals.length > SHOWN_DEALS ? ` and ${deals.length - SHOWN_DEALS} more` : '';
    return [{ course, rank: 0, text: `needed in ${named}${more}, with no valid certificate in it` }];
  });
}

/** A certificate that runs out soon, or ran out, and that no longer one of the same person replaces. */
function ofExpiry({ certificates }: Learner, courses: readonly Course[], today: IsoDate): Reason[] {
  const soon = addDays(today, EXPIRES_SOON_DAYS);
  const held = certificates.filter((one) => one.status !== 'enrolled' && one.expiresOn !== null);
  const last = held.filter(
    (one) => !held.some((other) => isSameSkill(one, other) && other.expiresOn! > one.expiresOn!),
  );
  return last
    .filter((one) => one.expiresOn! <= soon)
    .sort((a, b) => (a.expiresOn! < b.expiresOn! ? -1 : 1))
    .flatMap((one) => {
      const course =
        courses.find((some) => same(some.course, one.course)) ?? courseOf(courses, one.competency);
      if (!course) return [];
      const whose = one.personEmail ? ` of ${one.personEmail}` : '';
      const text =
        one.expiresOn! < today
          ? `the certificate${whose} ran out on ${one.expiresOn}`
          : `the certificate${whose} runs out on ${one.expiresOn}`;
      return [{ course, rank: one.expiresOn! < today ? 2 : 1, text }];
    });
}

function ofClaims(
  { competencies, certificates }: Learner,
  courses: readonly Course[],
  today: IsoDate,
): Reason[] {
  return competencies
    .filter((competency) => !isCertified(certificates, competency, today))
    .flatMap((competency) => {
      const course = courseOf(courses, competency);
      return course
        ? [{ course, rank: 3, text: `${competency} is a competency of the firm, with no valid certificate` }]
        : [];
    });
}

function ofBegun({ certificates }: Learner, courses: readonly Course[]): Reason[] {
  return certificates
    .filter((one) => one.status === 'enrolled')
    .flatMap((one) => {
      const course =
        courses.find((some) => same(some.course, one.course)) ?? courseOf(courses, one.competency);
      const who = one.personEmail ?? 'somebody';
      return course ? [{ course, rank: 4, text: `${who} is enrolled and has not finished` }] : [];
    });
}

/** Courses without a competency are where its kind of partner begins. */
function ofKind({ archetype, certificates }: Learner, courses: readonly Course[]): Reason[] {
  return courses
    .filter(
      (course) =>
        !course.competency &&
        (course.archetypes.length === 0 || course.archetypes.some((one) => same(one, archetype))),
    )
    .filter(
      (course) => !certificates.some((one) => same(one.course, course.course) && one.status !== 'enrolled'),
    )
    .map((course) => ({
      course,
      rank: 5,
      text:
        course.archetypes.length === 0
          ? 'a first course for every partner, with nobody recorded who took it'
          : `a first course for partners of the kind ${archetype}, with nobody recorded who took it`,
    }));
}

function isCertified(certificates: readonly Certificate[], competency: string, today: IsoDate): boolean {
  return certificates.some(
    (one) =>
      same(one.competency, competency) &&
      one.status === 'completed' &&
      (one.expiresOn === null || one.expiresOn >= today),
  );
}

function courseOf(courses: readonly Course[], competency: string | null): Course | undefined {
  return courses.find((course) => course.competency !== null && same(course.competency, competency));
}

function isSameSkill(a: Certificate, b: Certificate): boolean {
  return a.personEmail === b.personEmail && same(a.course ?? a.competency, b.course ?? b.competency);
}

function same(a: string | null, b: string | null): boolean {
  return a !== null && b !== null && a.trim().toLowerCase() === b.trim().toLowerCase();
}

function compare(a: Course, b: Course): number {
  return a.course < b.course ? -1 : 1;
}
