"""The three nodes together."""

import secrets
from pathlib import Path

import psycopg

from .network import Network
from .node import Node
from .patience import until

NAMES = ["node1", "node2", "node3"]
# Seconds; the same as in patroni.yml.
TTL = 20
PATIENCE = 120


class Cluster:
    """Three nodes whose replication is `synchronous`: `true`, `quorum` or `false`."""

    def __init__(self, network: Network, folder: Path, synchronous: str) -> None:
        self.network, self.synchronous = network, synchronous
        self.passwords = {name: secrets.token_hex(12) for name in ["SUPERUSER", "REPLICATION", "REWIND", "SIP"]}
        strict = "false" if synchronous == "false" else "true"
        values = {name.upper(): address for name, address in network.nodes.items()}
        values |= {f"{name}_PASSWORD": password for name, password in self.passwords.items()}
        values |= {"NETWORK": network.range, "SYNCHRONOUS": synchronous, "STRICT": strict, "WATCHDOG": "off"}
        self.values = values
        self.nodes = {name: Node(name, network, folder, values) for name in NAMES}

    def start(self) -> None:
        """Makes the cluster; returns when all three nodes are in it, with the role and the database `sip`."""
        for node in self.nodes.values():
            node.start_etcd()
        for node in self.nodes.values():
            node.start_patroni()
        self.wait_whole()
        with self.superuser(self.leader(), "postgres") as connection:
            # No values can be bound in these.
            connection.execute(f"CREATE ROLE sip LOGIN PASSWORD '{self.passwords['SIP']}'")
            connection.execute("CREATE DATABASE sip OWNER sip")

    def superuser(self, node: Node, database: str = "sip") -> psycopg.Connection[tuple[object, ...]]:
        """A superuser's connection to one node, past the proxy."""
        return psycopg.connect(
            host=node.address,
            user="postgres",
            password=self.passwords["SUPERUSER"],
            dbname=database,
            connect_timeout=5,
            autocommit=True,
        )

    def leaders(self) -> list[Node]:
        """The nodes that hold the lock and whose PostgreSQL is a primary; that follows a moment after the lock."""
        answers = {node: node.ask("/primary") for node in self.nodes.values()}
        return [node for node, (status, body) in answers.items() if status == 200 and body["role"] == "primary"]

    def leader(self) -> Node:
        """The leader; waits for one."""
        until("one leader", PATIENCE, lambda: len(self.leaders()) == 1)
        return self.leaders()[0]

    def wait_other_leader(self, old: Node) -> float:
        """Waits until another node than `old` leads. Gives the seconds it took."""
        return until("another leader", PATIENCE, lambda: any(node is not old for node in self.leaders()))

    def confirming(self) -> list[Node]:
        """The nodes whose confirmation the leader's commits wait for, as Patroni has it."""
        roles = {"sync_standby", "quorum_standby"}
        return [self.nodes[member["name"]] for member in self._members() if member["role"] in roles]

    def _members(self) -> list[dict[str, str]]:
        leaders = self.leaders()
        body = leaders[0].ask("/cluster")[1] if len(leaders) == 1 else None
        return body["members"] if body else []

    def _is_whole(self) -> bool:
        members = self._members()
        # A former leader streams at first on its own timeline, until it has been rewound.
        at_one = len({member.get("timeline") for member in members}) == 1
        streaming = [member for member in members if member["role"] != "leader" and member["state"] == "streaming"]
        return at_one and len(streaming) == 2 and (self.synchronous == "false" or bool(self.confirming()))

    def wait_whole(self) -> float:
        """Waits for one leader, two nodes that follow, and one of them confirming. Gives the seconds it took."""
        return until("a whole cluster", PATIENCE, self._is_whole, every=0.5)

    def swell(self, node: Node) -> None:
        """Lets a node write 1 MB of log that changes nothing and that nobody waits for.

        No more: beyond the segment of 16 MB in which the timelines part PostgreSQL refuses such a node by itself.
        """
        with self.superuser(node) as connection:
            connection.execute("SELECT pg_logical_emit_message(false, 'swell', repeat('x', 1000000))")

    def digests(self) -> dict[str, dict[str, str]]:
        """For each node: a digest of each table, when all have replayed what the leader has now."""
        with self.superuser(self.leader()) as connection:
            row = connection.execute("SELECT pg_current_wal_lsn()::text").fetchone()
        return {name: self._digest(node, str(row[0]) if row else "") for name, node in self.nodes.items()}

    def _digest(self, node: Node, position: str) -> dict[str, str]:
        reached = "SELECT NOT pg_is_in_recovery() OR pg_last_wal_replay_lsn() >= %s::pg_lsn"
        with self.superuser(node) as connection:
            until(
                f"{node.name} at {position}", 60, lambda: connection.execute(reached, [position]).fetchone() == (True,)
            )
            tables = connection.execute("SELECT tablename::text FROM pg_tables WHERE schemaname = 'public'").fetchall()
            found = {}
            for (table,) in tables:
                query = f"""SELECT count(*) || ' ' || md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), ''))
                            FROM "{table}" t"""
                found[str(table)] = str(connection.execute(query.encode()).fetchone())
            return found
