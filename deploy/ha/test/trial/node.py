"""One node: etcd, Patroni and what Patroni starts, as the user postgres in a namespace of its own."""

import json
import os
import shutil
import signal
import sys
import urllib.error
import urllib.request
from pathlib import Path
from subprocess import Popen
from typing import Any

from .network import Network, pids, signal_all
from .shell import run, start
from .templates import fill_in

PG_BIN = "/usr/lib/postgresql/15/bin"
TOOLS = Path(sys.executable).parent


class Node:
    """A node called `name`, with its files in a folder of its own."""

    def __init__(self, name: str, network: Network, folder: Path, values: dict[str, str]) -> None:
        self.name, self.network, self.folder = name, network, folder / name
        self.address = network.nodes[name]
        self._children: list[Popen[bytes]] = []
        for part in ["etcd", "pg", "run"]:
            (self.folder / part).mkdir(parents=True)
            (self.folder / part).chmod(0o700)
        own = {"NODE": name, "ADDRESS": self.address, "PG_BIN": PG_BIN, "RUN": str(self.folder / "run")}
        fill_in("etcd.conf.yml", self.folder / "etcd.yml", values | own | {"DATA": str(self.folder / "etcd")})
        fill_in("patroni.yml", self.folder / "patroni.yml", values | own | {"DATA": str(self.folder / "pg")})
        for path in [self.folder, *self.folder.rglob("*")]:
            shutil.chown(path, "postgres", "postgres")

    def _command(self, *command: str) -> list[str]:
        return [
            *self.network.inside(self.name),
            "setpriv",
            "--reuid=postgres",
            "--regid=postgres",
            "--init-groups",
            *command,
        ]

    def _start(self, *command: str) -> None:
        environment = {"PATH": os.environ["PATH"], "HOME": str(self.folder / "run"), "LC_ALL": "C.UTF-8"}
        log = self.folder / f"{Path(command[0]).name}.log"
        self._children.append(start(self._command(*command), log, environment))

    def start_etcd(self) -> None:
        """Starts etcd."""
        self._start("etcd", "--config-file", str(self.folder / "etcd.yml"))

    def start_patroni(self) -> None:
        """Starts Patroni, which starts PostgreSQL."""
        self._start(str(TOOLS / "patroni"), str(self.folder / "patroni.yml"))

    def patronictl(self, *arguments: str) -> str:
        """Runs `patronictl` here, as an operator does."""
        tool = [str(TOOLS / "patronictl"), "-c", str(self.folder / "patroni.yml"), *arguments]
        return run(*self._command(*tool), seconds=60)

    def processes(self, *programs: str) -> list[int]:
        """The node's processes, or those of some programs: `etcd`, `patroni`, `postgres`."""
        found = []
        for pid in pids(self.network.namespace(self.name)):
            try:
                program = Path(f"/proc/{pid}/comm").read_text(encoding="utf-8").strip()
            except (FileNotFoundError, ProcessLookupError):
                continue
            if not programs or program in programs:
                found.append(pid)
        return found

    def signal(self, number: signal.Signals, *programs: str) -> None:
        """Sends a signal to the node's processes, or to those of some programs."""
        processes = self.processes(*programs)
        if not processes:
            raise RuntimeError(f"{self.name} runs nothing of {programs}")
        signal_all(processes, number)
        self.reap()

    def reap(self) -> None:
        """Takes note of children that have ended."""
        self._children = [child for child in self._children if child.poll() is None]

    def ask(self, path: str) -> tuple[int, Any]:
        """Asks Patroni's REST interface: status and body; 0 when nothing answers."""
        try:
            with urllib.request.urlopen(f"http://{self.address}:8008{path}", timeout=2) as answer:
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as refusal:
            return refusal.code, None
        except (OSError, ValueError):
            return 0, None
