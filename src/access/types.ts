/** Who speaks, as the surface and the company's own lists know them; never as the message says. */
export type Actor =
  | { readonly kind: 'staff'; readonly email: string; readonly name: string; readonly role: StaffRole }
  | { readonly kind: 'partner'; readonly email: string; readonly name: string; readonly partnerId: string }
  | { readonly kind: 'outsider'; readonly id: string };

export type StaffRole = 'rep' | 'partner_manager' | 'admin';

/**
 * Everybody who can read the reply, beside the asker. `dm`: nobody else. `internal`: our own people.
 * `shared`: also the people of these partners. `external`: also people whose firm is not known.
 */
export type Audience =
  | { readonly place: 'dm' }
  | { readonly place: 'internal' }
  | { readonly place: 'shared'; readonly partnerIds: readonly string[] }
  | { readonly place: 'external' };

declare const granted: unique symbol;

/** What may be read and written for one question. Made by `grant` alone; every service takes one first. */
export interface Scope {
  readonly [granted]: true;
  readonly actor: Actor;
  readonly audience: Audience;
  /** Whose tools and words fit every reader: `partner` where a partner reads, whoever asks. */
  readonly role: StaffRole | 'partner' | 'public';
  /** The partners who read; empty among ourselves. */
  readonly partnerIds: readonly string[];
  /** Names the audience in memory and audit: `internal`, `partner:borealis`, `partners:a+b`, `public`. */
  readonly key: string;
}

/** The scope of import, matching and scheduled work; no person's question runs under it. */
export interface SystemScope {
  readonly [granted]: true;
  readonly role: 'system';
}
