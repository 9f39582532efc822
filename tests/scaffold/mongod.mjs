// A stand-in for `mongod`, where none can be installed: the wire protocol, over documents in memory.
//
// The project's own Mongoose and driver speak to it over a socket. It knows the commands and operators below and refuses
// every other one by name. Transactions are snapshots: two that write the same document conflict. Unique indexes with
// their partial filters hold, and so do the required texts of a validator. It neither keeps anything nor replicates,
// uses no index to be fast, and asks nobody who they are: users and roles are not tried here.
import { createServer } from 'node:net';
import { createRequire } from 'node:module';

const { deserialize, serialize } = createRequire(`${process.cwd()}/`)('bson');
const MESSAGE = 2013;
const QUERY = 2004;
const REPLY = 1;

const collections = new Map();
const transactions = new Map();

class Failure extends Error {
  constructor(code, name, message, more = {}) {
    super(message);
    Object.assign(this, { code, codeName: name, more });
  }
}

const conflict = () =>
  new Failure(112, 'WriteConflict', 'another transaction was first', { errorLabels: ['TransientTransactionError'] });

// ------------------------------------------------------------------------------------------------------------ values

const ORDER = ['null', 'number', 'string', 'object', 'array', 'binData', 'bool', 'date'];

function kind(value) {
  if (value === null || value === undefined) return 'null';
  if (['Long', 'Double', 'Int32', 'Decimal128'].includes(value._bsontype) || typeof value === 'number') return 'number';
  if (value instanceof Date) return 'date';
  if (Array.isArray(value)) return 'array';
  if (value._bsontype === 'Binary') return 'binData';
  return { boolean: 'bool', string: 'string' }[typeof value] ?? 'object';
}

function compare(one, other, fold) {
  const [a, b] = [kind(one), kind(other)];
  if (a !== b) return ORDER.indexOf(a) - ORDER.indexOf(b);
  const [left, right] = [one, other].map((value) => plain(value, fold));
  return left < right ? -1 : left > right ? 1 : 0;
}

function plain(value, fold) {
  const of = {
    null: () => 0,
    number: () => Number(value.toString()),
    string: () => (fold ? value.toLowerCase() : value),
    bool: () => Number(value),
    date: () => value.getTime(),
  };
  return (of[kind(value)] ?? (() => JSON.stringify(value)))();
}

const TYPES = { string: ['string'], date: ['date'], number: ['number'], long: ['number'], bool: ['bool'] };
const OPERATORS = {
  $eq: (value, asked, fold) => same(value, asked, fold),
  $ne: (value, asked, fold) => !same(value, asked, fold),
  $gt: (value, asked) => kind(value) === kind(asked) && compare(value, asked) > 0,
  $gte: (value, asked) => kind(value) === kind(asked) && compare(value, asked) >= 0,
  $lt: (value, asked) => kind(value) === kind(asked) && compare(value, asked) < 0,
  $lte: (value, asked) => kind(value) === kind(asked) && compare(value, asked) <= 0,
  $in: (value, asked, fold) => asked.some((one) => same(value, one, fold)),
  $nin: (value, asked, fold) => !asked.some((one) => same(value, one, fold)),
  $type: (value, asked) => (TYPES[asked] ?? [asked]).includes(kind(value)),
};

function same(value, asked, fold) {
  const within = Array.isArray(value) && !Array.isArray(asked) && value.some((one) => same(one, asked, fold));
  return within || compare(value, asked, fold) === 0;
}

function meets(document, filter, fold) {
  return Object.entries(filter).every(([name, asked]) => {
    if (name === '$and') return asked.every((one) => meets(document, one, fold));
    if (name === '$or') return asked.some((one) => meets(document, one, fold));
    const value = name.split('.').reduce((inner, part) => inner?.[part], document);
    const operators = kind(asked) === 'object' && Object.keys(asked).some((key) => key.startsWith('$'));
    const told = operators ? Object.entries(asked) : [['$eq', asked]];
    return told.every(([operator, operand]) => known(OPERATORS, operator)(value, operand, fold));
  });
}

function known(table, name) {
  if (!Object.hasOwn(table, name)) throw new Failure(2, 'BadValue', `the stand-in does not know ${name}`);
  return table[name];
}

// ------------------------------------------------------------------------------------------------------- collections

function collection(database, name) {
  const key = `${database}.${name}`;
  if (!collections.has(key)) collections.set(key, { key, documents: new Map(), indexes: [], required: [] });
  return collections.get(key);
}

/** The documents of a collection as a command sees them: those of its transaction, or what is committed. */
function seen(place, transaction) {
  if (transaction === undefined) return place.documents;
  if (!transaction.snapshots.has(place.key)) {
    transaction.snapshots.set(place.key, { place, before: new Map(place.documents), now: new Map(place.documents), written: new Set() });
  }
  return transaction.snapshots.get(place.key).now;
}

