"""A client of several servers: a persona's token at each, and a request to one of them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import urllib3

from .sip_server import SipServer


@dataclass(frozen=True)
class Answer:
    """Status, body and headers; status 0 when no whole answer came."""

    status: int
    body: Any
    headers: Mapping[str, str]


class HttpClient:
    """One persona. Not for several threads."""

    def __init__(self, servers: list[SipServer], persona: str) -> None:
        self._servers, self._persona = servers, persona
        self._pool = urllib3.PoolManager(retries=False, timeout=urllib3.Timeout(connect=2, read=10))
        # Each server in demo mode has an issuer of its own.
        self._tokens: dict[str, str] = {}

    def send(self, place: int, method: str, path: str, body: Any = None, key: str | None = None) -> Answer:
        """Sends a request to the server at `place` (modulo their number)."""
        root = self._servers[place % len(self._servers)].root
        if root not in self._tokens:
            signed_in = self._request("POST", f"{root}/sip/v1/demo/tokens", {"persona": self._persona}, {})
            if signed_in.status != 200:
                return signed_in
            self._tokens[root] = signed_in.body["accessToken"]
        headers = {"authorization": f"Bearer {self._tokens[root]}"}
        if key:
            headers["idempotency-key"] = key
        answer = self._request(method, f"{root}/sip/v1{path}", body, headers)
        if answer.status == 401:
            # The server was started anew and no longer knows its own tokens.
            del self._tokens[root]
        return answer

    def _request(self, method: str, url: str, body: Any, headers: dict[str, str]) -> Answer:
        if body is not None:
            headers = headers | {"content-type": "application/json"}
        data = json.dumps(body).encode() if body is not None else None
        try:
            answer = self._pool.request(method, url, body=data, headers=headers)
            return Answer(answer.status, json.loads(answer.data or b"null"), answer.headers)
        except (urllib3.exceptions.HTTPError, ValueError):
            return Answer(0, None, {})
