"""Clients that report needs to several servers, and send each again with its key until it is acknowledged."""

import threading
from collections import Counter
from itertools import cycle
from typing import Any

from .http_client import Answer, HttpClient
from .history import History, Outcome, Row
from .sip_server import SipServer

# Who writes, each at a unit of its own.
PERSONAS = ["k-soc-karin", "k-hsl-hanna", "r-vc-anna", "r-psy-lisa", "r-sjh-saga", "g-vc-gunn"]
# Seconds between two writes of a client.
PACE = 0.1
# As far as the test numbers reach.
WRITES = 12 * 28 * 18
# Cut off, token gone, key in use by the attempt before, server trouble: to be sent again.
AGAIN = {0, 401, 409, 500, 502, 503, 504}
# How often a write is sent at most; with the pauses, several minutes.
ATTEMPTS = 1000


def test_number(place: int) -> str:
    """A number of the published series of test numbers that no citizen of the demo has."""
    bare = f"90{1 + place // 28 % 12:02}{1 + place % 28:02}{982 + place // 336 % 18}"
    weighted = [int(digit) * weight for digit, weight in zip(bare, cycle([2, 1]), strict=False)]
    return f"18{bare}{-sum(value // 10 + value % 10 for value in weighted) % 10}"


def need(client: int, number: int) -> dict[str, Any]:
    """The report that a client sends as its write number so and so."""
    return {
        "kind": "open_care",
        "individual": {"identity": {"kind": "personnummer", "value": test_number(number)}, "name": "Tova Testfel"},
        "source": "staff",
        "detectedAt": "2027-02-26T08:00:00Z",
        "description": f"Behov {client} {number}",
        "trigger": "stuck",
        "legalBasis": ["hsl"],
    }


class HttpWriters:
    """Six members of staff, each with one write under way at a time."""

    def __init__(self, servers: list[SipServer], name: str) -> None:
        self.history = History()
        # How attempts that were not acknowledged ended, by status.
        self.repeated: Counter[int] = Counter()
        self.servers, self._name = servers, name
        self._stopping, self._counting = threading.Event(), threading.Lock()
        self._cases: dict[tuple[int, int], str] = {}
        self._before: dict[int, set[str]] = {}
        self._failures: list[str] = []
        self._threads = [
            threading.Thread(target=self._write_on, args=(who,), daemon=True) for who in range(len(PERSONAS))
        ]

    def start(self) -> None:
        """Starts the servers, notes which cases are there, and begins."""
        for server in self.servers:
            server.start()
        for client, persona in enumerate(PERSONAS):
            self._before[client] = set(self._listed(HttpClient(self.servers, persona)))
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Lets each end the write it is at."""
        self._stopping.set()
        for thread in self._threads:
            thread.join(90)
            if thread.is_alive():
                raise RuntimeError("a client hangs in a write")
        if self._failures:
            raise RuntimeError("; ".join(self._failures))

    def rows(self) -> list[Row]:
        """Every case that is new in the lists of those who wrote. One with another id than was told is nobody's."""
        found: list[Row] = []
        for client, persona in enumerate(PERSONAS):
            reader = HttpClient(self.servers, persona)
            for case in self._listed(reader):
                if case not in self._before[client]:
                    text = self._get(reader, f"/cases/{case}")["need"]["description"]
                    writer, number = (int(word) for word in text.split()[1:])
                    told = self._cases.get((writer, number), case)
                    found.append(Row(writer, number if told == case else -number))
        return found

    def told(self) -> str:
        """How attempts ended that had to be made again."""
        ends = ", ".join(f"{count} × {status or 'cut off'}" for status, count in sorted(self.repeated.items()))
        return f"sent again after: {ends or 'nothing'}"

    def close(self) -> None:
        """Ends the servers."""
        self._stopping.set()
        for server in self.servers:
            server.kill()

    def _write_on(self, client: int) -> None:
        sender = HttpClient(self.servers, PERSONAS[client])
        for number in range(1, WRITES):
            if self._stopping.wait(PACE):
                return
            answer = self._report(sender, client, number)
            if answer is None:
                self.history.add(client, number, Outcome.UNKNOWN)
                return
            self._cases[client, number] = answer.body["id"]
            self.history.add(client, number, Outcome.ACKNOWLEDGED)

    def _report(self, sender: HttpClient, client: int, number: int) -> Answer | None:
        """Sends one report until it is acknowledged, to the servers in turn."""
        key, body = f"{self._name}-{client}-{number}", need(client, number)
        for attempt in range(ATTEMPTS):
            answer = sender.send(client + number + attempt, "POST", "/cases", body, key)
            if answer.status == 201:
                return answer
            with self._counting:
                self.repeated[answer.status] += 1
            if answer.status not in AGAIN:
                self._failures.append(f"client {client} number {number}: {answer.status} {answer.body}")
                return None
            threading.Event().wait(0.2)
        self._failures.append(f"client {client} number {number} was never acknowledged")
        return None

    def _listed(self, reader: HttpClient) -> list[str]:
        """The ids of all cases in the reader's list."""
        found: list[str] = []
        while True:
            page = self._get(reader, f"/cases?limit=100&page={len(found) // 100 + 1}")
            found += [case["id"] for case in page["items"]]
            if len(page["items"]) < 100:
                if len(found) != page["_meta"]["totalRecords"]:
                    raise RuntimeError("a list that does not add up")
                return found

    def _get(self, reader: HttpClient, path: str) -> Any:
        for attempt in range(50):
            answer = reader.send(attempt, "GET", path)
            if answer.status == 200:
                return answer.body
            threading.Event().wait(0.2)
        raise RuntimeError(f"{path}: {answer.status}")
