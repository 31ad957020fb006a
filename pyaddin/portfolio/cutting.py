"""A portfolio cut by debtor: every row goes to the part of its debtor, written once as Parquet, sorted by part, so that a worker reads only its own.

Policy stands in every part. What reaches from one debtor to another is found here over the whole portfolio: keys that stand twice in different
parts, the next free ids, addresses that two debtors share. Ids are compared as the ledger's own cell reader reads them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from pyaddin.ledger.cells import BadCell, Cleaned, converter
from pyaddin.ledger.columns import Column, Type
from pyaddin.ledger.drafts import own_id
from pyaddin.ledger.schema import TABLES
from pyaddin.portfolio.source import Source, quoted, text
from pyaddin.records import dataclass
from pyaddin.rules.addresses import place

COMMON = ("Runs", "Settings", "Levels", "Rates", "Guidelines", "Holidays", "Packs")
"""Tables that stand whole in every part."""
CASES_A_PART = 2_000
_ROW_GROUP, _BATCH = 20_480, 50_000
_PLAIN_ID = "'[!-*,-~]*'"
"""Ids that are read as they stand: visible ASCII without the + of a number that a sheet has shortened."""
_ID = converter(Column("id", Type.ID, ""), UTC)
_SCOPE = converter(TABLES["Holds"].column("Scope"), UTC)


@dataclass(frozen=True, slots=True)
class Cut:
    """What was cut: number of parts, and of rows by table."""

    parts: int
    rows: Mapping[str, int]


def tidy_id(value: str) -> str:
    """An id as the ledger reads it; blank for one that it refuses."""
    try:
        read = _ID(value, 0)
    except BadCell:
        return ""
    return str((read.value if isinstance(read, Cleaned) else read) or "")


def scope_of(value: str) -> str:
    """The code of a hold's scope in whatever spelling; blank where there is none."""
    try:
        return str(_SCOPE(value, 0) or "")
    except BadCell:
        return ""


