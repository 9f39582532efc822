// A small OpenID Connect provider on loopback. `GET /authorize?challenge=…&email=…` stands in for its sign-in page.
import { createHash, randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const [folder, port, client] = process.argv.slice(2);
const jose = pathToFileURL(join(folder, 'node_modules/jose/dist/webapi/index.js'));
const { exportJWK, generateKeyPair, SignJWT } = await import(jose.href);

const issuer = `http://127.0.0.1:${port}`;
const good = await generateKeyPair('ES256');
const stolen = await generateKeyPair('ES256');
const codes = new Map();

async function signed({ email, audience = client, from = issuer, verified = true, forged = false, age = 0 }) {
  const now = Math.floor(Date.now() / 1000) - age;
  return new SignJWT({ email, email_verified: verified })
    .setProtectedHeader({ alg: 'ES256', kid: 'first' })
    .setSubject(createHash('sha256').update(email).digest('hex'))
    .setIssuer(from)
    .setAudience(audience)
    .setIssuedAt(now)
    .setExpirationTime(now + 300)
    .sign((forged ? stolen : good).privateKey);
}

async function answer(request) {
  const { pathname, searchParams } = new URL(request.url, issuer);
  if (pathname === '/.well-known/openid-configuration') {
    return { issuer, token_endpoint: `${issuer}/token`, jwks_uri: `${issuer}/keys` };
  }
  if (pathname === '/keys') {
    return { keys: [{ ...(await exportJWK(good.publicKey)), kid: 'first', alg: 'ES256', use: 'sig' }] };
  }
  if (pathname === '/authorize') {
    const { challenge, ...claims } = Object.fromEntries(searchParams);
    const code = randomUUID();
    codes.set(code, { challenge, claims });
    return { code };
  }
  if (pathname === '/access-token') {
    return { token: await signed(claimsOf(Object.fromEntries(searchParams))) };
  }
  if (pathname === '/token') {
    let body = '';
    for await (const part of request) body += part;
    const form = new URLSearchParams(body);
    const known = codes.get(form.get('code'));
    codes.delete(form.get('code'));
    const challenge = createHash('sha256').update(form.get('code_verifier') ?? '').digest('base64url');
    if (!known || known.challenge !== challenge || form.get('client_id') !== client) {
      return undefined;
    }
    return { token_type: 'Bearer', id_token: await signed(claimsOf(known.claims)) };
  }
  return undefined;
}

function claimsOf({ verified = 'true', forged = 'false', age = '0', ...claims }) {
  return { ...claims, verified: verified === 'true', forged: forged === 'true', age: Number(age) };
}

createServer((request, response) => {
  answer(request).then((body) => {
    response.writeHead(body ? 200 : 400, { 'content-type': 'application/json' });
    response.end(JSON.stringify(body ?? { error: 'invalid_grant' }));
  });
}).listen(Number(port), '127.0.0.1');
