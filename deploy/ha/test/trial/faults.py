"""What happens to the nodes. Each fault is done and undone here; it returns with nothing left broken by hand."""

import signal
import time
from collections.abc import Callable
from dataclasses import dataclass

from .cluster import PATIENCE, TTL, Cluster
from .history import History
from .patience import until
from .sip_server import SipServer

# Writes that must have been acknowledged anew before it counts as going on.
SOME = 20


@dataclass(frozen=True)
class Stage:
    """Where it happens: the nodes, the servers if there are any, and what the clients were told so far."""

    cluster: Cluster
    servers: list[SipServer]
    history: History

    def goes_on(self, writes: int = SOME) -> None:
        """Waits until so many writes more are acknowledged."""
        seen = self.history.acknowledged()
        until("acknowledged writes", PATIENCE, lambda: self.history.acknowledged() >= seen + writes)


def _stay(seconds: float) -> None:
    """Leaves a fault be for so long: it is the fault's length that is tried, nothing is waited for."""
    time.sleep(seconds)


def kill(stage: Stage) -> None:
    """`kill -9` of everything on the leader's node, as in a power cut; then it comes back."""
    old = stage.cluster.leader()
    old.signal(signal.SIGKILL)
    stage.cluster.wait_other_leader(old)
    old.start_etcd()
    old.start_patroni()


def crash(stage: Stage) -> None:
    """`kill -9` of the leader's PostgreSQL; Patroni lives."""
    old = stage.cluster.leader()
    old.signal(signal.SIGKILL, "postgres")
    stage.cluster.wait_other_leader(old)


def orphan(stage: Stage) -> None:
    """`kill -9` of the leader's Patroni; PostgreSQL goes on as a primary that nobody watches."""
    old = stage.cluster.leader()
    old.signal(signal.SIGKILL, "patroni")
    stage.cluster.wait_other_leader(old)
    if not old.processes("postgres"):
        raise RuntimeError("PostgreSQL did not outlive Patroni: nothing was tried")
    old.start_patroni()


def cut(stage: Stage) -> None:
    """The leader's cable is pulled: nobody reaches it."""
    old = stage.cluster.leader()
    stage.cluster.network.cut(old.name)
    stage.cluster.wait_other_leader(old)
    stage.cluster.network.join(old.name)


def split(stage: Stage) -> None:
    """The leader does not reach the other nodes, nor they it; the clients still do."""
    old = stage.cluster.leader()
    stage.cluster.network.split(old.name)
    stage.cluster.wait_other_leader(old)
    stage.cluster.network.mend(old.name)


def pause(stage: Stage) -> None:
    """Everything on the leader's node stands still for longer than its lock lives, and then goes on."""
    old = stage.cluster.leader()
    old.signal(signal.SIGSTOP)
    _stay(TTL + 12)
    stage.cluster.wait_other_leader(old)
    old.signal(signal.SIGCONT)


def switchover(stage: Stage) -> None:
    """The operator asks for another leader."""
    old = stage.cluster.leader()
    old.patronictl("switchover", "--force", "--leader", old.name)
    stage.cluster.wait_other_leader(old)


def follower(stage: Stage) -> None:
    """The cable of the node that confirms is pulled for longer than its lease lives; another one has to confirm."""
    lost = stage.cluster.confirming()[0]
    stage.cluster.network.cut(lost.name)
    _stay(TTL + 5)
    stage.goes_on()
    stage.cluster.network.join(lost.name)


def etcd(stage: Stage) -> None:
    """`kill -9` of all three etcd for longer than the leader's lock lives; the leader goes on."""
    old = stage.cluster.leader()
    for node in stage.cluster.nodes.values():
        node.signal(signal.SIGKILL, "etcd")
    _stay(TTL + 5)
    stage.goes_on()
    for node in stage.cluster.nodes.values():
        node.start_etcd()
    if stage.cluster.leader() is not old:
        raise RuntimeError("the leader changed though all nodes were there")


def diverged(stage: Stage) -> None:
    """A leader with more log than the others is replaced and comes back as the only other node; then the new one dies.

    The former leader, ahead in log that nobody confirmed, must not be taken for one that has the new leader's writes.
    """
    first, second = stage.cluster.leader(), stage.cluster.confirming()[0]
    third = next(node for node in stage.cluster.nodes.values() if node not in (first, second))
    third.signal(signal.SIGKILL, "patroni", "postgres")
    stage.goes_on()
    stage.cluster.network.split(first.name)
    stage.cluster.swell(first)
    stage.cluster.wait_other_leader(first)
    seen = stage.history.acknowledged()
    stage.cluster.network.mend(first.name)
    # At the first one: it may have been acknowledged before the former leader really has it (docs/adr/0022).
    until("an acknowledged write", PATIENCE, lambda: stage.history.acknowledged() > seen, every=0.01)
    second.signal(signal.SIGKILL)
    third.start_patroni()
    _stay(TTL * 2)
    second.start_etcd()
    second.start_patroni()


def server(stage: Stage) -> None:
    """`kill -9` of one of the servers that the clients talk to; then it comes back."""
    stage.servers[0].kill()
    stage.goes_on()
    stage.servers[0].start()


NODES: dict[str, Callable[[Stage], None]] = {
    fault.__name__: fault for fault in [kill, crash, orphan, cut, split, pause, switchover, follower, etcd, diverged]
}
SERVERS: dict[str, Callable[[Stage], None]] = {"server": server}
ALL = NODES | SERVERS
