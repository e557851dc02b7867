"""One trial: clients write, faults come one after another, and then the judgement."""

import sys
import time
from dataclasses import dataclass, field
from typing import Protocol

from . import faults
from .check import Verdict, judge
from .cluster import PATIENCE, Cluster
from .history import History, Row
from .patience import until


class Writers(Protocol):
    """Clients that write and know what they were told."""

    history: History

    def start(self) -> None:
        """Begins to write."""

    def stop(self) -> None:
        """Ends writing; returns when every write has ended."""

    def rows(self) -> list[Row]:
        """What is there of their writes, through the interface they used."""

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
    begun = time.monotonic()
    for name in names:
        _one(cluster, writers.history, name)
    ended = time.monotonic()
    writers.stop()
    verdict = judge(writers.history.writes(), writers.rows())
    writers.close()
    return Result(len(names), verdict, writers.history.longest_gap(begun, ended), _unlike(cluster))


def _one(cluster: Cluster, history: History, name: str) -> None:
    _go_on(history)
    before, begun = cluster.leader().name, time.monotonic()
    faults.ALL[name](cluster, history.acknowledged)
    whole = cluster.wait_whole()
    _go_on(history)
    gap, after = history.longest_gap(begun, time.monotonic()), cluster.leader().name
    say(f"{name:<11} {before} -> {after}  {gap:5.1f} s without an acknowledged write, whole {whole:4.1f} s after its end")


def _go_on(history: History) -> None:
    """Waits until writes are acknowledged."""
    seen = history.acknowledged()
    until("acknowledged writes", PATIENCE, lambda: history.acknowledged() >= seen + faults.SOME)


def _unlike(cluster: Cluster) -> list[str]:
    cluster.wait_whole()
    digests = list(cluster.digests().values())
    tables = sorted({table for digest in digests for table in digest})
    return [table for table in tables if len({digest.get(table) for digest in digests}) > 1]
