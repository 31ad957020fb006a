"""A question about one case that reads only what it needs answers as one that reads the whole ledger."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import product
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pyaddin.errors import Stop
from pyaddin.ledger.about_case import CUT, WHOLE, rows_about
from pyaddin.ledger.beyond import Beyond
from pyaddin.ledger.book import Cell, RawLedger, RawTable
from pyaddin.ledger.closed import ClosedBook
from pyaddin.ledger.once import ReadOnce
from pyaddin.ledger.rows import type_ledger
from pyaddin.ledger.schema import EVERY_TABLE
from pyaddin.ledger.snapshot import case_files
from pyaddin.rules.case import CaseFile
from pyaddin.tasks import changes, may_contact, new, offers, preview, refresh, versions
from tests.hostile.template import template
from tests.ledger.test_by_column import raw_of

ZONE = ZoneInfo("Asia/Shanghai")
CASES = [f"C-{number:05d}" for number in range(1, 10)]
IDS = [*CASES[:6], "D-00001", "D-00004", "D-00006", "P-000001", "P-000002", "L-00001", "K-000001", "H-00001"]
VALUES = st.sampled_from([None, *IDS, "C-00099", " C-00001", "c-00002", "signed", "address", "debtor", "2026-02-30", "300", 300.0, 7.0, True, "x" * 300])
AT = datetime(2026, 12, 1, 9, tzinfo=UTC)


Change = tuple[str, int, str, Cell]
"""Sheet, place of the row, header, and what stands there now."""


def about(raw: RawLedger, case_id: str) -> RawLedger | None:
    """The ledger with the rows that the question needs, cut out of the whole one."""
    found = rows_about(case_id, lambda table, header: raw.tables[table].column(header))
    if found is None:
        return None
    tables = {name: raw.tables[name] if name in WHOLE else RawTable(name, table.headers, ()) for name, table in EVERY_TABLE.items()}
    tables |= {name: replace(raw.tables[name], rows=tuple(raw.tables[name].rows[at] for at in found[name])) for name in CUT}
    return replace(raw, tables=tables)


def files_of(raw: RawLedger, beyond: Beyond | None = None) -> dict[str, CaseFile]:
    """Every file but for what such a question does not look up."""
    typed = type_ledger(raw, office_zone=ZONE, beyond=beyond)
    return {file.case.case_id: replace(file, shared=(), unmatched=()) for file in case_files(typed, ZONE, beyond)}


def with_cells(raw: RawLedger, changes: list[Change]) -> RawLedger:
    tables = dict(raw.tables)
    for name, at, header, cell in changes:
        rows = [(number, dict(cells)) for number, cells in tables[name].rows]
        if rows:
            rows[at % len(rows)][1][header] = cell
            tables[name] = replace(tables[name], rows=tuple(rows))
    return replace(raw, tables=tables)


def test_every_case_is_found_with_a_part_of_the_rows() -> None:
    raw = raw_of(template())
    whole = files_of(raw)
    for case_id in CASES:
        part = about(raw, case_id)
        assert part is not None
        assert len(part.tables["Installments"].rows) < len(raw.tables["Installments"].rows)
        mine = files_of(part, Beyond())
        debtor = whole[case_id].case.debtor_id
        assert {key for key, file in mine.items() if file.case.debtor_id == debtor} == {key for key, file in whole.items() if file.case.debtor_id == debtor}
        assert mine[case_id] == whole[case_id]


REACHING: dict[str, tuple[str, list[Change]]] = {
    "a payment under an id that stands first in another case": ("C-00006", [("Payments", 1, "Payment ID", "P-000001")]),
    "a proposed plan of which another debtor's row is the only one": (
        "C-00009",
        [("Plans", 0, "Status", "proposed"), *(("Installments", at, "Plan ID", None) for at in (12, 13)), ("Installments", 0, "Plan ID", "L-00001")],
    ),
    "a contact that names the debtor alone": ("C-00007", [("Contacts", 0, "Case ID", None), ("Contacts", 0, "Debtor ID", "D-00006")]),
    "a contact that names another debtor": ("C-00004", [("Contacts", 0, "Debtor ID", "D-00001")]),
    "a case that stands twice": ("C-00006", [("Cases", 0, "Case ID", "C-00006")]),
    "a plan of another case": ("C-00001", [("Installments", 0, "Plan ID", "L-00001")]),
}


@pytest.mark.parametrize("what", REACHING)
def test_what_reaches_from_one_debtor_to_another(what: str) -> None:
    case_id, changes = REACHING[what]
    raw = with_cells(raw_of(template()), changes)
    part = about(raw, case_id)
    assert part is not None
    assert files_of(part, Beyond()).get(case_id) == files_of(raw).get(case_id)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_whatever_stands_in_the_cells(data: st.DataObject) -> None:
    tables = st.sampled_from(CUT)
    changes: list[Change] = []
    for _ in range(data.draw(st.integers(1, 5))):
        name = data.draw(tables)
        header = data.draw(st.sampled_from(EVERY_TABLE[name].headers[:12]))
        changes.append((name, data.draw(st.integers(0, 12)), header, data.draw(VALUES)))
    raw = with_cells(raw_of(template()), changes)
    whole = files_of(raw)
    for case_id in data.draw(st.lists(st.sampled_from(CASES), min_size=1, max_size=4, unique=True)):
        part = about(raw, case_id)
        if part is None:
            continue
        mine = files_of(part, Beyond())
        assert mine.get(case_id) == whole.get(case_id)
        if case_id in whole:
            debtor = whole[case_id].case.debtor_id
            assert {key: file for key, file in mine.items() if file.case.debtor_id == debtor} == {
                key: file for key, file in whole.items() if file.case.debtor_id == debtor
            }


@pytest.mark.parametrize(("table", "header", "cell"), [("Payments", "Case ID", 7.0), ("Contacts", "Debtor ID", " D-00001"), ("Payments", "Payment ID", None)])
def test_ids_that_are_not_read_as_they_stand_call_for_the_whole_ledger(table: str, header: str, cell: Cell) -> None:
    raw = with_cells(raw_of(template()), [(table, 0, header, cell)])
    assert about(raw, "C-00001") is None
    assert about(raw_of(template()), "C-00077") is None


class Half(ClosedBook):
    """A file that can be read in part, as an open workbook can."""

    asked, given, reads = 0, 0, 0

    def about(self, case_id: str, glance: RawLedger | None) -> RawLedger | None:
        self.asked += 1
        found = about(super().read(), case_id)
        self.given += found is not None
        return found

    def read(self) -> RawLedger:
        self.reads += 1
        return super().read()


def _preview(path: Path, case: str, template: str, book: ReadOnce) -> object:
    """The message, or why there is none."""
    try:
        return preview.run(path, template=template, case=case, channel="letter", language=None, out=None, as_of=None, now=lambda: AT, book=book)
    except Stop as stop:
        return str(stop), stop.fault.advice


def test_a_wording_is_shown_the_same_and_other_cases_are_named_where_one_lacks_its_fact(tmp_path: Path) -> None:
    path = tmp_path / "ledger.xlsm"
    new.run(path, sample=60, seed=5, language="en", as_of=date(2026, 11, 23), now=lambda: AT)
    whole = ReadOnce(ClosedBook(path))
    whole.read()
    lacking = 0
    for number, wording in product(range(1, 61, 9), ("reminder_2", "notice", "agreement", "thanks")):
        half = Half(path)
        found = _preview(path, f"C-{number:05d}", wording, ReadOnce(half))
        assert found == _preview(path, f"C-{number:05d}", wording, whole)
        assert (half.given, half.reads) == (1, int(isinstance(found, tuple)))
        lacking += isinstance(found, tuple)
    assert 0 < lacking < 28


def test_the_tasks_answer_the_same(tmp_path: Path) -> None:
    path = tmp_path / "ledger.xlsm"
    new.run(path, sample=60, seed=5, language="en", as_of=date(2026, 11, 23), now=lambda: AT)
    refresh.run(path, as_of=None, by="Amy", now=lambda: AT)
    what_if: dict[str, Any] = {"income_change": None, "counts": (), "first_due": None}
    tasks: dict[str, Callable[..., Any]] = {
        "may_contact": lambda case, book: may_contact.run(path, case=case, now=lambda: AT, book=book),
        "versions": lambda case, book: versions.run(path, case=case, as_of=None, now=lambda: AT, book=book),
        "changes": lambda case, book: changes.run(path, case=case, by="Amy", now=lambda: AT, book=book),
        "offers": lambda case, book: offers.run(path, case=case, as_of=None, now=lambda: AT, book=book, **what_if),
    }
    whole = ReadOnce(ClosedBook(path))
    whole.read()
    for number in range(1, 61, 4):
        for run in tasks.values():
            half = Half(path)
            assert run(f"C-{number:05d}", ReadOnce(half)) == run(f"C-{number:05d}", whole)
            assert (half.asked, half.given, half.reads) == (1, 1, 0)
    half = Half(path)
    once = ReadOnce(half)
    once.read()
    tasks["versions"]("C-00001", once)
    assert (half.asked, half.reads) == (0, 1)
