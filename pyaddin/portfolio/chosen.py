"""Some debtors of a portfolio with everything of theirs, read without cutting the rest: what a clerk's workbook is made of and brought back to."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from pyaddin.labels import folded
from pyaddin.ledger.book import RawLedger, RawTable
from pyaddin.ledger.schema import EVERY_TABLE, SCHEMA_VERSION, TABLES
from pyaddin.portfolio.cutting import COMMON, Cut, Cutter
from pyaddin.portfolio.rows import raw_table
from pyaddin.portfolio.source import Session, Source

CHOSEN, OTHERS = 0, 1
"""The two parts that a portfolio is cut into: the debtors that are wanted, and all others."""


class Chooser(Cutter):
    """Cuts a portfolio into the chosen debtors and the rest; only the chosen ones are read."""

    def __init__(self, db: Session, source: Source, place: Path) -> None:
        super().__init__(db, source, place)
        db.execute("CREATE TEMP TABLE chosen (debtor VARCHAR)")

    def choose(self, debtors: Collection[str] = (), owner: str = "") -> None:
        """These debtors, and those of whom this owner has a case, spelled in whatever way a clerk may."""
        self._owners()
        wanted = set(debtors)
        if owner and "Owner" in self.source.columns["Cases"]:
            spelled = self.db.execute(f'SELECT DISTINCT CAST("Owner" AS VARCHAR) FROM {self._src("Cases")} WHERE "Owner" IS NOT NULL').fetchall()
            names = [name for (name,) in spelled if folded(name) == folded(owner)]
            theirs = 'CAST("Owner" AS VARCHAR) IN (SELECT unnest(CAST(? AS VARCHAR[])))'
            query = f"SELECT DISTINCT {self.tidy('Cases', 'Debtor ID')} FROM {self._src('Cases')} WHERE {theirs}"
            wanted |= {debtor for (debtor,) in self.db.execute(query, [names]).fetchall()}
        self.db.execute("INSERT INTO chosen SELECT unnest(CAST(? AS VARCHAR[]))", [sorted(wanted - {""})])

    def cut(self, *, kept: bool = False) -> Cut:
        """Writes what stands in every part, for those who look for what the parts must know of one another; the rest is looked at where it lies."""
        (self.place / "common").mkdir(parents=True, exist_ok=True)
        for table in COMMON:
            if table in self.source.columns:
                self._write(f"SELECT * FROM {self._src(table)} ORDER BY _row", self.place / "common" / f"{table}.parquet")
        self.parts = 2
        return Cut(self.parts, {})

    def part_of(self, debtor: str) -> str:
        """The part in SQL: chosen debtors and all others."""
        return f"CASE WHEN {debtor} IN (SELECT debtor FROM chosen) THEN {CHOSEN} ELSE {OTHERS} END"

    def _cut(self, table: str) -> str:
        return f"({self.parts_sql(table)})"

    def rows(self, ledger_id: str, fingerprint: str) -> RawLedger:
        """The rows of the chosen debtors with the tables that hold for all."""
        tables: dict[str, RawTable] = {}
        for name, table in EVERY_TABLE.items():
            if name not in self.source.columns:
                tables[name] = RawTable(name, table.headers, ())
                continue
            mine = f"_part = {CHOSEN}" if name != "Bank" else f"(_part = {CHOSEN} OR _debtor = '')"  # lines that wait are everybody's
            query = f"SELECT * FROM {self._src(name)}" if name in COMMON else f"SELECT * FROM ({self.parts_sql(name)}) WHERE {mine}"
            rows = [*raw_table(table, self.arrow(query)).rows]
            if name == "Holds":
                rows += raw_table(table, self.arrow(f"SELECT * FROM {self._src(name)} WHERE {self._everywhere()}")).rows
            tables[name] = RawTable(name, table.headers, tuple(sorted(rows, key=lambda row: row[0])))
        return RawLedger(tables, ledger_id, SCHEMA_VERSION, fingerprint)

    def taken(self, table: str, keys: Collection[str]) -> set[str]:
        """Which of these ids stand in the table, at whatever debtor."""
        if table not in self.source.columns or not keys:
            return set()
        key = self.tidy(table, TABLES[table].key[0])
        query = f"SELECT DISTINCT {key} FROM {self._src(table)} WHERE {key} IN (SELECT unnest(CAST(? AS VARCHAR[])))"
        return {found for (found,) in self.db.execute(query, [list(keys)]).fetchall()}
