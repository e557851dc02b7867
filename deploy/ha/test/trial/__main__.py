"""The command line, and the cleaning up however it ends."""

import argparse
import os
import shutil
import signal
import sys
import tempfile
import time
from pathlib import Path
from types import FrameType

from . import faults
from .cluster import NAMES, Cluster
from .http_writers import HttpWriters
from .network import PREFIX, Network, left_behind, sweep
from .proxy import ADDRESS, PORT, Proxy
from .sip_server import SipServer
from .sql_writers import SqlWriters
from .trial import Result, Writers, say, trial

# What nodes, proxy and servers said in the last run is kept here.
LOGS = Path(__file__).resolve().parents[4] / "target" / "ha" / "logs"
# Seconds that a whole run may take.
LIMIT = 1500
ENDS = [signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGALRM]


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="run", description=__doc__)
    parser.add_argument("--short", action="store_true", help="one fault only: kill")
    parser.add_argument("--faults", help=f"some of {','.join(faults.ALL)}, with commas between")
    parser.add_argument("--mode", choices=["true", "quorum"], default="true", help="Patroni's synchronous_mode")
    parser.add_argument("--sip", type=Path, help="the sip binary: clients write over HTTP to two servers of it")
    parser.add_argument(
        "--asynchronous", action="store_true", help="without synchronous replication: losses have to be found"
    )
    options = parser.parse_args()
    possible = faults.ALL if options.sip else faults.NODES
    chosen = options.faults.split(",") if options.faults else list(possible)
    if options.asynchronous:
        options.mode, chosen = "false", ["split"]
    options.faults = ["kill"] if options.short else chosen
    unknown = sorted(set(options.faults) - possible.keys())
    if unknown:
        parser.error(f"no such fault here: {', '.join(unknown)}")
    return options


def _end(number: int, _: FrameType | None) -> None:
    for other in ENDS:
        # Nothing more may come between the end and the cleaning up.
        signal.signal(other, signal.SIG_IGN)
    raise SystemExit(f"ended by {signal.Signals(number).name}")


def _run(options: argparse.Namespace, folder: Path) -> Result:
    network = Network(NAMES)
    proxy: Proxy | None = None
    writers: Writers | None = None
    try:
        network.build()
        cluster = Cluster(network, folder, options.mode)
        begun = time.monotonic()
        cluster.start()
        proxy = Proxy(folder, cluster.values)
        url = _url(cluster)
        proxy.start(url)
        say(f"three nodes after {time.monotonic() - begun:.0f} s, synchronous_mode {options.mode}")
        writers = _writers(options, url, folder)
        result = trial(cluster, writers, options.faults)
        if told := writers.told():
            say(told)
        return result
    finally:
        if writers:
            writers.close()
        if proxy:
            proxy.stop()
        network.destroy()


def _url(cluster: Cluster) -> str:
    """As a server has it in DATABASE_URL."""
    password = cluster.passwords["SIP"]
    return f"postgres://sip:{password}@{ADDRESS}:{PORT}/sip?target_session_attrs=read-write&connect_timeout=3"


def _writers(options: argparse.Namespace, url: str, folder: Path) -> Writers:
    if options.sip is None:
        return SqlWriters(url)
    servers = [SipServer(options.sip.resolve(), port, url, folder) for port in [8081, 8082]]
    return HttpWriters(servers, folder.name)


def _report(result: Result, asynchronous: bool) -> int:
    verdict = result.verdict
    for what in ["lost", "doubled", "unasked", "disordered"]:
        places = getattr(verdict, what)
        if places:
            say(f"{what}: {', '.join(f'client {client} number {number}' for client, number in places[:10])}")
    if result.unlike:
        say(f"not the same on all nodes: {', '.join(result.unlike)}")
    say(
        f"{verdict.unknown} cut off in their commit, {verdict.unknown_there} of them there; {verdict.refused} refused;"
        f" {len(verdict.disordered)} out of order, {len(verdict.unasked)} unasked;"
        f" {result.longest:.1f} s without an acknowledged write at most"
    )
    say(
        f"{result.faults} faults, {verdict.acknowledged} writes acknowledged,"
        f" {len(verdict.lost)} lost, {len(verdict.doubled)} doubled"
    )
    if asynchronous:
        say(f"asynchronous: {'the losses are found' if verdict.lost else 'no loss was found, so this proves nothing'}")
        return 0 if verdict.lost and not verdict.doubled else 1
    return 0 if verdict.holds() and not result.unlike else 1


def main() -> int:
    """Runs it all; 0 when everything holds."""
    options = _options()
    if os.geteuid() != 0:
        sys.stderr.write("network namespaces need root\n")
        return 2
    for number in ENDS:
        signal.signal(number, _end)
    signal.alarm(LIMIT)
    sweep()
    for left in left_behind(Path(tempfile.gettempdir())):
        shutil.rmtree(left, ignore_errors=True)
    folder = Path(tempfile.mkdtemp(prefix=f"{PREFIX}-{os.getpid()}-"))
    folder.chmod(0o755)
    try:
        return _report(_run(options, folder), options.asynchronous)
    finally:
        shutil.rmtree(LOGS, ignore_errors=True)
        LOGS.mkdir(parents=True)
        for log in folder.rglob("*.log"):
            shutil.copy(log, LOGS / "-".join(log.relative_to(folder).parts))
        shutil.rmtree(folder, ignore_errors=True)


sys.exit(main())
