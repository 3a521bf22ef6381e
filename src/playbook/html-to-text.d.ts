/** The library brings no types of its own; this is the part in use. */
declare module 'html-to-text' {
  export function convert(html: string, options?: Readonly<Record<string, unknown>>): string;
}
