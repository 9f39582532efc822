"""What is read of a request: its headers, cookies, address, input, and who sent it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from blueprint_ls.judge.endpoints.behavior.values import UNKNOWN, Data, Known, Method, Value

if TYPE_CHECKING:
    from blueprint_ls.judge.endpoints.behavior.walk import Walk

SIGNED = re.compile(r"signature|hmac|svix|webhook-id|digest|qstash", re.I)
CREDENTIALS = re.compile(
    r"^(proxy-)?authori[sz]ation$|api-?key|access-?key|token|secret|^cookie$|x-auth|^auth$|session|jwt|password|"
    r"^x-[\w-]*-key$|^user$|^user-?id$|^x-user(-id)?$",
    re.I,
)
COOKIES = re.compile(r"session|token|auth|jwt|\bsid\b|user|login|key", re.I)
_PRINCIPALS = re.compile(
    r"^(user|userId|user_id|currentUser|auth|authUser|principal|identity|account|apiKey|viewer|member|jwtPayload|"
    r"authenticated|isAuthenticated|tokenPayload|accountId|uid)$"
)
_PARTS = {
    "headers": "headers",
    "raw_headers": "headers",
    "cookies": "cookies",
    "signedCookies": "cookies",
    "body": "body",
    "rawBody": "rawbody",
    "query": "query",
    "searchParams": "query",
    "params": "params",
    "nextUrl": "url",
    "files": "body",
    "file": "body",
    "session": "session",
    "res": "response",
    "req": "request",
    "raw": "request",
    "request": "request",
    "response": "response",
    "reply": "response",
    "locals": "session",
    "formData": "body",
    "routeOptions": "routeoptions",
    "routerPath": "path",
    "context": "routeoptions",
    "server": "server",
    "log": "",
    "ip": "",
}
_PATHS = ("url", "path", "originalUrl", "pathname", "baseUrl", "href")
_TOKENS = re.compile(r"token|secret|signature|otp|api_?key", re.I)


def of_data(walk: Walk, value: Data, name: str) -> Value:
    """A part of what came from outside."""
    if value.role in ("request", "context"):
        return _of_request(walk, value, name)
    if value.role == "headers":
        return header(name) if name not in ("get", "has", "entries", "forEach") else Method(value, name)
    if value.role == "cookies":
        return cookie(name) if name not in ("get", "has", "getAll", "set") else Method(value, name)
    if value.role == "url":
        return _of_url(walk, value, name)
    if value.role == "query" and walk.request.in_query:
        walk.request.asked.add("route")
        if name in walk.request.in_query:
            return of_input(Data("params", frozenset({"params"}), "params"), name)
    if value.role in ("query", "body", "params"):
        return of_input(value, name)
    if value.role == "session":
        return Data("", frozenset({"identity"}), f"session.{name}") if _PRINCIPALS.match(name) else Method(value, name)
    if value.role == "routeoptions":
        return _of_route(walk, name)
    if value.role in ("socket", "handshake"):
        return _of_socket(value, name)
    if value.role in ("response", "server", "reflector", "execution"):
        return Method(value, name)
    if "secret" in value.taints:
        return Data("", value.taints, name)
    kept = value.taints - {"deploy"}
    return Data("", kept, value.name if "identity" in kept else name) if kept else Data("", frozenset(), name)


def _of_request(walk: Walk, value: Data, name: str) -> Value:
    if name == "method":
        walk.request.asked.add("method")
        return Known(walk.request.method) if walk.request.method else UNKNOWN
    if name in _PATHS:
        walk.request.asked.add("route")
        if name in ("url", "originalUrl", "href") and walk.request.route is None:
            return Data("url", frozenset(), "url")
        return Known(walk.request.route) if walk.request.route else Data("url")
    if _PRINCIPALS.match(name):
        return Data("", frozenset({"identity"}), f"request.{name}")
    if name in ("query", "body", "params"):
        return Data(name, frozenset({name}), name)
    if name == "rawBody":
        return Data("rawbody", frozenset({"rawbody"}), name)
    if _PARTS.get(name):
        role = _PARTS[name]
        return Data(role, frozenset({role}) if role in ("query", "body", "params") else frozenset(), name)
    return Method(value, name)


def _of_socket(value: Data, name: str) -> Value:
    """A web socket, or what its caller sent when it was opened."""
    if value.role == "socket":
        return Data("handshake") if name in ("handshake", "request", "upgradeReq") else Method(value, name)
    if name == "auth":
        return Data("", frozenset({"credential"}), "handshake.auth")
    return Data(_PARTS.get(name, ""), frozenset(), name)


def _of_url(walk: Walk, value: Data, name: str) -> Value:
    if name == "searchParams":
        return Data("query", frozenset({"query"}), "query")
    if name in ("search", "query"):
        return Data("query", frozenset({"query"}), "query")
    if name in ("pathname", "href", "path"):
        walk.request.asked.add("route")
        return Known(walk.request.route) if walk.request.route else Data("url")
    return Method(value, name)


def of_input(value: Data, name: str) -> Value:
    """A part of a body, of a query, of the parameters of a path."""
    if name in ("get", "getAll", "has", "entries", "toString", "forEach", "keys", "map", "filter", "some", "every"):
        return Method(value, name)
    found = value.taints | ({"token"} if _TOKENS.search(name) else set())
    return Data(value.role, frozenset(found), name)


def _of_route(walk: Walk, name: str) -> Value:
    if name == "config":
        walk.request.asked.add("config")
        return walk.request.config or Data("routeconfig")
    if name == "url":
        walk.request.asked.add("route")
        return Known(walk.request.route) if walk.request.route else UNKNOWN
    return Data("routeoptions")


def header(name: str, role: str = "header") -> Value:
    """One header."""
    if role == "cookies":
        return cookie(name)
    if SIGNED.search(name):
        return Data("", frozenset({"signature"}), f"header {name}")
    if name == "credential" or CREDENTIALS.search(name):
        return Data("", frozenset({"credential"}), f"header {name}")
    return Data("", frozenset(), f"header {name}")


def cookie(name: str) -> Value:
    """One cookie."""
    if name == "credential" or COOKIES.search(name):
        return Data("", frozenset({"credential"}), f"cookie {name}")
    return Data("", frozenset(), f"cookie {name}")