class Cutter:
    """Cuts the views of an opened source into ``place``."""

    def __init__(self, db: duckdb.DuckDBPyConnection, source: Source, place: Path) -> None:
        self.db = db
        self.source = source
        self.place = place
        self.parts = 1
        self._tidy: dict[tuple[str, str], str] = {}

    def cut(self, *, kept: bool) -> Cut:
        """Writes the prepared tables; of those that an earlier run of the same portfolio has ``kept``, only the sizes are told."""
        for name in ("parts", "common"):
            (self.place / name).mkdir(parents=True, exist_ok=True)
        cases = self.count("Cases")
        self.parts = max(1, -(-cases // CASES_A_PART))
        self._owners()
        rows = {}
        for table in self.source.columns:
            rows[table] = self.count(table)
            if kept and (self.place / "cut").is_file():
                continue
            if table in COMMON:
                self._write(f"SELECT * FROM {self._src(table)} ORDER BY _row", self.place / "common" / f"{table}.parquet")
            else:
                self._write_parts(table)
        (self.place / "cut").touch()
        return Cut(self.parts, rows)

    def tidy(self, table: str, column: str) -> str:
        """The SQL of an id of the table as the ledger reads it; blank where the table has no such column."""
        if column not in self.source.columns.get(table, ()):
            return "''"
        if (table, column) not in self._tidy:
            self._tidy[(table, column)] = self._tidy_sql(table, quoted(column))
        return self._tidy[(table, column)]

    def _tidy_sql(self, table: str, name: str) -> str:
        first = self.db.execute(f"SELECT typeof({name}) FROM {self._src(table)} LIMIT 1").fetchall()
        kind = str(first[0][0]) if first else "VARCHAR"
        if any(word in kind for word in ("INT", "DOUBLE", "FLOAT", "DECIMAL")):
            whole = f"CAST(CAST({name} AS HUGEINT) AS VARCHAR)"
            return f"CASE WHEN {name} IS NULL THEN '' WHEN {name} = floor({name}) THEN {whole} ELSE CAST({name} AS VARCHAR) END"
        value = name if kind == "VARCHAR" else f"CAST({name} AS VARCHAR)"
        odd = self.db.execute(f"SELECT DISTINCT {value} FROM {self._src(table)} WHERE NOT regexp_full_match({value}, {_PLAIN_ID})").fetchall()
        if not odd:
            return f"coalesce({value}, '')"
        known = f"odd_{len(self._tidy)}"
        texts = [row[0] for row in odd]
        self.db.register(f"{known}_read", pa.table({"typed": texts, "id": [tidy_id(text) for text in texts]}))
        self.db.execute(f"CREATE TABLE {known} AS SELECT * FROM {known}_read")
        return f"coalesce((SELECT {known}.id FROM {known} WHERE {known}.typed = {value}), {value}, '')"

    def _src(self, table: str) -> str:
        return quoted(f"src_{table}")

    def count(self, table: str) -> int:
        """How many rows a table has."""
        return int(self.db.execute(f"SELECT count(*) FROM {self._src(table)}").fetchall()[0][0])

    def _owners(self) -> None:
        """The debtor of each case: of one that stands twice that of the first row, for the second one is refused."""
        case, debtor = self.tidy("Cases", "Case ID"), self.tidy("Cases", "Debtor ID")
        self.db.execute(
            f"CREATE TABLE owners AS SELECT {case} AS case_id, arg_min({debtor}, _row) AS debtor FROM {self._src('Cases')} GROUP BY 1 HAVING case_id <> ''"
        )

    def _write(self, query: str, path: Path) -> None:
        self.db.execute(f"COPY ({query}) TO {text(str(path))} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {_ROW_GROUP})")

    def _debtor_sql(self, table: str) -> tuple[str, str]:
        """FROM clause and the SQL of the debtor by whom a row is cut; blank = a row that names nobody."""
        rows = f"{self._src(table)} AS s"
        if table in ("Debtors", "Budgets"):
            return rows, self.tidy(table, "Debtor ID")
        if table == "Holds":
            scope = self._scope()
            target = self.tidy("Holds", "Applies to")
            joined = f"{rows} LEFT JOIN owners AS o ON {scope} = 'case' AND o.case_id = {target}"
            return joined, f"CASE {scope} WHEN 'case' THEN coalesce(o.debtor, '') WHEN 'debtor' THEN {target} ELSE '' END"
        joined = f"{rows} LEFT JOIN owners AS o ON o.case_id = {self.tidy(table, 'Case ID')}"
        return joined, f"coalesce(o.debtor, {self.tidy(table, 'Debtor ID')})"

    def _scope(self) -> str:
        """The SQL of the code of a hold's scope; blank where there is none."""
        if "Scope" not in self.source.columns["Holds"]:
            return "''"
        seen = [str(row[0]) for row in self.db.execute('SELECT DISTINCT CAST("Scope" AS VARCHAR) FROM src_Holds WHERE "Scope" IS NOT NULL').fetchall()]
        lines = " ".join(f"WHEN {text(value)} THEN {text(scope_of(value))}" for value in seen)
        return f"CASE CAST(\"Scope\" AS VARCHAR) {lines} ELSE '' END" if lines else "''"

    def _write_parts(self, table: str) -> None:
        """The rows of a table by part; a hold on an address stands in every part."""
        if table == "Holds":
            self._write(f"SELECT * FROM {self._src(table)} WHERE {self._everywhere()} ORDER BY _row", self.place / "common" / "Holds.parquet")
        self._write(f"{self.parts_sql(table)} ORDER BY _part, _row", self.place / "parts" / f"{table}.parquet")

    def _everywhere(self) -> str:
        """The SQL of whether a hold stands in every part."""
        return f"{self._scope()} = 'address'"

    def parts_sql(self, table: str) -> str:
        """The rows of a table that are some debtor's, each with its part; a debtor whom a contact of another one's case names stands in both parts."""
        rows, debtor = self._debtor_sql(table)
        cut = f"SELECT s.*, {debtor} AS _debtor FROM {rows}"
        if table == "Holds":
            cut += f" WHERE NOT ({self._everywhere()})"
        if table == "Debtors":
            cut = f"{cut} UNION ALL {self._guests()}"
        return f"SELECT *, {self.part_of('_debtor')} AS _part FROM ({cut})"

    def _guests(self) -> str:
        """Debtors named by rows of cases that are another debtor's: seen there, so that the row is no orphan."""
        named = " UNION ".join(
            f"SELECT {self.tidy(table, 'Debtor ID')} AS named, o.debtor AS home FROM {self._debtor_sql(table)[0]}"
            for table in ("Cases", "Contacts")
            if table in self.source.columns
        )
        return (
            f"SELECT s.*, g.home AS _debtor FROM {self._src('Debtors')} AS s JOIN ({named}) AS g ON g.named = {self.tidy('Debtors', 'Debtor ID')}"
            " WHERE g.home IS NOT NULL AND g.home <> g.named"
        )

    def part_of(self, debtor: str) -> str:
        """The SQL of the part of a debtor."""
        return f"CAST(hash({debtor}) % {self.parts} AS INTEGER)"

    def twice(self) -> dict[int, dict[str, dict[str, int]]]:
        """By part and table, keys that stand in several parts with the row in which each stands first."""
        found: dict[int, dict[str, dict[str, int]]] = {}
        for table in self.cut_tables():
            key = TABLES[table].key[0]
            rows = f"SELECT {self.tidy(table, key)} AS key, _part, _row FROM {self._cut(table)}"
            several = f"SELECT key, min(_row) AS first FROM ({rows}) WHERE key <> '' GROUP BY key HAVING count(DISTINCT _row) > 1 AND min(_part) <> max(_part)"
            for part, name, first in self.db.execute(f"SELECT DISTINCT r._part, r.key, t.first FROM ({rows}) r JOIN ({several}) t USING (key)").fetchall():
                found.setdefault(part, {}).setdefault(table, {})[name] = first
        return found

    def highest(self, table: str) -> int:
        """The largest number among the ids of a table that has some of its own."""
        key, pattern = self.tidy(table, own_id(TABLES[table])), text(f"{TABLES[table].prefix}-(\\d{{1,9}})")
        numbers = f"SELECT max(CAST(regexp_extract({key}, {pattern}, 1) AS BIGINT)) FROM {self._cut(table)} WHERE regexp_full_match({key}, {pattern})"
        return int(self.db.execute(numbers).fetchall()[0][0] or 0)

    def free_ids(self) -> dict[int, dict[str, dict[int, str]]]:
        """By part and table, the id of each row whose own id is blank: free in the whole portfolio, in the order of the rows."""
        found: dict[int, dict[str, dict[int, str]]] = {}
        for table in self.cut_tables():
            prefix, key = TABLES[table].prefix, self.tidy(table, own_id(TABLES[table]))
            blank = self.db.execute(f"SELECT DISTINCT _row, _part FROM {self._cut(table)} WHERE {key} = '' ORDER BY _row").fetchall()
            if not blank:
                continue
            for number, (row_number, part) in enumerate(blank, self.highest(table) + 1):
                found.setdefault(part, {}).setdefault(table, {})[row_number] = f"{prefix}-{number:06d}"
        return found

    def same_places(self) -> list[int]:
        """Rows of Debtors whose email or phone, the new one included, stands on another debtor too, compared as the rule compares them."""
        columns = [name for name in ("Email", "New email", "Phone", "New phone") if name in self.source.columns["Debtors"]]
        if not columns:
            return []
        country = "coalesce(CAST(\"Country\" AS VARCHAR), '')" if "Country" in self.source.columns["Debtors"] else "''"
        each = " UNION ALL ".join(
            f"SELECT CAST(_row AS BIGINT) AS _row, {text(name.removeprefix('New ').casefold())} AS kind, trim(CAST({quoted(name)} AS VARCHAR)) AS typed,"
            f" {country} AS country FROM src_Debtors WHERE {quoted(name)} IS NOT NULL"
            for name in columns
        )
        path = self.place / "places.parquet"
        with pq.ParquetWriter(path, pa.schema([("_row", pa.int64()), ("kind", pa.string()), ("place", pa.string())])) as writer:
            for batch in self.db.sql(each).to_arrow_reader(_BATCH):
                numbers, kinds, typed, countries = (batch.column(at).to_pylist() for at in range(4))
                places = [place(value, country.strip().upper()) for value, country in zip(typed, countries, strict=True)]
                writer.write_table(pa.table([pa.array(numbers, pa.int64()), pa.array(kinds, pa.string()), pa.array(places, pa.string())], writer.schema))
        rows = f"read_parquet({text(str(path))})"
        shared = f"SELECT kind, place FROM {rows} WHERE place <> '' GROUP BY ALL HAVING count(DISTINCT _row) > 1"
        return [row[0] for row in self.db.execute(f"SELECT DISTINCT _row FROM {rows} JOIN ({shared}) USING (kind, place) ORDER BY _row").fetchall()]

    def arrow(self, query: str) -> Any:
        """The rows of a query as an Arrow table."""
        return self.db.sql(query).to_arrow_table()

    def parts_of(self, debtors: Sequence[str]) -> dict[str, int]:
        """The part of each debtor."""
        return dict(self.db.execute(f"SELECT debtor, {self.part_of('debtor')} FROM (SELECT unnest(?) AS debtor)", [list(debtors)]).fetchall())

    def _cut(self, table: str) -> str:
        """The prepared table: its parts, and what stands in every part."""
        return f"read_parquet({text(str(self.place / 'parts' / f'{table}.parquet'))}, hive_partitioning = false)"

    def cut_tables(self) -> list[str]:
        """Cut tables with an id of their own."""
        return [table for table in self.source.columns if table not in COMMON and own_id(TABLES[table])]
