"""What the clients were told, as it happened."""

import threading
import time
from dataclasses import dataclass
from enum import Enum
from itertools import pairwise


class Outcome(Enum):
    """How a write ended for its client."""

    ACKNOWLEDGED = "acknowledged"
    # Cut off when the commit was under way: it may be there or not.
    UNKNOWN = "unknown"
    # Turned away before any commit: it must not be there.
    REFUSED = "refused"


@dataclass(frozen=True)
class Write:
    """A client's write number so and so. Moments in seconds of the monotonic clock."""

    client: int
    number: int
    outcome: Outcome
    ended: float


@dataclass(frozen=True)
class Row:
    """What the database holds of a write.

    `before` is the client's latest number that the write found there, `place` grows with each row; none where the
    interface does not tell.
    """

    client: int
    number: int
    before: int | None = None
    place: int | None = None


class History:
    """All writes, from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._writes: list[Write] = []
        self._acknowledged = 0

    def add(self, client: int, number: int, outcome: Outcome) -> None:
        """Notes how a write ended, now."""
        with self._lock:
            self._writes.append(Write(client, number, outcome, time.monotonic()))
            self._acknowledged += outcome is Outcome.ACKNOWLEDGED

    def writes(self) -> list[Write]:
        """All so far."""
        with self._lock:
            return list(self._writes)

    def acknowledged(self) -> int:
        """How many were acknowledged so far."""
        return self._acknowledged

    def longest_gap(self, begin: float, end: float) -> float:
        """The longest time between `begin` and `end` without an acknowledged write of anybody. Seconds."""
        inside = (write.ended for write in self.writes() if write.outcome is Outcome.ACKNOWLEDGED)
        moments = [begin, *sorted(moment for moment in inside if begin <= moment <= end), end]
        return max(later - earlier for earlier, later in pairwise(moments))
