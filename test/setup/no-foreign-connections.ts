import dgram from 'node:dgram';
import dns from 'node:dns';
import { syncBuiltinESMExports } from 'node:module';
import net from 'node:net';
import { afterAll, afterEach } from 'vitest';

// The suite talks to nothing but this machine. An attempt fails at once, and is kept, so that code which swallows the
// error still fails the test that ran it.
const attempts: string[] = [];

/** The attempts so far, which are then forgotten: for the test of this guard itself. */
export function takeForeignConnections(): string[] {
  return attempts.splice(0);
}

// Sockets of tls, http, fetch and pg are all connected by this one method.
const connect = net.Socket.prototype.connect;
net.Socket.prototype.connect = function guardedConnect(this: net.Socket, ...args: unknown[]) {
  const host = readHost(args);
  if (!isLocal(host)) refuse(`a connection to ${host}`);
  return Reflect.apply(connect, this, args) as net.Socket;
} as typeof connect;

guardHost(dns, ['lookup', 'resolve', 'resolve4', 'resolve6'], 0);
guardHost(dns.promises, ['lookup', 'resolve', 'resolve4', 'resolve6'], 0);

const send = dgram.Socket.prototype.send;
dgram.Socket.prototype.send = function guardedSend(this: dgram.Socket, ...args: unknown[]) {
  const host = args.slice(1).find((argument) => typeof argument === 'string');
  if (!isLocal(host)) refuse(`a datagram to ${host}`);
  return Reflect.apply(send, this, args);
} as typeof send;

syncBuiltinESMExports();

afterEach(failOnAttempts);
afterAll(failOnAttempts);

function failOnAttempts(): void {
  const seen = takeForeignConnections();
  if (seen.length > 0) throw new Error(`The test tried to leave the machine: ${seen.join(', ')}.`);
}

function refuse(attempt: string): never {
  attempts.push(attempt);
  throw new Error(`Tests may not leave the machine: ${attempt} was refused.`);
}

function guardHost(owner: object, names: readonly string[], position: number): void {
  const methods = owner as Record<string, (...args: unknown[]) => unknown>;
  for (const name of names) {
    const original = methods[name];
    if (!original) throw new Error(`There is no ${name} to guard.`);
    methods[name] = function guarded(this: unknown, ...args: unknown[]) {
      const host = args[position];
      if (!isLocal(host)) refuse(`a look-up of ${host}`);
      return Reflect.apply(original, this, args);
    };
  }
}

/** `connect` takes options, (port, host), a path, or one array of arguments that `net.connect` has normalised. */
function readHost(args: unknown[]): unknown {
  const [first, second] = Array.isArray(args[0]) ? (args[0] as unknown[]) : args;
  if (typeof first === 'object' && first !== null) {
    const options = first as { path?: unknown; host?: unknown };
    return options.path ? undefined : options.host;
  }
  return typeof second === 'string' ? second : undefined;
}

function isLocal(host: unknown): boolean {
  if (host === undefined || host === null || host === '') return true;
  const name = String(host).toLowerCase();
  if (name === 'localhost' || name.endsWith('.localhost')) return true;
  if (net.isIP(name) === 0) return false;
  return /^(::ffff:)?127\./.test(name) || name === '::1' || name === '::' || name === '0.0.0.0';
}
