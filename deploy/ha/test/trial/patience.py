"""Waiting, never without an end."""

import time
from collections.abc import Callable


class Impatient(Exception):
    """Something that had to come did not come in time."""


def until(what: str, seconds: float, probe: Callable[[], bool], every: float = 0.2) -> float:
    """Asks `probe` until it says yes. Gives the seconds it took; raises `Impatient` after `seconds`."""
    begun = time.monotonic()
    while not probe():
        if time.monotonic() - begun > seconds:
            raise Impatient(f"{what}: not within {seconds:.0f} s")
        time.sleep(every)
    return time.monotonic() - begun