function write(place, transaction, id, document) {
  const now = seen(place, transaction);
  if (document !== undefined) checked(place, now, id, document);
  for (const other of transactions.values()) {
    if (other !== transaction && other.snapshots.get(place.key)?.written.has(id)) throw conflict();
  }
  if (transaction !== undefined) {
    const { before, written } = transaction.snapshots.get(place.key);
    if (!written.has(id) && before.get(id) !== place.documents.get(id)) throw conflict();
    written.add(id);
  }
  if (document === undefined) now.delete(id);
  else now.set(id, document);
}

/** Holds a document against the validator and the unique indexes, what others have committed meanwhile included. */
function checked(place, now, id, document) {
  const lacking = place.required.find((name) => typeof document[name] !== 'string');
  if (lacking) throw new Failure(121, 'DocumentValidationFailure', `${lacking} has to be a text`);
  for (const { key, partialFilterExpression = {}, name } of place.indexes.filter(({ unique }) => unique)) {
    if (!meets(document, partialFilterExpression)) continue;
    const alike = ([otherId, other]) =>
      otherId !== id &&
      meets(other, partialFilterExpression) &&
      Object.keys(key).every((field) => compare(document[field], other[field]) === 0);
    const taken = (documents) => [...documents].some(alike);
    const pending = [...transactions.values()].some((one) => {
      const theirs = one.snapshots.get(place.key);
      return theirs && theirs.now !== now && taken([...theirs.now].filter(([other]) => theirs.written.has(other)));
    });
    if (taken(now) || taken(place.documents)) throw new Failure(11000, 'DuplicateKey', `E11000 duplicate key: ${name}`, { keyPattern: key });
    if (pending) throw conflict();
  }
}

const CHANGES = {
  $set: (document, values) => Object.assign(document, values),
  $inc: (document, values) =>
    Object.entries(values).forEach(([name, by]) => (document[name] = (document[name] ?? 0) + by)),
  $setOnInsert: () => undefined,
};

function changed(document, update) {
  const made = { ...document };
  for (const [operator, values] of Object.entries(update)) known(CHANGES, operator)(made, values);
  return made;
}

/** What an upsert takes from its filter. */
function equalities(filter) {
  const own = Object.entries(filter).filter(([name, value]) => !name.startsWith('$') && kind(value) !== 'object');
  return Object.assign({}, ...(filter.$and ?? []).map(equalities), Object.fromEntries(own));
}

// ----------------------------------------------------------------------------------------------------------- commands

const cursor = (database, name, firstBatch) => ({ cursor: { id: 0n, ns: `${database}.${name}`, firstBatch } });
const NOTHING = () => ({});

const COMMANDS = {
  hello,
  ismaster: hello,
  isMaster: hello,
  ping: NOTHING,
  endSessions: NOTHING,
  create({ create, validator, $db }) {
    collection($db, create).required = validator?.$jsonSchema?.required ?? [];
    return {};
  },
  listCollections({ $db }) {
    const names = [...collections.keys()].filter((key) => key.startsWith(`${$db}.`)).map((key) => key.slice($db.length + 1));
    return cursor($db, '$cmd.listCollections', names.map((name) => ({ name, type: 'collection' })));
  },
  createIndexes({ createIndexes, indexes, $db }) {
    collection($db, createIndexes).indexes.push(...indexes);
    return {};
  },
  insert({ insert, documents, $db }, transaction) {
    const place = collection($db, insert);
    for (const document of documents) {
      if (seen(place, transaction).has(document._id)) throw new Failure(11000, 'DuplicateKey', 'E11000 duplicate key: _id_');
      write(place, transaction, document._id, document);
    }
    return { n: documents.length };
  },
  find({ find, filter = {}, sort = {}, skip = 0, limit = 0, collation, $db }, transaction) {
    const fold = collation?.strength === 2;
    const found = [...seen(collection($db, find), transaction).values()].filter((one) => meets(one, filter, fold));
    const ways = Object.entries(sort);
    found.sort((a, b) => ways.reduce((so, [name, way]) => so || Number(way) * compare(a[name], b[name]), 0));
    return cursor($db, find, found.slice(skip, limit ? skip + limit : undefined));
  },
  update({ update, updates, $db }, transaction) {
    const place = collection($db, update);
    const answer = { n: 0, nModified: 0 };
    updates.forEach(({ q, u, multi, upsert }, index) => {
      const found = [...seen(place, transaction)].filter(([, one]) => meets(one, q));
      for (const [id, one] of multi ? found : found.slice(0, 1)) {
        write(place, transaction, id, changed(one, u));
        answer.n += 1;
        answer.nModified += 1;
      }
      if (found.length === 0 && upsert) {
        const made = { ...changed(equalities(q), u), ...u.$setOnInsert };
        write(place, transaction, made._id, made);
        answer.n += 1;
        answer.upserted = [...(answer.upserted ?? []), { index, _id: made._id }];
      }
    });
    return answer;
  },
  delete({ delete: name, deletes, $db }, transaction) {
    const place = collection($db, name);
    let n = 0;
    for (const { q, limit } of deletes) {
      const found = [...seen(place, transaction)].filter(([, one]) => meets(one, q));
      for (const [id] of limit ? found.slice(0, limit) : found) {
        write(place, transaction, id, undefined);
        n += 1;
      }
    }
    return { n };
  },
  commitTransaction(command) {
    const found = transactions.get(sessionOf(command));
    transactions.delete(sessionOf(command));
    for (const { place, now, written } of found?.snapshots.values() ?? []) {
      for (const id of written) {
        if (now.has(id)) place.documents.set(id, now.get(id));
        else place.documents.delete(id);
      }
    }
    return {};
  },
  abortTransaction(command) {
    transactions.delete(sessionOf(command));
    return {};
  },
};

