"""What each part of a portfolio must know of the rest, found once over the whole and handed to the workers with their part."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import TypeVar

from pyaddin.ledger.beyond import Beyond, WaitingLine
from pyaddin.ledger.book import RawLedger, RawTable
from pyaddin.ledger.rows import TypedLedger, type_ledger
from pyaddin.ledger.schema import EVERY_TABLE, SCHEMA_VERSION
from pyaddin.ledger.snapshot import debtors_of
from pyaddin.ledger.unmatched import waiting_lines
from pyaddin.portfolio.cutting import Cut, Cutter
from pyaddin.portfolio.rows import COMMON_ONLY, raw_table, read_part
from pyaddin.rules.addresses import shared_contacts
from pyaddin.rules.case import Shared
from pyaddin.tasks.opening import office_zone, read_settings

Key = TypeVar("Key")
Known = TypeVar("Known")


def beyond_of(cutter: Cutter, cut: Cut) -> dict[int, Beyond]:
    """By part; a part that is not named needs nothing of the rest."""
    twice, free = cutter.twice(), cutter.free_ids()
    everywhere = _merged(twice), _merged(free)
    waiting = _waiting(cutter, *everywhere)
    shared = _shared(cutter, *everywhere)
    parts = range(cut.parts) if waiting else sorted({*twice, *free, *shared})
    return {part: Beyond(twice.get(part, {}), free.get(part, {}), shared.get(part, {}), waiting) for part in parts}


def _merged(by_part: Mapping[int, Mapping[str, Mapping[Key, Known]]]) -> dict[str, dict[Key, Known]]:
    found: dict[str, dict[Key, Known]] = defaultdict(dict)
    for tables in by_part.values():
        for table, known in tables.items():
            found[table].update(known)
    return dict(found)


def _typed(cutter: Cutter, queries: Mapping[str, str], first_rows: Mapping[str, Mapping[str, int]], numbers: Mapping[str, Mapping[int, str]]) -> TypedLedger:
    """A ledger of the rows that these queries choose, checked as the whole one would be."""
    common = read_part(cutter.place, COMMON_ONLY, "portfolio")
    tables = {
        name: raw_table(table, cutter.arrow(queries[name])) if name in queries else RawTable(name, table.headers, ())
        for name, table in EVERY_TABLE.items()
    }
    zone, _ = office_zone(read_settings(common)[0])
    raw = RawLedger(tables, common.ledger_id, SCHEMA_VERSION, "")
    return type_ledger(raw, office_zone=zone, beyond=Beyond(first_rows, numbers))


def _shared(
    cutter: Cutter, first_rows: Mapping[str, Mapping[str, int]], numbers: Mapping[str, Mapping[int, str]]
) -> dict[int, dict[str, tuple[Shared, ...]]]:
    """Emails and phones that stand on several debtors, by part and debtor: the rule looks at all debtors for whom it can matter."""
    rows = cutter.same_places()
    if not rows:
        return {}
    debtor = cutter.tidy("Debtors", "Debtor ID")
    cutter.db.execute("CREATE OR REPLACE TEMP TABLE alike AS SELECT unnest(?) AS _row", [rows])
    named = f"SELECT {debtor} FROM src_Debtors WHERE _row IN (SELECT _row FROM alike)"
    query = f"SELECT * FROM src_Debtors WHERE {debtor} IN ({named}) OR _row IN (SELECT _row FROM alike) ORDER BY _row"
    shared = shared_contacts(debtors_of(_typed(cutter, {"Debtors": query}, first_rows, numbers)).values())
    found: dict[int, dict[str, tuple[Shared, ...]]] = defaultdict(dict)
    for debtor_id, part in cutter.parts_of(list(shared)).items():
        found[part][debtor_id] = shared[debtor_id]
    return dict(found)


def _waiting(
    cutter: Cutter, first_rows: Mapping[str, Mapping[str, int]], numbers: Mapping[str, Mapping[int, str]]
) -> tuple[WaitingLine, ...]:
    """Bank lines that nobody has booked: every debtor's cases are held against them."""
    if "Bank" not in cutter.source.columns or not cutter.count("Bank"):
        return ()
    queries = {"Bank": "SELECT * FROM src_Bank ORDER BY _row"}
    cases = [f"SELECT {cutter.tidy('Bank', 'Case ID')} FROM src_Bank"]
    if "Bank line" in cutter.source.columns.get("Payments", ()):
        queries["Payments"] = f"SELECT * FROM src_Payments WHERE {cutter.tidy('Payments', 'Bank line')} <> '' ORDER BY _row"
        cases.append(f"SELECT {cutter.tidy('Payments', 'Case ID')} FROM ({queries['Payments']})")
    case, debtor = cutter.tidy("Cases", "Case ID"), cutter.tidy("Cases", "Debtor ID")
    queries["Cases"] = f"SELECT * FROM src_Cases WHERE {case} IN ({' UNION ALL '.join(cases)}) ORDER BY _row"
    named = f"SELECT {debtor} FROM ({queries['Cases']})"
    queries["Debtors"] = f"SELECT * FROM src_Debtors WHERE {cutter.tidy('Debtors', 'Debtor ID')} IN ({named}) ORDER BY _row"
    return waiting_lines(_typed(cutter, queries, first_rows, numbers))
