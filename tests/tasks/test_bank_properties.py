"""Whatever clerks do with bank lines, in whatever order: no line is two payments, no money appears or vanishes, and every refusal leaves things as they are."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from pyaddin.errors import Stop
from pyaddin.ledger.memory import MemoryBook
from pyaddin.ledger.rows import TypedLedger, type_ledger
from pyaddin.tasks import bank, pay
from tests.imports.statements.bank_files import camt, move, mt940
from tests.stories.desk import SETTINGS, case, debtor, installments

AT = datetime(2026, 11, 9, 8, tzinfo=UTC)
MOVES = (
    move("11-03", "100.00", text="C-00001", ref="R1"), move("11-03", "100.00", text="C-00001", ref="R1"),
    move("11-05", "150.00", "Bob Ray", "x", "GB94BARC10201530093459", "R2"), move("11-06", "40.00", "Someone", "y", "", "R3"),
)  # fmt: skip
FILES = {"a.sta": mt940(MOVES[:3]), "b.sta": mt940(MOVES[1:]), "c.xml": camt(MOVES), "d.sta": mt940(MOVES)}
CASES = ("C-00001", "C-00002", "C-00003")
_ACTS = st.one_of(
    st.tuples(st.just("read"), st.sampled_from(sorted(FILES))),
    st.tuples(st.just("book"), st.integers(0, 3), st.sampled_from(CASES), st.booleans(), st.booleans()),
    st.tuples(st.just("join"), st.integers(0, 3)),
    st.tuples(st.just("unmatch"), st.integers(0, 3)),
    st.tuples(st.just("ignore"), st.integers(0, 3)),
    st.tuples(st.just("pay"), st.sampled_from(CASES)),
)


@contextmanager
def office() -> Iterator[tuple[Path, MemoryBook]]:
    rows: dict[str, Any] = {
        "Debtors": [debtor(), debtor(2)], "Cases": [case(), case(2, 2), case(3, 2)],
        "Installments": [*installments(1, ["11-02", "12-02"]), *installments(2, ["11-02"]), *installments(3, ["10-02"])],
        "Settings": [{"Key": key, "Value": value} for key, value in {**SETTINGS, "bank_data_until": None}.items()],
    }  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        for name, text in FILES.items():
            (Path(folder) / name).write_text(text, encoding="utf-8")
        yield Path(folder) / "ledger.xlsm", MemoryBook(rows, path=Path(folder) / "ledger.xlsm")


def do(path: Path, book: MemoryBook, **more: Any) -> None:
    values: dict[str, Any] = dict.fromkeys(("source", "mapping", "encoding", "currency", "case", "payment", "reason"))
    values |= dict.fromkeys(("to_book", "to_ignore", "to_unmatch"), ()) | dict.fromkeys(("as_typed", "split", "another", "preview"), False)
    bank.run(path, as_of=None, by="Amy", now=lambda: AT, book=book, **(values | more))


def act(path: Path, book: MemoryBook, what: tuple[Any, ...]) -> None:
    lines = sorted(str(row.values["Bank line ID"]) for row in typed(book).tables["Bank"])
    if what[0] == "read":
        do(path, book, source=path.with_name(what[1]))
    elif what[0] == "pay":
        pay.run(
            path, case=what[1], amount=Decimal("100.00"), on=date(2026, 11, 4), method=None, reference=None, payment_id=None, reverse=None, as_of=None,
            by="Amy", now=lambda: AT, book=book,
        )  # fmt: skip
    elif lines:
        line = lines[what[1] % len(lines)]
        if what[0] == "book":
            do(path, book, to_book=(line,), case=what[2], split=what[3], another=what[4])
        elif what[0] == "join":
            payments = [str(row.values["Payment ID"]) for row in typed(book).tables["Payments"]]
            do(path, book, to_book=(line,), payment=payments[0] if payments else "P-none")
        else:
            do(path, book, **({"to_unmatch": (line,)} if what[0] == "unmatch" else {"to_ignore": (line,), "reason": "not ours"}))


def typed(book: MemoryBook) -> TypedLedger:
    return type_ledger(book.read(), office_zone=UTC)


def check(book: MemoryBook) -> None:
    """Every line is worth what stands for it, and a payment stands for one line at most."""
    ledger = typed(book)
    assert not [fault for fault in ledger.faults if fault.refuses], ledger.faults
    standing: dict[str, Decimal] = {}
    for row in ledger.tables["Payments"]:
        if row.values["Bank line"] and row.values["Reversed on"] is None:
            standing[str(row.values["Bank line"])] = standing.get(str(row.values["Bank line"]), Decimal(0)) + row.values["Amount"]  # type: ignore[operator]
    for row in ledger.tables["Bank"]:
        line = str(row.values["Bank line ID"])
        booked = row.values["State"] == "booked"
        assert standing.pop(line, None) == (row.values["Amount"] if booked else None)
        assert bool(row.values["Payment ID"]) == booked
    assert standing == {}


@settings(max_examples=12, deadline=None)
@given(st.lists(_ACTS, max_size=9))
def test_a_line_is_one_payment_at_most_whatever_is_done(acts: list[tuple[Any, ...]]) -> None:
    with office() as (path, book):
        for what in [("read", "d.sta"), *acts]:
            before = book.read()
            try:
                act(path, book, what)
            except Stop:
                assert book.read() == before
            check(book)
        assert len(typed(book).tables["Bank"]) == len(MOVES)


@settings(max_examples=6, deadline=None)
@given(st.permutations(sorted(FILES)))
def test_any_order_of_files_gives_the_same_lines(order: list[str]) -> None:
    with office() as (path, book):
        for name in order:
            do(path, book, source=path.with_name(name))
        rows = [(row.values["Value date"], row.values["Amount"]) for row in typed(book).tables["Bank"]]
    assert sorted(rows) == sorted((m.on, m.amount) for m in MOVES)
