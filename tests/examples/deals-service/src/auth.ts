import type { NextFunction, Request, Response } from "express";
import { verify } from "./token";

export function authenticate(request: Request, response: Response, next: NextFunction) {
  const user = verify(request.headers.authorization);
  if (!user) return response.status(401).json({ code: "unauthenticated" });
  response.locals.user = user;
  next();
}
