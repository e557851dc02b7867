"""One trial: clients write, faults come one after another, and then the judgement."""

import sys
import time
from dataclasses import dataclass, field
from typing import Protocol

from .check import Verdict, judge
from .cluster import Cluster
from .faults import ALL, Stage
from .history import History, Row
from .sip_server import SipServer


class Writers(Protocol):
    """Clients that write and know what they were told."""

    history: History
    # The servers that they write to; none when they write to the database.
    servers: list[SipServer]

    def start(self) -> None:
        """Begins to write."""

    def stop(self) -> None:
        """Ends writing; returns when every write has ended."""

    def rows(self) -> list[Row]:
        """What is there of their writes, through the interface they used."""

    def told(self) -> str:
        """What else is worth a line; may be empty."""

    def close(self) -> None:
        """Ends whatever they run."""


@dataclass
class Result:
    """What came of it."""

    faults: int
    verdict: Verdict
    longest: float
    # Tables that are not the same on all nodes.
    unlike: list[str] = field(default_factory=list)


def say(text: str) -> None:
    """A line for whoever watches."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def trial(cluster: Cluster, writers: Writers, names: list[str]) -> Result:
    """Runs the faults by name while the writers write, and judges."""
    writers.start()
    stage = Stage(cluster, writers.servers, writers.history)
    begun = time.monotonic()
    for name in names:
        _one(stage, name)
    ended = time.monotonic()
    writers.stop()
    verdict = judge(writers.history.writes(), writers.rows())
    writers.close()
    return Result(len(names), verdict, writers.history.longest_gap(begun, ended), _unlike(cluster))


def _one(stage: Stage, name: str) -> None:
    stage.goes_on()
    before, begun = stage.cluster.leader().name, time.monotonic()
    ALL[name](stage)
    whole = stage.cluster.wait_whole()
    stage.goes_on()
    gap, after = stage.history.longest_gap(begun, time.monotonic()), stage.cluster.leader().name
    say(f"{name:<11} {before} -> {after}  {gap:5.1f} s without an acknowledged write; whole {whole:4.1f} s after it")


def _unlike(cluster: Cluster) -> list[str]:
    """The tables that are not the same on all nodes."""
    cluster.wait_whole()
    digests = list(cluster.digests().values())
    tables = sorted({table for digest in digests for table in digest})
    return [table for table in tables if len({digest.get(table) for digest in digests}) > 1]
