"""`sip serve --demo` in the hub, on a port of its own."""

import signal
from pathlib import Path
from subprocess import Popen

import urllib3

from .patience import until
from .shell import run, start


class SipServer:
    """A server process on 127.0.0.1 that can be killed and started again."""

    def __init__(self, binary: Path, port: int, database: str, folder: Path) -> None:
        self.root = f"http://127.0.0.1:{port}"
        self._binary, self._log = binary, folder / f"sip-{port}.log"
        key = folder / "sip.key"
        if not key.exists():
            # All servers of a database have the same.
            key.write_text(run(str(binary), "new-key"), encoding="utf-8")
            key.chmod(0o600)
        self._environment = {
            "DATABASE_URL": database,
            "SIP_MASTER_KEY_FILE": str(key),
            "SIP_LISTEN": f"127.0.0.1:{port}",
        }
        self._child: Popen[bytes] | None = None

    def start(self) -> None:
        """Starts it; returns when it is ready."""
        self._child = start([str(self._binary), "serve", "--demo"], self._log, self._environment)
        until(f"{self.root} ready", 120, self._is_ready)

    def _is_ready(self) -> bool:
        if self._child and self._child.poll() is not None:
            raise RuntimeError(f"the server did not start: {self._log.read_text(encoding='utf-8')[-2000:]}")
        try:
            return urllib3.request("GET", f"{self.root}/health/ready", timeout=5, retries=False).status == 200
        except urllib3.exceptions.HTTPError:
            return False

    def kill(self) -> None:
        """`kill -9`."""
        if self._child:
            self._child.send_signal(signal.SIGKILL)
            self._child.wait()
            self._child = None
