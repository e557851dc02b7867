"""The judge itself: it must see each kind of wrong, and nothing in a history that is right."""

import unittest

from .check import judge
from .history import History, Outcome, Row, Write

ACK, UNKNOWN, REFUSED = Outcome.ACKNOWLEDGED, Outcome.UNKNOWN, Outcome.REFUSED


def told(*outcomes: Outcome) -> list[Write]:
    """Client 1's writes 1, 2, 3 …"""
    return [Write(1, number, outcome, float(number)) for number, outcome in enumerate(outcomes, 1)]


class Judge(unittest.TestCase):
    """Histories of a few writes."""

    def test_a_right_history_holds(self) -> None:
        rows = [Row(1, 1, 0, 1), Row(1, 3, 1, 40), Row(1, 4, 3, 41)]
        verdict = judge(told(ACK, UNKNOWN, ACK, UNKNOWN, REFUSED), rows)
        self.assertTrue(verdict.holds())
        self.assertEqual((verdict.acknowledged, verdict.unknown, verdict.unknown_there, verdict.refused), (2, 2, 1, 1))

    def test_an_unknown_write_may_come_late(self) -> None:
        # Cut off, and committed only after the client's next write.
        rows = [Row(1, 1, 0, 1), Row(1, 3, 1, 3), Row(1, 2, 1, 4)]
        self.assertTrue(judge(told(ACK, UNKNOWN, ACK), rows).holds())

    def test_lost(self) -> None:
        self.assertEqual(judge(told(ACK, ACK), [Row(1, 1, 0, 1)]).lost, [(1, 2)])

    def test_doubled(self) -> None:
        rows = [Row(1, 1, 0, 1), Row(1, 2, 1, 2), Row(1, 2, 1, 3)]
        self.assertEqual(judge(told(ACK, UNKNOWN), rows).doubled, [(1, 2)])

    def test_unasked(self) -> None:
        rows = [Row(1, 1, 0, 1), Row(1, 2, 1, 2), Row(2, 1, 0, 3)]
        self.assertEqual(judge(told(ACK, REFUSED), rows).unasked, [(1, 2), (2, 1)])

    def test_written_without_sight_of_the_one_before(self) -> None:
        rows = [Row(1, 1, 0, 1), Row(1, 2, 0, 2)]
        self.assertEqual(judge(told(ACK, ACK), rows).disordered, [(1, 2)])

    def test_in_a_place_before(self) -> None:
        rows = [Row(1, 1, 0, 2), Row(1, 2, 1, 1)]
        self.assertEqual(judge(told(ACK, ACK), rows).disordered, [(1, 2)])

    def test_what_a_write_has_seen_is_gone(self) -> None:
        rows = [Row(1, 1, 0, 1), Row(1, 3, 2, 3)]
        self.assertEqual(judge(told(ACK, UNKNOWN, ACK), rows).disordered, [(1, 3)])

    def test_other_clients_do_not_matter(self) -> None:
        writes = [Write(1, 1, ACK, 1.0), Write(2, 1, ACK, 2.0)]
        self.assertTrue(judge(writes, [Row(1, 1, 0, 2), Row(2, 1, 0, 1)]).holds())

    def test_the_longest_gap_counts_acknowledged_writes_only(self) -> None:
        history = History()
        history._writes = [Write(1, 1, ACK, 2.0), Write(1, 2, UNKNOWN, 5.0), Write(1, 3, ACK, 8.0)]
        self.assertEqual(history.longest_gap(0.0, 9.0), 6.0)


if __name__ == "__main__":
    unittest.main()
