import emailProviders from 'email-providers/all.json' with { type: 'json' };
import { parse } from 'tldts';

/** Builders of sites, shops and pages, and networks where many companies live under one registrable domain. */
const SHARED_SITES = new Set(
  (
    'facebook.com linkedin.com twitter.com x.com instagram.com youtube.com youtu.be tiktok.com github.com gitlab.com medium.com ' +
    'wixsite.com wix.com weebly.com wordpress.com blogspot.com squarespace.com godaddysites.com jimdo.com jimdosite.com strikingly.com ' +
    'webflow.io webnode.com site123.me business.site sites.google.com google.com notion.site carrd.co linktr.ee bit.ly goo.gl t.co ' +
    'crunchbase.com wikipedia.org amazon.com amazonaws.com azurewebsites.net shopify.com myshopify.com etsy.com ebay.com hubspot.com ' +
    'salesforce.com force.com sharepoint.com onmicrosoft.com mailchimp.com tumblr.com yelp.com apple.com bing.com example.com ' +
    'example.org example.net localhost.localdomain herokuapp.com netlify.app vercel.app firebaseapp.com web.app github.io'
  ).split(' '),
);

/** Registrars and markets of domains: what a look-up says of a domain that nobody uses. */
const PARKED = new Set(
  (
    'godaddy.com sedo.com sedoparking.com hugedomains.com dan.com afternic.com undeveloped.com buydomains.com domainmarket.com ' +
    'brandbucket.com squadhelp.com atom.com uniregistry.com parkingcrew.net bodis.com above.com namecheap.com name.com ' +
    'networksolutions.com register.com enom.com tucows.com dynadot.com porkbun.com hover.com gandi.net ovh.com ovh.net ' +
    'ionos.com ionos.de 1and1.com strato.de hostinger.com bluehost.com hostgator.com dreamhost.com siteground.com namebright.com ' +
    '123-reg.co.uk fasthosts.co.uk aruba.it one.com loopia.se united-domains.de domainfactory.de secureserver.net'
  ).split(' '),
);

const NOT_A_DOMAIN = new Set(['n/a', 'na', 'none', 'null', 'unknown', '-', 'tbd']);

export interface DomainReader {
  /** The registrable domains in a text that speak for one company, in order, each once. */
  read(text: string | null | undefined): string[];
}

/**
 * Reads web addresses, mail addresses and bare hosts, several joined by `;`, `,`, `|` or blanks. Personal mail hosts, site
 * builders, networks and sellers of domains speak for nobody and are left out; `foo.github.io` is a domain of its own.
 */
export function createDomainReader(): DomainReader {
  const personal = new Set(emailProviders as readonly string[]);
  const readOne = (text: string): string | null => {
    const plain = text.trim().toLowerCase();
    if (!plain.includes('.') || NOT_A_DOMAIN.has(plain)) return null;
    const parsed = parse(plain, { allowPrivateDomains: true });
    const domain = parsed.domain;
    if (!domain || parsed.isIp || !hasSuffix(parsed)) return null;
    return personal.has(domain) || SHARED_SITES.has(domain) || PARKED.has(domain) ? null : domain;
  };
  return {
    read(text) {
      if (!text) return [];
      const found = new Set<string>();
      for (const part of text.split(/[;,|\s]+/)) {
        const domain = readOne(part);
        if (domain) found.add(domain);
      }
      return [...found];
    },
  };
}

/** Suffixes that no registry sells: names inside companies, in tests and in documents (RFC 2606, RFC 6762, RFC 9476). */
const RESERVED_SUFFIXES = new Set(
  'example test invalid local internal corp lan home intranet private alt'.split(' '),
);

/** Whether a host ends as hosts do: in a public suffix, or in one that is reserved for use among ourselves. */
export function hasSuffix(parsed: {
  readonly isIcann: boolean | null;
  readonly isPrivate: boolean | null;
  readonly publicSuffix: string | null;
}): boolean {
  return (
    parsed.isIcann === true || parsed.isPrivate === true || RESERVED_SUFFIXES.has(parsed.publicSuffix ?? '')
  );
}

/** The label that a company chose: `acme` of `acme.co.uk`. Letters and digits only. */
export function domainStem(domain: string): string {
  return (parse(domain, { allowPrivateDomains: true }).domainWithoutSuffix ?? '').replace(/[^a-z0-9]/g, '');
}

/** Endings of countries that are bought for their sound or run as general ones all over the world, or stand for more than one country. */
const WORLDWIDE_ENDINGS = new Set(
  (
    'ac ag ai am as bz cc cd cf co cx dj eu fm ga gg gl gq gs hn im io is je la lc li ly me ml mn ms mu nu pn pw re ' +
    'sc sh so st su sx tc tel tk tl to tv vc vg vu ws'
  ).split(' '),
);

/** The country whose ending a domain has, ISO 3166 alpha-2 in upper case; null for general endings and those sold to anyone. */
export function countryOfDomain(domain: string): string | null {
  const ending = domain.slice(domain.lastIndexOf('.') + 1);
  if (ending.length !== 2 || WORLDWIDE_ENDINGS.has(ending)) return null;
  return ending === 'uk' ? 'GB' : ending.toUpperCase();
}
