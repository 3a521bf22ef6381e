/** What went wrong, in words that a program can branch on. */
export type ErrorCode =
  | 'not_found'
  | 'not_allowed'
  | 'bad_input'
  | 'ambiguous'
  | 'conflict'
  | 'expired'
  | 'locked'
  | 'unavailable'
  | 'limit_reached'
  | 'internal';

/**
 * A failure that was expected, with a message that a salesperson could act on. Everything else propagates to the edge,
 * which logs it under an id and says only that something broke.
 */
export class AppError extends Error {
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'AppError';
    this.code = code;
  }
}

/** Tells an expected failure from a fault. */
export function isAppError(error: unknown): error is AppError {
  return error instanceof AppError;
}
