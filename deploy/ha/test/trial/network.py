"""Network namespaces: a hub with a bridge, where proxy and clients are, and one for each node; the host has no part."""

import ctypes
import os
import re
import signal
from pathlib import Path

from .shell import run

PREFIX = "sip-ha"
SUBNET = "10.77.0"
CLONE_NEWNET = 0x40000000


def pids(namespace: str) -> list[int]:
    """The processes in a namespace."""
    return [int(pid) for pid in run("ip", "netns", "pids", namespace, fails=True).split()]


def signal_all(processes: list[int], number: signal.Signals) -> None:
    """Sends a signal; who is gone already needs none."""
    for pid in processes:
        try:
            os.kill(pid, number)
        except ProcessLookupError:
            continue


def _remove(namespace: str) -> None:
    own = os.getpid()
    # Twice: a process may have begun another one in between.
    for _ in range(2):
        signal_all([pid for pid in pids(namespace) if pid != own], signal.SIGKILL)
    run("ip", "netns", "delete", namespace, fails=True)


def left_behind(folder: Path) -> list[Path]:
    """What lies in a folder and is named after a run that is no more."""
    entries = sorted(folder.glob(f"{PREFIX}-*-*")) if folder.is_dir() else []
    owners = [(entry, re.fullmatch(rf"{PREFIX}-(\d+)-\w+", entry.name)) for entry in entries]
    return [entry for entry, owner in owners if owner and not Path(f"/proc/{owner[1]}").exists()]


def sweep() -> None:
    """Removes the namespaces that a run has left that was itself killed, and ends what still runs in them."""
    for entry in left_behind(Path("/run/netns")):
        _remove(entry.name)


class Network:
    """The hub at .1 and the nodes at .11 and on."""

    def __init__(self, nodes: list[str]) -> None:
        self.nodes = {name: f"{SUBNET}.{11 + place}" for place, name in enumerate(nodes)}
        self.range = f"{SUBNET}.0/24"
        self._home = os.open("/proc/self/ns/net", os.O_RDONLY)

    def namespace(self, name: str) -> str:
        """The namespace of a node, or of the hub."""
        return f"{PREFIX}-{os.getpid()}-{name}"

    def inside(self, name: str) -> list[str]:
        """What to put before a command so that it runs on this node."""
        return ["ip", "netns", "exec", self.namespace(name)]

    def build(self) -> None:
        """Makes the namespaces and goes into the hub: whatever this process starts from now on is there."""
        hub = self.namespace("hub")
        for name in ["hub", *self.nodes]:
            run("ip", "netns", "add", self.namespace(name))
            run("ip", "-n", self.namespace(name), "link", "set", "lo", "up")
        run("ip", "-n", hub, "link", "add", "bridge", "type", "bridge")
        run("ip", "-n", hub, "address", "add", f"{SUBNET}.1/24", "dev", "bridge")
        run("ip", "-n", hub, "link", "set", "bridge", "up")
        for name, address in self.nodes.items():
            node = self.namespace(name)
            run("ip", "link", "add", name, "netns", hub, "type", "veth", "peer", "name", "eth0", "netns", node)
            run("ip", "-n", hub, "link", "set", name, "master", "bridge", "up")
            run("ip", "-n", node, "address", "add", f"{address}/24", "dev", "eth0")
            run("ip", "-n", node, "link", "set", "eth0", "up")
        self._enter(os.open(f"/run/netns/{hub}", os.O_RDONLY))

    def _enter(self, descriptor: int) -> None:
        libc = ctypes.CDLL(None, use_errno=True)
        if libc.setns(descriptor, CLONE_NEWNET) != 0:
            raise OSError(ctypes.get_errno(), "setns")

    def cut(self, name: str) -> None:
        """Pulls the node's cable."""
        run("ip", "-n", self.namespace("hub"), "link", "set", name, "down")

    def join(self, name: str) -> None:
        """Puts the cable back."""
        run("ip", "-n", self.namespace("hub"), "link", "set", name, "up")

    def split(self, name: str) -> None:
        """Parts the node from the other nodes, both ways; the hub still reaches it."""
        self._routes(name, "add")

    def mend(self, name: str) -> None:
        """Undoes `split`."""
        self._routes(name, "delete")

    def _routes(self, name: str, verb: str) -> None:
        for other in self.nodes:
            if other != name:
                for here, there in [(name, other), (other, name)]:
                    run("ip", "-n", self.namespace(here), "route", verb, "blackhole", f"{self.nodes[there]}/32")

    def destroy(self) -> None:
        """Ends everything on the nodes and removes the namespaces."""
        self._enter(self._home)
        for name in [*self.nodes, "hub"]:
            _remove(self.namespace(name))
