"""Clients that write by SQL through the proxy. Each write is sent once; none is sent again."""

import threading

import psycopg

from .history import History, Outcome, Row
from .sip_server import SipServer

CLIENTS = 6
# Seconds between two writes of a client.
PACE = 0.004
TABLE = """CREATE TABLE ledger (
    place bigserial, client bigint NOT NULL, number bigint NOT NULL, before bigint NOT NULL)"""
# No unique index: a doubled write has to be seen, not refused.
INDEX = "CREATE INDEX ledger_client ON ledger (client, number)"
WRITE = """INSERT INTO ledger (client, number, before)
    SELECT %(client)s, %(number)s, coalesce(max(number), 0) FROM ledger WHERE client = %(client)s"""


class SqlWriters:
    """Six clients with a connection each, which they open anew when it is cut."""

    def __init__(self, url: str) -> None:
        self.history = History()
        self.servers: list[SipServer] = []
        self._url = url
        self._stopping = threading.Event()
        self._threads = [
            threading.Thread(target=self._write_on, args=(client,), daemon=True) for client in range(CLIENTS)
        ]

    def start(self) -> None:
        """Makes the table and begins."""
        with psycopg.connect(self._url, autocommit=True) as connection:
            connection.execute(TABLE)
            connection.execute(INDEX)
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Lets each end the write it is at."""
        self._stopping.set()
        for thread in self._threads:
            thread.join(60)
            if thread.is_alive():
                raise RuntimeError("a client hangs in a write")

    def rows(self) -> list[Row]:
        """All that is there, by way of the proxy."""
        with psycopg.connect(self._url) as connection:
            found = connection.execute("SELECT client, number, before, place FROM ledger").fetchall()
        return [Row(*row) for row in found]

    def told(self) -> str:
        """Nothing more than the verdict has."""
        return ""

    def close(self) -> None:
        """Nothing is left running once the clients have stopped."""
        self._stopping.set()

    def _write_on(self, client: int) -> None:
        connection: psycopg.Connection[tuple[object, ...]] | None = None
        number = 1
        while not self._stopping.wait(PACE):
            try:
                connection = connection or psycopg.connect(self._url)
            except psycopg.Error:
                self._stopping.wait(0.1)
                continue
            outcome = self._write(connection, client, number)
            self.history.add(client, number, outcome)
            number += 1
            if outcome is not Outcome.ACKNOWLEDGED:
                connection.close()
                connection = None
        if connection:
            connection.close()

    def _write(self, connection: psycopg.Connection[tuple[object, ...]], client: int, number: int) -> Outcome:
        try:
            connection.execute(WRITE, {"client": client, "number": number})
        except psycopg.Error:
            # COMMIT was never sent.
            return Outcome.REFUSED
        try:
            connection.commit()
        except psycopg.Error:
            return Outcome.UNKNOWN
        return Outcome.ACKNOWLEDGED
