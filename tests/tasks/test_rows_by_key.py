"""Rows found once by column are those that a look at every row finds, and numbers go on where a look at every cell would."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from hashlib import blake2b
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pyaddin.correspondence.outbox import Outbox
from pyaddin.ledger.beyond import Beyond
from pyaddin.ledger.closed import ClosedBook
from pyaddin.tasks import braking, rows_by_key, waiting_tasks
from pyaddin.tasks.acts import Desk
from pyaddin.tasks.drafting import Drafting
from pyaddin.tasks.entries import Numbers, _highest
from pyaddin.tasks.opening import Opened, open_ledger
from tests.stories.desk import Office, case, contact, debtor, installments

AT = datetime(2026, 11, 27, 8, tzinfo=UTC)


@pytest.fixture
def office(tmp_path: Path) -> Office:
    """One debtor is written to by email, one gets a letter, one has no email; a clerk has added rows with ids and keys of their own."""
    debtors = [debtor(), debtor(2, Preferred_channel="letter", Email=" Second@Example.org "), debtor(3, Email=None)]
    office = Office(tmp_path).new(
        {
            "Debtors": debtors,
            "Cases": [case(1), case(2, 2), case(3, 3)],
            "Installments": [row for number in (1, 2, 3) for row in installments(number, ["11-02", "2027-02-01"])],
            "Contacts": [
                contact(1, "2026-11-03 10:00", "call", "no answer", Contact_ID="K-000041"),
                contact(2, "2026-11-03 11:00", "call", "no answer", owner=2, Contact_ID="talk 7"),
            ],
        }
    )
    office.weekly("11-09")
    return office


def _opened(office: Office) -> Opened:
    return open_ledger(office.path, as_of=date(2026, 11, 27), now=lambda: AT, book=ClosedBook(office.path))


def test_the_rows_of_a_message_are_found_by_key_and_message_id(office: Office) -> None:
    opened = _opened(office)
    with Outbox.peek(office.path, opened.raw.ledger_id, ledger_keys=(), ledger_runs=()) as box:
        entries = box.items()
    assert entries
    for entry in entries:
        keys = {key for key, _ in entry.keys}
        by_row = [row for row in opened.typed.tables["Contacts"] if row.values["Key"] in keys and row.values["Message ID"] == entry.message_id]
        assert rows_by_key.of_message(opened, entry) == by_row
        for row in by_row:
            assert rows_by_key.contact_cells(opened, row.row) == dict(opened.raw.tables["Contacts"].rows)[row.row]


def test_the_row_of_an_earlier_attempt_is_not_that_of_the_message(office: Office) -> None:
    """What failed was made anew under the same key, with a Message-ID of its own: each row shows what became of its own attempt."""
    opened = _opened(office)
    with Outbox.peek(office.path, opened.raw.ledger_id, ledger_keys=(), ledger_runs=()) as box:
        entry = next(entry for entry in box.items() if entry.message_id)
    mine = rows_by_key.of_message(opened, entry)
    earlier = contact(1, "2026-11-08 10:00", "email", "failed", Contact_ID="K-000090", Key=entry.keys[0][0], Message_ID="<earlier@office.example>")
    office.type("Contacts", earlier)
    assert [row.row for row in rows_by_key.of_message(_opened(office), entry)] == [row.row for row in mine] != []


def test_the_number_of_a_row_that_went_into_a_yearly_ledger_is_never_given_again(office: Office) -> None:
    office.setting("archived_ids", "P-000050 K-000007")
    numbers = Numbers(_opened(office).typed)
    assert (numbers.take("Payments"), numbers.take("Payments")) == ("P-000051", "P-000052")
    assert numbers.take("Contacts") > "K-000041"


def test_a_number_that_stands_in_another_part_of_a_portfolio_is_not_given(office: Office) -> None:
    part = replace(_opened(office).typed, beyond=Beyond(highest={"Payments": 70}))
    assert Numbers(part).take("Payments") == "P-000071"


@pytest.mark.parametrize(
    ("state", "goes"), [("sent", False), ("data", False), ("unknown", False), ("approved", False), ("queued", True), ("failed", True), ("cancelled", True)]
)
def test_what_the_journal_knows_as_gone_is_not_made_again_whatever_the_ledger_calls_for(state: str, goes: bool) -> None:
    journal = SimpleNamespace(latest_of=lambda keys: {"C-1|1|reminder|1": (1, state)})
    desk = cast("Desk", SimpleNamespace(outbox=journal, dry_run=False, holding=False))
    assert (Drafting(desk, (), {}, {}).forbidden("C-1|1|reminder|1") is None) is goes
    assert Drafting(desk, (), {}, {}).forbidden("C-1|1|reminder|2") is None


def test_a_row_is_found_by_the_value_of_a_column(office: Office) -> None:
    opened = _opened(office)
    for table, column in (("Cases", "Case ID"), ("Contacts", "Case ID"), ("Plans", "Plan ID")):
        for key in ("C-00001", "C-00003", "none"):
            by_row = next((row.values for row in opened.typed.tables[table] if str(row.values[column]) == key), {})
            assert rows_by_key.named(opened, table, column, key) == by_row


def test_tasks_that_wait_are_those_that_a_person_does(office: Office) -> None:
    rows = _opened(office).typed.tables["Contacts"]
    waiting = [row for row in rows if row.values["Result"] == "queued" and row.values["Channel"] != "email" and row.values["Key"]]
    assert waiting_tasks._tasks(rows) == waiting != []


def test_numbers_go_on_behind_the_highest(office: Office) -> None:
    opened = _opened(office)
    for table, prefix, column in (("Contacts", "K", "Contact ID"), ("Payments", "P", "Payment ID")):
        texts = [str(cells.get(column) or "") for _, cells in opened.raw.tables[table].rows]
        highest = max((int(found.group(1)) for text in texts if (found := re.fullmatch(rf"{prefix}-(\d{{1,9}})", text))), default=0)
        assert Numbers(opened.typed).take(table) == f"{prefix}-{highest + 1:06d}"
    assert int(Numbers(opened.typed).take("Contacts")[2:]) > 41


@given(st.lists(st.one_of(st.from_regex(r"K-\d{1,10}[z٣]?", fullmatch=True), st.sampled_from(["", "P-000009", "K-", "k-9", "K-0000٣1"]))))
def test_the_highest_number_is_that_of_any_id_whatever_else_stands_there(texts: list[str]) -> None:
    assert _highest("K", texts) == max((int(found[1]) for text in texts if (found := re.fullmatch(r"K-(\d{1,9})", text))), default=0)


def test_what_the_brake_compares_is_what_every_row_says(office: Office) -> None:
    opened = _opened(office)
    salt = blake2b(opened.raw.ledger_id.encode(), digest_size=16).digest()

    def digest(text: str) -> str:
        return blake2b(text.encode(), key=salt, digest_size=8).hexdigest()

    found: dict[str, dict[str, str]] = {"email": {}, "installment": {}}
    for row in opened.typed.tables["Debtors"]:
        if row.values["Email"]:
            found["email"][str(row.values["Debtor ID"])] = digest(str(row.values["Email"]).strip().casefold())
    for row in opened.typed.tables["Installments"]:
        name = f"{row.values['Case ID']}|{row.values['Plan ID'] or ''}|{row.values['No']}"
        amount = "\n".join(str(row.values[part] or 0) for part in ("Principal", "Interest", "Fee"))
        found["installment"][name] = digest(str(row.values["Due on"])) + digest(amount)
    assert braking.values_of(opened) == found
    assert len(found["email"]) == 2
