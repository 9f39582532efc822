"""An identity provider on loopback, and people who sign in there."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import subprocess
import urllib.parse
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from scaffold.stack import Answer, Built, Caller, free_port, listens, program, waited

SERVER = Path(__file__).with_name("provider.mjs")


@dataclass(frozen=True)
class Provider:
    """One that runs."""

    issuer: str
    path: str
    """Where the product trades a code for tokens."""
    named: Mapping[str, str]
    """What tells the product which provider a code is from."""

    def code(self, email: str, challenge: str, **claims: str) -> str:
        """What it hands to the web app once somebody has signed in."""
        return str(self._asked("authorize", email=email, challenge=challenge, **claims)["code"])

    def access_token(self, email: str, audience: str) -> str:
        """A token of its own."""
        return str(self._asked("access-token", email=email, audience=audience)["token"])

    def sign_in(self, anybody: Caller, email: str, **claims: str) -> Answer:
        """The whole way: a verifier, its challenge, the provider's code, and the trade."""
        verifier = secrets.token_urlsafe(48)
        challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
        code = self.code(email, challenge, **claims)
        return anybody.call("POST", self.path, {"code": code, "verifier": verifier, **self.named})

    def _asked(self, path: str, **query: str) -> dict[str, str]:
        with urllib.request.urlopen(f"{self.issuer}/{path}?{urllib.parse.urlencode(query)}", timeout=30) as found:
            return dict(json.load(found))


@contextmanager
def provider(
    built: Built, client: str, path: str = "/auth/callback", named: Mapping[str, str] = MappingProxyType({})
) -> Iterator[Provider]:
    """One that knows a product by a name, and runs on the packages of a project."""
    port = free_port()
    process = subprocess.Popen([program("node"), str(SERVER), str(built.folder), str(port), client])
    try:
        waited(lambda: listens(port), "the identity provider")
        yield Provider(f"http://127.0.0.1:{port}", path, named)
    finally:
        process.terminate()
        process.wait(30)
