import { createHmac, timingSafeEqual } from "node:crypto";

export type Caller = { id: string; organizationId: string };

export function verify(header: string | undefined): Caller | undefined {
  const [body, signature] = (header ?? "").replace("Bearer ", "").split(".");
  if (!body || !signature) return undefined;
  const expected = createHmac("sha256", process.env.TOKEN_KEY!).update(body).digest();
  const given = Buffer.from(signature, "base64url");
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined;
  return JSON.parse(Buffer.from(body, "base64url").toString());
}
