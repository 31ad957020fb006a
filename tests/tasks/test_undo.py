"""Take back last action: old values return where nobody touched them, rows go, mail stays, and nothing is guessed."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pyaddin.correspondence.journal import journal_path
from pyaddin.entrypoints.live.desk import NobodyAsks
from pyaddin.ledger.book import AddRow, CellError, Formula, SetCell
from pyaddin.ledger.schema import CASES
from pyaddin.tasks import import_list, pay, setup, undo
from pyaddin.tasks.outcome import Outcome
from pyaddin.tasks.recorded import packed, packed_row, unpacked, unpacked_row
from tests.stories.desk import Office, case, day, debtor, installments, money
from tests.tasks.open_desk import OpenDesk


@pytest.fixture
def desk(tmp_path: Path) -> OpenDesk:
    rows = {
        "Debtors": [debtor(1), debtor(2)], "Cases": [case(1), case(2, 2)],
        "Installments": [row for number in (1, 2) for row in installments(number, ["11-02"])],
    }  # fmt: skip
    desk = OpenDesk(Office(tmp_path).new(rows))
    desk.click()
    desk.send()
    desk.click()  # a journal is there, and the first level is sent and entered
    return desk


def state(desk: OpenDesk) -> dict[str, Any]:
    """All rows but the queue and the figures, which the next run makes anew; an emptied row counts as none."""
    tables = desk.book.read().tables
    return {name: [dict(cells) for _, cells in table.rows] for name, table in tables.items() if name not in ("Today", "Figures")}


def take_back(desk: OpenDesk) -> Outcome:
    return undo.run(desk.path, by="Amy", now=desk.now, book=desk.book)


def record_payment(desk: OpenDesk, amount: str = "100") -> Outcome:
    return pay.run(
        desk.path, case="C-00001", amount=money(amount), on=day("11-09"), method=None, reference=None, payment_id=None, reverse=None, as_of=day("11-09"),
        by="Amy", now=desk.now, book=desk.book,
    )  # fmt: skip


def test_an_entry_and_all_that_followed_from_it(desk: OpenDesk) -> None:
    before = state(desk)
    record_payment(desk)
    assert state(desk) != before
    outcome = take_back(desk)
    assert outcome.data["action"] == {"task": "pay", "at": outcome.data["action"]["at"], "by": "Amy", "run_id": None}  # type: ignore[index]
    assert (outcome.data["stays"], outcome.data["sent"], outcome.exit_code) == ([], [], 0)
    assert state(desk) == before
    record_payment(desk)  # the emptied row is filled again
    assert [row["Payment ID"] for row in desk.rows("Payments")] == ["P-000001"]


def test_one_after_the_other(desk: OpenDesk) -> None:
    states = [state(desk)]
    for amount in ("10", "20", "30"):
        record_payment(desk, amount)
        states.append(state(desk))
    for expected in reversed(states[:-1]):
        take_back(desk)
        assert state(desk) == expected
    assert take_back(desk).data["action"]["task"] == "weekly"  # type: ignore[index]


def test_what_somebody_changed_since_stays_and_is_listed(desk: OpenDesk) -> None:
    record_payment(desk, "40")
    raw = desk.book.read()
    number, cells = raw.tables["Payments"].rows[0]
    key = str(cells["Payment ID"])
    desk.book.write([SetCell("Payments", number, key, "Reference", None, "bank line 7")], fingerprint=raw.fingerprint, as_of=day("11-09"))
    outcome = take_back(desk)
    stays = [row for row in outcome.data["stays"] if row["table"] == "Payments"]  # type: ignore[attr-defined]
    assert [(row["key"], row["column"]) for row in stays] == [("P-000001", None)]
    assert "changed" in stays[0]["why"]
    assert outcome.exit_code == 1
    assert desk.rows("Payments")[0]["Amount"] == 40.0


def test_a_row_that_is_no_longer_the_last_stays(desk: OpenDesk) -> None:
    record_payment(desk, "40")
    raw = desk.book.read()
    mine = {"Payment ID": "P-9", "Case ID": "C-00002", "Value date": day("11-09"), "Amount": Decimal(1)}
    desk.book.write([AddRow("Payments", "P-9", mine)], fingerprint=raw.fingerprint, as_of=day("11-09"))
    outcome = take_back(desk)
    assert [row["why"] for row in outcome.data["stays"] if row["table"] == "Payments"] == ["Rows were added below it since."]  # type: ignore[attr-defined]
    assert len(desk.rows("Payments")) == 2


def test_rows_that_were_sorted_since_are_found_by_their_key(desk: OpenDesk) -> None:
    before = state(desk)
    record_payment(desk, "40")
    rows = desk.book._rows["Cases"]
    rows[2], rows[3] = rows[3], rows[2]
    outcome = take_back(desk)
    assert outcome.data["stays"] == []
    assert sorted(state(desk)["Cases"], key=lambda row: str(row["Case ID"])) == before["Cases"]


def test_messages_that_wait_are_taken_back_with_their_rows(desk: OpenDesk) -> None:
    before = state(desk)
    desk.at = datetime(2026, 11, 16, 9, tzinfo=UTC)
    assert desk.click(on="11-16").data["pending"] == 2
    outcome = take_back(desk)
    assert (outcome.data["stopped_sends"], outcome.data["sent"], outcome.data["stays"]) == (2, [], [])
    assert state(desk) == before
    emails = desk.office.emails()
    assert desk.send().data["sent"] == 0
    assert desk.office.emails() == emails
    assert desk.click(on="11-16").data["pending"] == 2


def test_mail_that_has_left_is_named_and_its_rows_stay(desk: OpenDesk) -> None:
    desk.at = datetime(2026, 11, 16, 9, tzinfo=UTC)
    desk.click(on="11-16")
    desk.send()
    outcome = take_back(desk)
    assert [(row["case_id"], row["kind"]) for row in outcome.data["sent"]] == [("C-00001", "reminder"), ("C-00002", "reminder")]  # type: ignore[attr-defined]
    assert outcome.exit_code == 1
    assert [result for key, result in desk.results() if key.endswith("|2")] == ["queued", "queued"]
    assert desk.click(on="11-16").data["pending"] == 0  # it is known as sent, and entered
    assert [result for key, result in desk.results() if key.endswith("|2")] == ["sent", "sent"]
    assert len(desk.office.emails()) == 4


def test_nothing_to_take_back(tmp_path: Path) -> None:
    desk = OpenDesk(Office(tmp_path).new({"Debtors": [debtor(1)], "Cases": [case(1)]}))
    assert take_back(desk).data["action"] is None
    desk.office.path.with_name("none").touch()


def test_through_the_command_line_on_the_closed_file(desk: OpenDesk) -> None:
    desk.close()
    office = desk.office
    office.weekly("11-09")
    before = office.sheet("Cases")
    office.run("pay", "--case", "C-00001", "--amount", "100", "--on", "2026-11-09", "--as-of", "2026-11-09")
    assert office.sheet("Cases") != before
    answer = office.run("undo", "--by", "Amy")
    assert (answer.error, answer.code) == ("", 0), answer.data
    assert office.sheet("Cases") == before
    assert office.sheet("Payments") == []


def test_a_list_taken_over_and_first_questions_are_taken_back_on_a_ledger_without_a_journal(tmp_path: Path) -> None:
    office = Office(tmp_path).new({"Debtors": [debtor(1)], "Cases": [case(1)], "Installments": installments(1, ["11-02"])})
    desk = OpenDesk(office)
    journal_path(desk.path).unlink(missing_ok=True)
    before = state(desk)
    setup.run(
        desk.path, role="agency", debt_class=None, jurisdiction=None, creditor_name="Elm Ltd", reply_to=None, time_zone=None, now=desk.now,
        dialog=NobodyAsks(), book=desk.book,
    )  # fmt: skip
    after_setup = state(desk)
    source = tmp_path / "payments.csv"
    source.write_text("Payment ID,Case ID,Value date,Amount\nP-9,C-00001,2026-11-05,40.00\n", encoding="utf-8")
    import_list.run(
        desk.path, source=source, mapping=None, preview=False, full=False, encoding=None, sheets=(), columns=(), fixed=(), split_payments=False,
        now=desk.now, book=desk.book,
    )  # fmt: skip
    assert len(desk.rows("Payments")) == 1
    assert take_back(desk).data["action"]["task"] == "import"  # type: ignore[index]
    assert state(desk) == after_setup != before
    assert take_back(desk).data["action"]["task"] == "setup"  # type: ignore[index]
    assert state(desk) == before


def test_what_stays_is_told_in_the_language_of_the_ledger(tmp_path: Path) -> None:
    rows = {"Debtors": [debtor(1)], "Cases": [case(1)], "Installments": installments(1, ["11-02"])}
    desk = OpenDesk(Office(tmp_path).new(rows, {"ledger_language": "zh-TW"}))
    desk.click()
    record_payment(desk)
    raw = desk.book.read()
    number, cells = raw.tables["Payments"].rows[-1]
    key = str(cells["Payment ID"])
    desk.book.write([SetCell("Payments", number, key, "Reference", None, "x", "typed")], fingerprint=raw.fingerprint, as_of=day("11-09"))
    stays = take_back(desk).data["stays"]
    assert {row["why"] for row in stays} == {"該列之後已更動或刪除。"}  # type: ignore[attr-defined]


def test_the_record_cannot_be_changed(desk: OpenDesk) -> None:
    record_payment(desk)
    with closing(sqlite3.connect(desk.office.journal)) as db:
        for statement in ("DELETE FROM acts", "UPDATE acts SET by = 'x'", "DELETE FROM act_edits", "UPDATE act_edits SET old = ''"):
            with pytest.raises(sqlite3.IntegrityError, match="append-only"):
                db.execute(statement)


values = st.one_of(
    st.none(), st.text(min_size=1, max_size=40), st.dates(date(1990, 1, 1), date(2100, 1, 1)), st.decimals(allow_nan=False, allow_infinity=False, places=2),
    st.integers(-10**9, 10**9),
)  # fmt: skip


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.dictionaries(st.sampled_from(CASES.headers), values, max_size=6))
def test_values_come_back_as_they_were(row: dict[str, Any]) -> None:
    assert all(unpacked(packed(value)) == value for value in row.values())
    assert unpacked_row(packed_row(row)) == {name: value for name, value in row.items() if value is not None}


def test_cells_that_are_no_values() -> None:
    assert unpacked(packed(12.3)) == Decimal("12.3")
    for cell in (Formula("=A1"), CellError("#REF!"), True):
        with pytest.raises(ValueError, match="f|e|b"):
            unpacked(packed(cell))


def test_a_check_after_an_added_row_was_taken_back_finds_nothing(tmp_path: Path) -> None:
    """The row is blank and still within the table; tidying leaves it out."""
    office = Office(tmp_path).new({"Debtors": [debtor(1)], "Cases": [case(1)], "Installments": installments(1, ["11-02"])})
    office.weekly("11-09")
    before = office.run("check")["faults"]
    for _ in range(2):
        office.run("pay", "--case", "C-00001", "--amount", "10", "--on", "2026-11-10", "--as-of", "2026-11-10", "--by", "Mary Webb")
    for _ in range(2):
        assert office.run("undo", "--by", "Mary Webb").code == 0
    assert office.run("check")["faults"] == before == []
    assert [(row["kind"], row["old"]) for row in office.run("tidy", "--by", "Mary Webb")["restored"]] == [("end", "1 blank row at the end")]
    assert office.run("check")["faults"] == []
