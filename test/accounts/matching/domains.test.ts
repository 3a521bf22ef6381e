import { describe, expect, test } from 'vitest';
import { countryOfDomain, createDomainReader, domainStem } from '../../../src/accounts/matching/domains.ts';
import { splitNameAndDomain } from '../../../src/accounts/matching/split-name.ts';

const { read } = createDomainReader();

describe('the domains of a row', () => {
  test.each([
    ['https://www.globex.com/about?x=1', ['globex.com']],
    ['www.globex.co.uk', ['globex.co.uk']],
    ['jane.doe@mail.globex.com', ['globex.com']],
    ['GLOBEX.COM', ['globex.com']],
    ['globex.com; globex.de', ['globex.com', 'globex.de']],
    ['globex.github.io', ['globex.github.io']],
    ['jane@gmail.com', []],
    ['globex@yahoo.com; globex.com', ['globex.com']],
    ['facebook.com/globex', []],
    ['n/a', []],
    ['10.0.0.1', []],
    ['globex', []],
    ['', []],
  ])('of %s', (text, domains) => {
    expect(read(text)).toEqual(domains);
  });

  test('say a country by their ending unless it is sold to anyone', () => {
    expect(countryOfDomain('globex.de')).toBe('DE');
    expect(countryOfDomain('globex.co.uk')).toBe('GB');
    expect(countryOfDomain('globex.com')).toBeNull();
    expect(countryOfDomain('globex.io')).toBeNull();
    expect(countryOfDomain('globex.eu')).toBeNull();
  });

  test('have the label that the company chose', () => {
    expect(domainStem('globex-group.co.uk')).toBe('globexgroup');
  });
});

describe('a text with a name and an address', () => {
  test.each([
    ['Globex Corp. at globex.com', 'Globex Corp.', 'globex.com'],
    ['Globex Corp., www.globex.com', 'Globex Corp.', 'globex.com'],
    ['Globex (https://www.globex.com/about)', 'Globex', 'globex.com'],
    ['jane@globex.com', 'globex', 'globex.com'],
    ['Booking.com', 'Booking.com', 'booking.com'],
    ['Globex S.p.A.', 'Globex S.p.A.', null],
    ['Globex', 'Globex', null],
  ])('%s', (text, name, domain) => {
    expect(splitNameAndDomain(text)).toEqual({ name, domain });
  });
});
