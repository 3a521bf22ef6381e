import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** Why a request is refused, or null. */
export type Refused = { readonly status: 400 | 401 | 403; readonly why: string } | null;

/** Nothing from elsewhere, no inline code, and no text that becomes markup, even by a mistake of the page's own. */
export const HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; " +
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
};

/**
 * Lets in only who has the address that was printed. A page elsewhere can make a browser send requests here, and by a name
 * that it points at this machine read the answers too (DNS rebinding): so the host must be a loopback name with this very port,
 * a change must come from this page's own origin as JSON, and everything needs the token, by address once and then by cookie.
 */
export function createGuard(token: string): {
  check(request: IncomingMessage, port: number): Refused;
  /** The cookie for a request that brought the token in its address; null for any other. */
  admit(request: IncomingMessage, port: number): string | null;
} {
  const nameOf = (port: number) => `cosell_playground_${port}`;
  const check = (request: IncomingMessage, port: number): Refused => {
    const hosts = [`127.0.0.1:${port}`, `localhost:${port}`, `[::1]:${port}`];
    const host = request.headers.host ?? '';
    if (!hosts.includes(host)) return { status: 403, why: 'This page answers to a loopback address alone.' };
    if (!isKnown(request, nameOf(port), token))
      return { status: 401, why: 'Open the whole address that the program printed, with its token.' };
    if (request.method === 'GET') return null;
    if (request.headers.origin !== `http://${host}`) return { status: 403, why: 'From this page alone.' };
    if (!/^application\/json\b/.test(request.headers['content-type'] ?? ''))
      return { status: 400, why: 'As JSON alone.' };
    return null;
  };
  return {
    check,
    admit: (request, port) =>
      same(addressToken(request), token)
        ? `${nameOf(port)}=${token}; Path=/; HttpOnly; SameSite=Strict`
        : null,
  };
}

function isKnown(request: IncomingMessage, cookieName: string, token: string): boolean {
  const cookies = (request.headers.cookie ?? '').split(/;\s*/);
  const sent = cookies.find((cookie) => cookie.startsWith(`${cookieName}=`))?.slice(cookieName.length + 1);
  return same(sent ?? '', token) || same(addressToken(request), token);
}

function addressToken(request: IncomingMessage): string {
  return new URL(request.url ?? '/', 'http://localhost').searchParams.get('token') ?? '';
}

/** In a time that does not tell how much was right. */
function same(sent: string, token: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(sent), digest(token));
}
