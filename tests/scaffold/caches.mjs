// Tries the cache of a generated project, in whose root it lies when it runs: `node caches.mjs <scenario>` prints what
// came out as JSON. Redis is at REDIS_URL.
import { setTimeout as sleep } from 'node:timers/promises';

import { Redis } from 'ioredis';

import { Cache, CacheStore, createLogger, runWith } from './packages/common/dist/index.js';

const redis = new Redis(process.env.REDIS_URL, { maxRetriesPerRequest: 1 });
redis.on('error', () => undefined);
await redis.ping().catch(() => undefined);
const logger = createLogger('test', 'fatal');
const KEY = 'tenant:{tenantId}:thing:{thingId}';
const usual = { name: 'thing', key: KEY, ttlMs: 60_000, jitter: 0, stampede: 'single_flight', whenDown: 'read_source' };
const cache = (settings = {}) => new Cache(new CacheStore(redis, logger), { ...usual, ...settings });
const as = (tenantId, work) => runWith({ correlationId: 'test', tenantId }, work);
const id = (thingId) => ({ thingId });

/** A source that counts how often it is asked. */
function source(answer = 'fresh', ms = 0) {
  const load = async () => {
    load.asked += 1;
    await sleep(ms);
    return { answer, at: load.asked };
  };
  load.asked = 0;
  return load;
}

const scenarios = {
  async hit() {
    const load = source();
    const things = cache();
    const both = await as('a', async () => [await things.read(id('1'), load), await things.read(id('1'), load)]);
    return { both, asked: load.asked };
  },
  async tenantless() {
    const load = source();
    const refused = await cache().read(id('1'), load).catch((error) => error.message);
    return { refused, asked: load.asked, keys: await redis.keys('*') };
  },
  async apart() {
    const things = cache();
    const of = (tenant, thing) => as(tenant, () => things.read(id(thing), async () => `${tenant}/${thing}`));
    return [await of('a', '1'), await of('b', '1'), await of('a', '1:thing:2'), await of('a:thing:1', '2')];
  },
  async flight() {
    const load = source('fresh', 100);
    const things = cache();
    await as('a', () => Promise.all(Array.from({ length: 50 }, () => things.read(id('1'), load))));
    return load.asked;
  },
  async lock() {
    const load = source('fresh', 200);
    const replicas = Array.from({ length: 5 }, () => cache({ stampede: 'distributed_lock' }));
    const found = await as('a', () => Promise.all(replicas.map((one) => one.read(id('1'), load))));
    return { asked: load.asked, found };
  },
  async early() {
    const load = source('fresh', 50);
    const things = cache({ stampede: 'early_refresh', ttlMs: 400 });
    const end = Date.now() + 390;
    await as('a', async () => {
      while (Date.now() < end) {
        await things.read(id('1'), load);
      }
    });
    return load.asked;
  },
  async stale() {
    const load = source();
    const things = cache({ stampede: 'stale_while_revalidate', ttlMs: 2_000 });
    return as('a', async () => {
      const first = await things.read(id('1'), load);
      await sleep(1_100);
      const second = await things.read(id('1'), load);
      await sleep(100);
      const third = await things.read(id('1'), load);
      return [first.at, second.at, third.at];
    });
  },
  async life() {
    const things = cache({ ttlMs: 10_000, jitter: 0.5 });
    await as('a', () => Promise.all(Array.from({ length: 40 }, (_, at) => things.read(id(`${at}`), source()))));
    return Promise.all((await redis.keys('tenant:a:thing:*')).map((key) => redis.pttl(key)));
  },
  async forgotten() {
    const load = source();
    const things = cache();
    return as('a', async () => {
      await things.read(id('1'), load);
      await things.read(id('2'), load);
      const heard = await things.forget(id('1'));
      await things.read(id('1'), load);
      await things.read(id('2'), load);
      return { heard, asked: load.asked };
    });
  },
  async all() {
    const load = source();
    const things = cache();
    await as('a', () => Promise.all([things.read(id('1'), load), things.read(id('2'), load)]));
    await as('b', () => things.read(id('1'), load));
    await as('a', () => things.forgetAll());
    await as('b', () => things.read(id('1'), load));
    const before = load.asked;
    await as('a', async () => [await things.read(id('1'), load), await things.read(id('2'), load)]);
    return { before, after: load.asked };
  },
  /** What was read before a change is on its way while the change is made. */
  async race() {
    const old = source('old', 300);
    const [mine, others] = [cache(), cache()];
    return as('a', async () => {
      const reading = mine.read(id('1'), old);
      await sleep(100);
      await others.forget(id('1'));
      await reading;
      const next = await others.read(id('1'), source('new'));
      const readingAll = mine.read(id('2'), old);
      await sleep(100);
      await others.forgetAll();
      await readingAll;
      return [next.answer, (await others.read(id('2'), source('new'))).answer];
    });
  },
  /** Redis is at an address where nobody listens. */
  async down() {
    const load = source();
    const begun = Date.now();
    const things = cache();
    const local = cache({ whenDown: 'local_copy' });
    const strict = cache({ whenDown: 'fail' });
    return as('a', async () => {
      const found = [];
      for (let at = 0; at < 10; at += 1) {
        found.push((await things.read(id('1'), load)).answer);
      }
      const own = source();
      const copies = [await local.read(id('1'), own), await local.read(id('1'), own)];
      const refused = await strict.read(id('1'), load).catch((error) => error.status);
      const heard = await things.forget(id('1'));
      return { found, ms: Date.now() - begun, copies: copies.map((one) => one.at), refused, heard };
    });
  },
  /** So many ask for different things that their source could not bear it. */
  async flood() {
    const load = async () => {
      load.now += 1;
      load.most = Math.max(load.most, load.now);
      await sleep(50);
      load.now -= 1;
      return 'fresh';
    };
    Object.assign(load, { now: 0, most: 0 });
    const things = cache();
    const found = await as('a', () =>
      Promise.all(Array.from({ length: 300 }, (_, at) => things.read(id(`${at}`), load).catch((e) => e.status))),
    );
    return { most: load.most, refused: found.filter((one) => one === 503).length };
  },
};

const [, , name] = process.argv;
process.stdout.write(JSON.stringify(await scenarios[name]()));
redis.disconnect();
process.exit(0);
