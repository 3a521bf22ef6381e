import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request of the OpenAI chat protocol, as far as tests read it. */
export interface ChatRequest {
  readonly model: string;
  readonly stream?: boolean;
  readonly messages: readonly ChatMessage[];
  readonly tools?: readonly { readonly function: { readonly name: string } }[];
}

export interface ChatMessage {
  readonly role: string;
  readonly content: string | null;
  readonly tool_call_id?: string;
  readonly tool_calls?: readonly {
    readonly id: string;
    readonly function: { readonly name: string; readonly arguments: string };
  }[];
}

/** What the script lets the endpoint do with one request. */
export type ScriptedReply =
  | { readonly text: string }
  | { readonly calls: readonly { readonly name: string; readonly args: unknown }[] }
  /** Arguments exactly as written, whole JSON or not. */
  | { readonly rawCall: { readonly name: string; readonly arguments: string } }
  | { readonly status: number; readonly retryAfter?: number }
  | { readonly hang: true }
  /** Breaks the connection in the middle of a stream. */
  | { readonly cut: true }
  /** A stream whose lines are no JSON. */
  | { readonly garbage: true };

export interface ScriptedEndpoint {
  readonly url: string;
  readonly requests: ChatRequest[];
  close(): Promise<void>;
}

/** An OpenAI-compatible endpoint on loopback that answers by a script, streamed or whole as it is asked. */
export async function startScriptedEndpoint(
  script: (request: ChatRequest, turn: number) => ScriptedReply | Promise<ScriptedReply>,
): Promise<ScriptedEndpoint> {
  const requests: ChatRequest[] = [];
  const server = createServer((incoming, response) => {
    void readJson(incoming).then(async (body) => {
      const request = body as ChatRequest;
      const at = requests.push(request) - 1;
      answer(response, { request, at }, await script(request, at));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

async function readJson(incoming: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return JSON.parse(Buffer.concat(chunks).toString('utf8'));
}

/** A request and its place in the endpoint's life, from which all ids are made: the same run gives the same bytes. */
interface Placed {
  readonly request: ChatRequest;
  readonly at: number;
}

function answer(response: ServerResponse, placed: Placed, reply: ScriptedReply): void {
  if ('hang' in reply) return;
  if ('status' in reply) {
    const wait = reply.retryAfter === undefined ? {} : { 'retry-after': String(reply.retryAfter) };
    response.writeHead(reply.status, { 'content-type': 'application/json', ...wait });
    response.end(JSON.stringify({ error: { message: 'scripted failure', type: 'server_error' } }));
    return;
  }
  if ('cut' in reply || 'garbage' in reply) {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(
      'garbage' in reply
        ? 'data: {"choices": [nonsense\n\n'
        : 'data: {"id":"cut","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{"role":"assistant","content":"Glo"},"finish_reason":null}]}\n\n',
    );
    if ('garbage' in reply) response.end();
    else setTimeout(() => response.destroy(), 20);
    return;
  }
  if (placed.request.stream) streamReply(response, placed, reply);
  else {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(completion(placed, reply)));
  }
}

type Spoken = Exclude<ScriptedReply, { status: number } | { hang: true } | { cut: true } | { garbage: true }>;

function callsOf(reply: Spoken, at: number) {
  const raw =
    'calls' in reply
      ? reply.calls.map((call) => ({ name: call.name, arguments: JSON.stringify(call.args) }))
      : 'rawCall' in reply
        ? [reply.rawCall]
        : [];
  return raw.map((call, index) => ({
    index,
    id: `call_${at}_${index}`,
    type: 'function',
    function: call,
  }));
}

function completion({ request, at }: Placed, reply: Spoken) {
  const calls = callsOf(reply, at);
  const message = {
    role: 'assistant',
    content: 'text' in reply ? reply.text : null,
    ...(calls.length > 0 ? { tool_calls: calls } : {}),
  };
  return {
    id: `chatcmpl-${at}`,
    object: 'chat.completion',
    created: 1,
    model: request.model,
    choices: [{ index: 0, message, finish_reason: calls.length > 0 ? 'tool_calls' : 'stop' }],
    usage: { prompt_tokens: 10, completion_tokens: 5, total_tokens: 15 },
  };
}

function streamReply(response: ServerResponse, { request, at }: Placed, reply: Spoken): void {
  // A reply of its own id: the agent takes a second reply of one id for a new wording of the first.
  const id = `chatcmpl-${at}`;
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  const send = (delta: object, finish: string | null = null) =>
    response.write(
      `data: ${JSON.stringify({ id, object: 'chat.completion.chunk', created: 1, model: request.model, choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`,
    );
  const calls = callsOf(reply, at);
  send({ role: 'assistant', content: '' });
  if ('text' in reply) for (const word of reply.text.split(/(?<= )/)) send({ content: word });
  for (const call of calls) {
    send({ tool_calls: [{ ...call, function: { name: call.function.name, arguments: '' } }] });
    const half = Math.ceil(call.function.arguments.length / 2);
    for (const part of [call.function.arguments.slice(0, half), call.function.arguments.slice(half)]) {
      send({ tool_calls: [{ index: call.index, function: { arguments: part } }] });
    }
  }
  send({}, calls.length > 0 ? 'tool_calls' : 'stop');
  response.end('data: [DONE]\n\n');
}
