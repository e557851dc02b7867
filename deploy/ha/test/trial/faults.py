"""What happens to the nodes. Each fault is done and undone here; it returns with nothing left broken by hand."""

import signal
import time
from collections.abc import Callable

from .cluster import PATIENCE, TTL, Cluster
from .node import Node
from .patience import until

Progress = Callable[[], int]
# Writes that must have been acknowledged anew before it counts as going on.
SOME = 20


def _replace(cluster: Cluster, old: Node) -> None:
    cluster.wait_other_leader(old)


def kill(cluster: Cluster, _: Progress) -> None:
    """`kill -9` of everything on the leader's node, as in a power cut; then it comes back."""
    old = cluster.leader()
    old.signal(signal.SIGKILL)
    _replace(cluster, old)
    old.start_etcd()
    old.start_patroni()


def crash(cluster: Cluster, _: Progress) -> None:
    """`kill -9` of the leader's PostgreSQL; Patroni lives."""
    old = cluster.leader()
    old.signal(signal.SIGKILL, "postgres")
    _replace(cluster, old)


def orphan(cluster: Cluster, _: Progress) -> None:
    """`kill -9` of the leader's Patroni; PostgreSQL goes on as a primary that nobody watches."""
    old = cluster.leader()
    old.signal(signal.SIGKILL, "patroni")
    _replace(cluster, old)
    if not old.processes("postgres"):
        raise RuntimeError("PostgreSQL did not outlive Patroni: nothing was tried")
    old.start_patroni()


def cut(cluster: Cluster, _: Progress) -> None:
    """The leader's cable is pulled: nobody reaches it."""
    old = cluster.leader()
    cluster.network.cut(old.name)
    _replace(cluster, old)
    cluster.network.join(old.name)


def split(cluster: Cluster, _: Progress) -> None:
    """The leader does not reach the other nodes, nor they it; the clients still do."""
    old = cluster.leader()
    cluster.network.split(old.name)
    _replace(cluster, old)
    cluster.network.mend(old.name)


def pause(cluster: Cluster, _: Progress) -> None:
    """Everything on the leader's node stands still for longer than its lock lives, and then goes on."""
    old = cluster.leader()
    begun = time.monotonic()
    old.signal(signal.SIGSTOP)
    _replace(cluster, old)
    until("the lock's end", TTL * 2, lambda: time.monotonic() - begun > TTL + 12)
    old.signal(signal.SIGCONT)


def switchover(cluster: Cluster, _: Progress) -> None:
    """The operator asks for another leader."""
    old = cluster.leader()
    old.patronictl("switchover", "--force", "--leader", old.name)
    _replace(cluster, old)


def follower(cluster: Cluster, progress: Progress) -> None:
    """The cable of the node that confirms is pulled; another one has to confirm."""
    lost = cluster.confirming()[0]
    cluster.network.cut(lost.name)
    seen = progress()
    # What was confirmed before the cable was out is no progress.
    until("a write that the third node confirmed", PATIENCE, lambda: progress() > seen + SOME * 10)
    cluster.network.join(lost.name)


def etcd(cluster: Cluster, progress: Progress) -> None:
    """`kill -9` of all three etcd for longer than the leader's lock lives; the leader goes on."""
    old = cluster.leader()
    for node in cluster.nodes.values():
        node.signal(signal.SIGKILL, "etcd")
    begun = time.monotonic()
    until("the lock's end", TTL * 2, lambda: time.monotonic() - begun > TTL + 5)
    seen = progress()
    until("writes without etcd", 30, lambda: progress() > seen + SOME)
    for node in cluster.nodes.values():
        node.start_etcd()
    if cluster.leader() is not old:
        raise RuntimeError("the leader changed though all nodes were there")


ALL: dict[str, Callable[[Cluster, Progress], None]] = {
    fault.__name__: fault for fault in [kill, crash, orphan, cut, split, pause, switchover, follower, etcd]
}
