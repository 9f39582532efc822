// Tries the clients of a generated project for other services, in whose root it lies when it runs: `node calls.mjs
// <scenario>` prints what came out as JSON. A service is at SERVICE_URL, Redis at REDIS_URL.
import { setTimeout as sleep } from 'node:timers/promises';

import { Redis } from 'ioredis';

import {
  CustomerEndpoints,
  ExternalService,
  metrics,
  runWith,
  startTelemetry,
  traced,
} from './packages/common/dist/index.js';

const url = process.env.SERVICE_URL;
const breaker = {
  threshold: 0.5,
  minimumCalls: 4,
  windowMs: 10_000,
  resetMs: 600,
  halfOpenCalls: 2,
  counts: ['timeout', 'network_error', 'server_error'],
  scope: 'process',
};
const retry = {
  attempts: 3,
  backoff: 'exponential',
  initialMs: 50,
  factor: 2,
  maxMs: 2_000,
  jitter: 0.5,
  retryOn: ['timeout', 'network_error', 'server_error', 'rate_limited'],
  neverOn: ['validation_error'],
};
const once = { ...retry, attempts: 1 };
const usual = { name: 'shop', timeoutMs: 300, connectTimeoutMs: 200, retry, breaker };
const service = (settings = {}, redis = undefined) => new ExternalService({ ...usual, ...settings }, { url }, redis);
const get = (one, path, call = {}) => one.call(path, { method: 'GET', ...call }, (answer) => answer);
const kind = (promise) => promise.then((answer) => answer, (error) => error.kind ?? error.message);

/** What Prometheus reads of a metric. */
async function scraped(name) {
  const endpoint = await metrics.serveMetrics(0);
  const { port } = endpoint.address();
  const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
  endpoint.close();
  return text.split('\n').filter((line) => line.startsWith(`${name}{`));
}

const scenarios = {
  async context() {
    await startTelemetry({ service: 'test', otlpEndpoint: undefined, metricsPort: 0 });
    const one = service();
    const work = () => traced('test', {}, () => get(one, '/echo?x=1', { idempotencyKey: 'key-1' }));
    const { headers, path } = await runWith({ correlationId: 'seen-1', tenantId: 'a' }, work);
    return { headers, path, scraped: (await scraped('outgoing_call_duration_seconds_count')).length };
  },
  async hang() {
    const begun = Date.now();
    const found = await kind(get(service({ retry: once }), '/hang'));
    return { found, ms: Date.now() - begun };
  },
  async drip() {
    const begun = Date.now();
    const found = await kind(get(service({ retry: once }), '/drip'));
    return { found, ms: Date.now() - begun };
  },
  async recovers() {
    return get(service(), '/fails-twice');
  },
  async unsafe() {
    const post = (call) => kind(service().call('/fails-twice', { method: 'POST', body: {}, ...call }, (answer) => answer));
    return [await post({}), await post({ idempotencyKey: 'key-2' })];
  },
  async declined() {
    return [await kind(get(service(), '/status/402')), await kind(get(service(), '/status/404'))];
  },
  async patience() {
    const begun = Date.now();
    await get(service({ timeoutMs: 2_000 }), '/later');
    return Date.now() - begun;
  },
  async breaker() {
    const one = service({ retry: once });
    const found = [];
    for (let at = 0; at < 8; at += 1) {
      found.push(await kind(get(one, '/status/500')));
    }
    const open = await scraped('breaker_open');
    await sleep(700);
    const tried = [await kind(get(one, '/status/500')), await kind(get(one, '/ok'))];
    await sleep(700);
    const healed = [await get(one, '/ok'), await get(one, '/ok'), await get(one, '/ok')];
    return { found, open, tried, healed, closed: await scraped('breaker_open') };
  },
  async tenants() {
    const one = service({ retry: once, breaker: { ...breaker, scope: 'tenant' } });
    const as = (tenantId, path) => runWith({ correlationId: 'x', tenantId }, () => kind(get(one, path)));
    for (let at = 0; at < 6; at += 1) {
      await as('a', '/status/500');
    }
    return [await as('a', '/ok'), await as('b', '/ok')];
  },
  async slow() {
    const slow = { ...breaker, slowMs: 50, counts: [] };
    const one = service({ retry: once, timeoutMs: 2_000, breaker: slow });
    const found = [];
    for (let at = 0; at < 6; at += 1) {
      found.push(await kind(get(one, '/slow')));
    }
    return found;
  },
  async bulkhead() {
    const one = service({ maxConcurrent: 2, timeoutMs: 2_000 });
    const found = await Promise.all(Array.from({ length: 10 }, () => kind(get(one, '/slow'))));
    return { most: await get(service(), '/most'), refused: found.filter((told) => told === 'network_error').length };
  },
  async quota() {
    const redis = new Redis(process.env.REDIS_URL);
    await redis.ping();
    const one = service({ rate: { burst: 2, perSecond: 5 }, timeoutMs: 2_000 }, redis);
    const begun = Date.now();
    await Promise.all(Array.from({ length: 5 }, () => get(one, '/ok')));
    return Date.now() - begun;
  },
  async away() {
    const refusing = new ExternalService({ ...usual, retry: once }, { url: 'http://127.0.0.1:9' });
    return { kind: await kind(get(refusing, '/ok')), status: await get(refusing, '/ok').catch((e) => e.status) };
  },
  async cancelled() {
    const begun = Date.now();
    const signal = AbortSignal.timeout(100);
    const found = await kind(get(service({ timeoutMs: 5_000 }), '/hang', { signal }));
    return { found, ms: Date.now() - begun };
  },
  async redirect() {
    return kind(get(service({ retry: once }), '/redirect'));
  },
  async astray() {
    const told = (work) => {
      try {
        return work() && 'accepted';
      } catch (error) {
        return error.message;
      }
    };
    const at = (address) => told(() => new ExternalService(usual, { url: address }));
    const below = new ExternalService(usual, { url: `${url}/v1` });
    const paths = ['//evil.example/x', 'http://evil.example', '/../admin', '/../v10'];
    return {
      paths: await Promise.all(paths.map((path) => kind(get(below, path)))),
      addresses: ['http://shop.example', 'https://me:pw@shop.example', 'https://shop.example', url].map(at),
    };
  },
  async inside() {
    const customers = new CustomerEndpoints({ ...usual, retry: once }, {});
    const port = new URL(url).port;
    const hosts = [
      `127.0.0.1:${port}`, `localhost:${port}`, `[::1]:${port}`, `0x7f000001:${port}`, `[::ffff:127.0.0.1]:${port}`,
      '169.254.169.254', '10.0.0.1', '192.168.1.1', '[fd00::1]', '0.0.0.0',
    ];
    const call = (host) => kind(customers.call(`http://${host}/ok`, { method: 'POST', body: {} }, (answer) => answer));
    return Promise.all(hosts.map(call));
  },
  async secret() {
    const credentials = { apiKey: 'hidden-value' };
    const one = new ExternalService(usual, { url, credentials });
    const { inspect } = await import('node:util');
    return { got: one.credentials.get('apiKey'), shown: `${inspect(one, { depth: 9 })}${JSON.stringify(one)}` };
  },
};

const [, , name] = process.argv;
process.stdout.write(JSON.stringify(await scenarios[name]()));
process.exit(0);