function hello(_, __, address) {
  return {
    helloOk: true, isWritablePrimary: true, ismaster: true, setName: 'rs0', setVersion: 1, secondary: false, me: address,
    hosts: [address], primary: address, maxBsonObjectSize: 16777216, maxMessageSizeBytes: 48000000, readOnly: false,
    maxWriteBatchSize: 100000, localTime: new Date(), logicalSessionTimeoutMinutes: 30, minWireVersion: 0, maxWireVersion: 25,
  };
}

const sessionOf = ({ lsid }) => lsid?.id?.toString('hex');

function transactionOf(command) {
  if (command.autocommit !== false) return undefined;
  const key = sessionOf(command);
  if (command.startTransaction === true) transactions.set(key, { snapshots: new Map() });
  const found = transactions.get(key);
  if (found === undefined) throw new Failure(251, 'NoSuchTransaction', 'it is over', { errorLabels: ['TransientTransactionError'] });
  return found;
}

function answered(command, address) {
  const [name] = Object.keys(command);
  const ending = name === 'commitTransaction' || name === 'abortTransaction';
  try {
    const run = COMMANDS[name];
    if (run === undefined) throw new Failure(59, 'CommandNotFound', `the stand-in does not know ${name}`);
    return { ...run(command, ending ? undefined : transactionOf(command), address), ok: 1 };
  } catch (error) {
    if (command.autocommit === false) transactions.delete(sessionOf(command)); // as the server ends it
    const { code = 8, codeName = 'UnknownError', more = {}, message } = error;
    const written = code === 11000 || code === 121;
    return written
      ? { n: 0, writeErrors: [{ index: 0, code, codeName, errmsg: message, ...more }], ok: 1 }
      : { ok: 0, code, codeName, errmsg: message, ...more };
  }
}

// ---------------------------------------------------------------------------------------------------------------- wire

function read(bytes, at) {
  const size = bytes.readInt32LE(at);
  return [deserialize(bytes.subarray(at, at + size), { promoteLongs: false }), at + size];
}

function commandIn(bytes) {
  if (bytes.readInt32LE(12) === QUERY) {
    return read(bytes, bytes.indexOf(0, 20) + 9)[0];
  }
  let [command, rest, at] = [{}, {}, 20];
  while (at < bytes.length) {
    if (bytes[at] === 0) {
      [command, at] = read(bytes, at + 1);
      continue;
    }
    const end = at + 1 + bytes.readInt32LE(at + 1);
    const nameEnd = bytes.indexOf(0, at + 5);
    const name = bytes.toString('utf8', at + 5, nameEnd);
    for (rest[name] = [], at = nameEnd + 1; at < end; ) {
      const [document, next] = read(bytes, at);
      rest[name].push(document);
      at = next;
    }
  }
  return { ...command, ...rest };
}

function framed(request, document) {
  const body = serialize(document, { ignoreUndefined: true });
  const old = request.readInt32LE(12) === QUERY;
  const before = Buffer.alloc(old ? 36 : 21);
  before.writeInt32LE(before.length + body.length, 0);
  before.writeInt32LE(request.readInt32LE(4), 8);
  before.writeInt32LE(old ? REPLY : MESSAGE, 12);
  if (old) before.writeInt32LE(1, 32);
  return Buffer.concat([before, body]);
}

const server = createServer((socket) => {
  let waiting = Buffer.alloc(0);
  socket.on('error', () => undefined);
  socket.on('data', (data) => {
    waiting = Buffer.concat([waiting, data]);
    while (waiting.length >= 16 && waiting.length >= waiting.readInt32LE(0)) {
      const request = waiting.subarray(0, waiting.readInt32LE(0));
      waiting = waiting.subarray(request.length);
      socket.write(framed(request, answered(commandIn(request), `127.0.0.1:${server.address().port}`)));
    }
  });
});
server.listen(Number(process.argv[2] ?? 0), '127.0.0.1', () => console.log(server.address().port));
