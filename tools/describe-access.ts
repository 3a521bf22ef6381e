import { z } from 'zod';
import type { Scope } from '../src/access/types.ts';
import { defineTool, EVERYBODY } from './define.ts';

/** What can be seen in this place, and by whom. */
export const describeAccess = defineTool({
  name: 'describe_access',
  label: 'Checking who can read this',
  description:
    'Says who can read the reply here and what may be shown to them. Use it for questions such as what can you see, ' +
    'what can I see here, what do you know about us, what can you do.',
  effect: 'read',
  roles: EVERYBODY,
  input: z.object({}),
  output: z.object({ readers: z.string(), shown: z.array(z.string()), not_shown: z.array(z.string()) }),
  run: (_, { scope }) => Promise.resolve({ output: describeScope(scope) }),
});

/** From the scope alone, so that the description discloses nothing. */
function describeScope(scope: Scope) {
  if (scope.role === 'public') {
    return {
      readers: 'people whose firm is not known',
      shown: ['public pages of the partner programme'],
      not_shown: ['accounts, deals, partners and registrations'],
    };
  }
  if (scope.role !== 'partner') {
    return {
      readers: scope.audience.place === 'dm' ? 'you alone' : 'our own people',
      shown: [
        'our accounts, deals and contacts',
        'overlaps, as far as each partner shares them',
        'registrations, conflicts, revenue and the whole playbook',
      ],
      not_shown: ['what partners do not share with us'],
    };
  }
  const single = scope.partnerIds.length === 1;
  return {
    readers: `people of ${scope.partnerIds.join(' and ')}, and ours`,
    shown: single
      ? [
          'your own registrations and where they stand',
          'your own profile, certificates, onboarding and MDF requests',
          'your own sourced and influenced revenue',
          'overlaps that we share with you',
          'the programme pages meant for you',
        ]
      : ['the programme pages that every reader here may see'],
    not_shown: ['other partners and their deals', 'our internal notes and pages'],
  };
}
