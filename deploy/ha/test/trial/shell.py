"""Other programs: run to their end, or started and left running."""

import subprocess
from collections.abc import Sequence
from pathlib import Path


def run(*command: str, seconds: float = 30, fails: bool = False) -> str:
    """Runs a command to its end and gives what it printed. Raises when it fails, unless it may (`fails`)."""
    done = subprocess.run(command, capture_output=True, text=True, timeout=seconds, check=False)
    if done.returncode != 0 and not fails:
        raise RuntimeError(f"{' '.join(command)}: {done.returncode}: {done.stderr.strip() or done.stdout.strip()}")
    return done.stdout


def start(command: Sequence[str], log: Path, environment: dict[str, str] | None = None) -> subprocess.Popen[bytes]:
    """Starts a command in a session of its own (Ctrl-C here is not for it); what it says is added to `log`."""
    with log.open("ab") as out:
        return subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=out, stderr=out, env=environment, start_new_session=True
        )
