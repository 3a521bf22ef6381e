import { lookup } from 'node:dns/promises';
import { createServer, get } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { afterEach, expect, it } from 'vitest';
import { takeForeignConnections } from './no-foreign-connections.ts';

afterEach(() => {
  takeForeignConnections();
});

it.each([
  ['a socket', () => connect(443, 'partner.example'), 'a connection to partner.example'],
  ['a socket by options', () => connect({ port: 443, host: '192.0.2.1' }), 'a connection to 192.0.2.1'],
  ['TLS', () => connectTls(443, 'partner.example'), 'a connection to partner.example'],
  ['HTTP', () => get('http://192.0.2.1/'), 'a connection to 192.0.2.1'],
  [
    'a name that only looks like ours',
    () => connect(1, '127.0.0.1.example'),
    'a connection to 127.0.0.1.example',
  ],
])('refuses %s that leaves the machine, and remembers it', (_, attempt, remembered) => {
  expect(attempt).toThrow('may not leave the machine');
  expect(takeForeignConnections()).toEqual([remembered]);
});

it('remembers a fetch whose failure is swallowed', async () => {
  await fetch('https://partner.example/').catch(() => undefined);
  expect(takeForeignConnections()).toEqual(['a connection to partner.example']);
});

it('refuses to look a name up', () => {
  expect(() => lookup('partner.example')).toThrow('may not leave the machine');
  expect(takeForeignConnections()).toEqual(['a look-up of partner.example']);
});

it('lets the machine talk to itself', async () => {
  const server = createServer((_, response) => response.end('here')).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  const pages = await Promise.all(
    ['127.0.0.1', 'localhost'].map(async (host) => (await fetch(`http://${host}:${port}/`)).text()),
  );
  expect(pages).toEqual(['here', 'here']);
  expect(takeForeignConnections()).toEqual([]);
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});
