"""HAProxy in the hub, on the operator's configuration."""

from pathlib import Path
from subprocess import Popen

import psycopg

from .patience import until
from .shell import run, start
from .templates import fill_in

ADDRESS = "127.0.0.1"
PORT = 5000


class Proxy:
    """Sends clients to the leader."""

    def __init__(self, folder: Path, values: dict[str, str]) -> None:
        self._configuration, self._log = folder / "haproxy.cfg", folder / "haproxy.log"
        fill_in("haproxy.cfg", self._configuration, values | {"LISTEN": ADDRESS})
        self._child: Popen[bytes] | None = None

    def start(self, url: str) -> None:
        """Checks the configuration and starts; returns when `url`, which leads through it, is answered."""
        run("haproxy", "-c", "-f", str(self._configuration))
        self._child = start(["haproxy", "-db", "-f", str(self._configuration)], self._log)

        until("the proxy", 30, lambda: self._answers(url))

    def _answers(self, url: str) -> bool:
        try:
            # Until the first checks every node counts as up, and takes its turn.
            for _ in range(6):
                psycopg.connect(url).close()
        except psycopg.Error:
            return False
        return True

    def stop(self) -> None:
        """Ends it."""
        if self._child:
            self._child.kill()
            self._child.wait()
