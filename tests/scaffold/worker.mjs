// A worker of a generated project whose processors tell on standard output what they were given. It lies in the
// project's root when it runs.
import { setTimeout as sleep } from 'node:timers/promises';

import { createLogger, currentContext, startTelemetry, traceHeaders } from './packages/common/dist/index.js';
import { Database, POOLS } from './packages/database/dist/index.js';
import { loadConfig } from './apps/worker/dist/config/index.js';
import { processors } from './apps/worker/dist/processors.js';
import { startWorker } from './apps/worker/dist/start.js';
import { subscribers } from './apps/worker/dist/subscribers.js';

const say = (what) => process.stdout.write(`@@${JSON.stringify(what)}\n`);
const told = (name) => (payload, run) => {
  const { traceparent } = traceHeaders();
  const { key, attempt } = run;
  say({ name, payload, key, attempt, traceparent, at: Date.now(), ...currentContext() });
};

const config = loadConfig(process.env);
const telemetry = await startTelemetry({ service: 'worker', ...config });
const database = new Database({ ...POOLS.worker, url: config.databaseUrl });

const work = {
  processors: {
    ...processors,
    'schedule-syncs': told('schedule-syncs'),
    'erase-expired': told('erase-expired'),
    'scan-file': told('scan-file'),
    'send-email': (payload, run) => {
      told('send-email')(payload, run);
      throw new Error('the mail server says no');
    },
    'generate-report': async (payload) => {
      const rows = await database.transaction((tx) => tx.user.findMany());
      const asked = await database.transaction((tx) => tx.user.findFirst({ where: { id: payload.reportId } }));
      say({ name: 'generate-report', payload, tenants: rows.map((row) => row.tenantId), asked });
    },
    'import-contacts': async (payload, run) => {
      say({ name: 'import-contacts begun', payload });
      await sleep(2000);
      await run.once(async (tx) => {
        const rows = await tx.user.findMany();
        say({ name: 'import-contacts done', payload, rows: rows.length });
      });
    },
    'deliver-webhook': (payload, run) => {
      told('deliver-webhook')(payload, run);
      if (payload.deliveryId.endsWith('dead')) {
        process.kill(process.pid, 'SIGKILL');
      }
    },
  },
  subscribers: {
    ...subscribers,
    'user.invited': { ...subscribers['user.invited'], notifications: told('user.invited') },
    'contact.created': { webhooks: told('contact.created') },
  },
};

const worker = await startWorker(config, createLogger('worker', config.logLevel), work);
say({ name: 'working' });
process.once('SIGTERM', () => {
  worker
    .stop()
    .then(() => Promise.all([database.close(), telemetry.close()]))
    .then(() => process.exit(0));
});
