"""Holds what the clients were told against what the database has."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from .history import Outcome, Row, Write


@dataclass
class Verdict:
    """Counts, and the places (client, number) of what is wrong."""

    acknowledged: int = 0
    unknown: int = 0
    unknown_there: int = 0
    refused: int = 0
    # Acknowledged and not there.
    lost: list[tuple[int, int]] = field(default_factory=list)
    # There more than once.
    doubled: list[tuple[int, int]] = field(default_factory=list)
    # There, though refused or never sent.
    unasked: list[tuple[int, int]] = field(default_factory=list)
    # Written without sight of an earlier acknowledged write of the same client, or in a place before it.
    disordered: list[tuple[int, int]] = field(default_factory=list)

    def holds(self) -> bool:
        """Whether nothing is wrong."""
        return not (self.lost or self.doubled or self.unasked or self.disordered)


def judge(writes: Iterable[Write], rows: Iterable[Row]) -> Verdict:
    """The verdict on a whole history. A client's writes follow one another; each has a number of its own."""
    outcomes = {(write.client, write.number): write.outcome for write in writes}
    rows = list(rows)
    there = Counter((row.client, row.number) for row in rows)
    of = defaultdict(set)
    for key, outcome in outcomes.items():
        of[outcome].add(key)
    return Verdict(
        acknowledged=len(of[Outcome.ACKNOWLEDGED]),
        unknown=len(of[Outcome.UNKNOWN]),
        unknown_there=len(of[Outcome.UNKNOWN] & there.keys()),
        refused=len(of[Outcome.REFUSED]),
        lost=sorted(of[Outcome.ACKNOWLEDGED] - there.keys()),
        doubled=sorted(key for key, times in there.items() if times > 1),
        unasked=sorted(key for key in there if outcomes.get(key, Outcome.REFUSED) is Outcome.REFUSED),
        disordered=_disordered(of[Outcome.ACKNOWLEDGED], rows),
    )


def _disordered(acknowledged: set[tuple[int, int]], rows: list[Row]) -> list[tuple[int, int]]:
    """Acknowledged rows that do not follow on the client's acknowledged row before."""
    found = {(row.client, row.number): row for row in rows}
    wrong = []
    last: Row | None = None
    for key in sorted(acknowledged):
        row = found.get(key)
        if row is None:
            continue
        if last and last.client == row.client:
            blind = row.before is not None and row.before < last.number
            early = row.place is not None and last.place is not None and row.place <= last.place
            if blind or early:
                wrong.append(key)
        last = row
    # What a write has seen may not vanish from under it.
    wrong += [(row.client, row.number) for row in rows if row.before and (row.client, row.before) not in found]
    return sorted(set(wrong))
