"""A line of a statement is known again: in the same file, in overlapping ones in any order, in another format; two equal ones stay two."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from pyaddin.ledger.imports.statements.balances import covered, gap_faults, title
from pyaddin.ledger.imports.statements.known_lines import KnownLine, told_apart
from pyaddin.ledger.imports.statements.lines import CAMT, BankLine, Statement
from tests.imports.statements.bank_files import OURS, camt, listed, move, mt940, only, read


def taken(statements: Sequence[Statement]) -> list[KnownLine]:
    """What the sheet Bank would hold after these statements."""
    rows: list[KnownLine] = []
    for statement in statements:
        for told in told_apart(statement, rows):
            if not told.known:
                line = told.line
                rows.append(
                    KnownLine(
                        told.line_id, line.value_date, line.amount, line.currency, line.payer, line.payer_account, line.reference, statement.form,
                        statement.account,
                    )  # fmt: skip
                )
    return rows


_LINES = st.lists(
    st.builds(
        BankLine, st.just(1), st.dates(date(2026, 11, 2), date(2026, 11, 9)), st.sampled_from([Decimal("50.00"), Decimal("100.00"), Decimal("-20.00")]),
        st.just("GBP"), st.sampled_from(["Ann Lee", "Bob Ray"]), st.just(""), st.sampled_from(["", "C-00001"]), st.sampled_from(["", "REF1"]),
    ),
    max_size=12,
)  # fmt: skip
_SPANS = st.lists(st.tuples(st.dates(date(2026, 11, 2), date(2026, 11, 9)), st.integers(0, 7)), min_size=1, max_size=5)


@given(_LINES, _SPANS, st.randoms())
def test_any_order_and_overlap_of_statements_gives_the_same_rows(lines: list[BankLine], spans: list[tuple[date, int]], random: object) -> None:
    statements = []
    for start, days in spans:
        covered_days = [line for line in lines if 0 <= (line.value_date - start).days <= days]
        statements.append(Statement(CAMT, OURS, "1", covered_days))
    once = taken(statements)
    mixed = [*statements, *statements]
    random.shuffle(mixed)  # type: ignore[attr-defined]
    assert {row.line_id: (row.value_date, row.amount) for row in taken(mixed)} == {row.line_id: (row.value_date, row.amount) for row in once}
    seen = [line for line in lines if any(0 <= (line.value_date - start).days <= days for start, days in spans)]
    assert sum(row.amount for row in once) == sum(line.amount for line in seen)


@given(st.permutations(["mt940", "camt", "list"]))
def test_the_same_movements_in_another_format_are_not_added_again(order: list[str]) -> None:
    moves = (
        move("11-03", "100.00", text="rent C-00001 invoice 2026117"), move("11-03", "100.00", "Bob Ray", "thanks", "GB94BARC10201530093459"),
        move("11-05", "100.00", text="rent C-00001 invoice 2026118"), move("11-05", "-30.00", "Rates Office", "bill 701123", ""),
    )  # fmt: skip
    made = {"mt940": mt940(moves), "camt": camt(moves), "list": listed(moves)}
    with tempfile.TemporaryDirectory() as folder:
        statements = [only(read(Path(folder) / f"{name}.txt", made[name])) for name in order]
    assert sorted((row.value_date, row.amount, row.payer) for row in taken(statements)) == sorted((m.on, m.amount, m.payer) for m in moves)


def test_two_truly_equal_lines_of_one_statement_are_both_kept(tmp_path: Path) -> None:
    twice = only(read(tmp_path / "a.sta", mt940((move("11-03", "100.00"), move("11-03", "100.00")))))
    assert len(taken([twice, twice])) == 2


def test_another_payment_of_the_day_in_another_format_is_added(tmp_path: Path) -> None:
    first = only(read(tmp_path / "a.sta", mt940((move("11-03", "100.00"),))))
    other = only(read(tmp_path / "b.xml", camt((move("11-03", "100.00", "Cai Yu", "C-00003", "GB94BARC10201530093459"),))))
    assert len(taken([first, other])) == 2


def test_the_title_of_a_statement_is_read_back() -> None:
    statement = Statement("MT940", "12|34", "7/1", [BankLine(1, date(2026, 11, 3), Decimal("5.00"), "GBP")])
    said = covered(title(statement, "a.sta"))
    assert said is not None
    assert (said.account, said.number, said.first, said.form, said.closing) == ("12/34", "7/1", date(2026, 11, 3), "MT940", None)
    assert covered("typed by hand") is None


def test_a_statement_that_is_missing_between_two_is_told(tmp_path: Path) -> None:
    first = only(read(tmp_path / "a.sta", mt940((move("11-03", "100.00"),))))
    after = only(read(tmp_path / "b.sta", mt940((move("11-10", "5.00"),), number=13, opening="1100.00", first="2026-11-06", last="2026-11-13")))
    later = only(read(tmp_path / "c.sta", mt940((move("11-17", "5.00"),), number=15, opening="2000.00", first="2026-11-16", last="2026-11-20")))
    known = [said for said in [covered(title(first, "a.sta"))] if said]
    assert gap_faults([after], known, "b.sta") == []
    assert [fault.code for fault in gap_faults([after, later], known, "c.sta")] == ["W-BANK-GAP"]
