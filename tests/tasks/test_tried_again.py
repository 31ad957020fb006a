"""Between two runs: a message that the mail server did not take waits, is asked again, sent and entered once its next try has come."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from pyaddin.correspondence.outbox import Outbox
from pyaddin.ledger.closed import ClosedBook
from pyaddin.tasks import sender, standing
from tests.correspondence import mailserver
from tests.correspondence.mailserver import MailServer
from tests.stories.desk import Office, case, day, debtor, installments, payment

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MailServer]:
    with mailserver.running(tmp_path_factory.mktemp("ca")) as running:
        yield running


@pytest.fixture
def office(tmp_path: Path, server: MailServer, monkeypatch: pytest.MonkeyPatch) -> Office:
    """One reminder that found no mail server on Monday morning."""
    monkeypatch.setattr(Outbox, "ever_mailed", lambda box: True)
    server.taken.clear()
    rows = {"Debtors": [debtor()], "Cases": [case()], "Installments": installments(1, ["11-20"])}
    office = Office(tmp_path).new(rows, {**server.settings, "smtp_port": 9, "transport": "smtp"})
    office._today = day("11-23")
    answer = office.run("weekly")
    assert (answer.code, answer["sent"], answer["queued"], answer["deferred"]) == (1, 0, 1, 1)
    assert [row["Result"] for row in office.sheet("Contacts")] == ["queued"]
    office.setting("smtp_port", server.port)
    return office


class Waits(Exception):
    """Nothing is due yet."""


def look(office: Office, moment: datetime) -> dict[str, object]:
    """What the scheduler does between two runs: the sender looks once and does not wait."""

    def pause(seconds: float) -> None:
        raise Waits

    if not standing.ready_to_go(office.path, ledger_id(office), moment):
        raise Waits
    return dict(sender.run(office.path, now=lambda: moment, pause=pause).data)


def ledger_id(office: Office) -> str:
    return ClosedBook(office.path).read().ledger_id


def test_not_before_its_time_and_then_once(office: Office, server: MailServer) -> None:
    before = office.bytes()
    with pytest.raises(Waits):
        look(office, MONDAY - timedelta(minutes=20))
    assert office.bytes() == before
    assert look(office, MONDAY + timedelta(hours=1))["sent"] == 1
    assert [taken.rcpt_to for taken in server.taken] == ["ann@debtor.example"]
    assert [row["Result"] for row in office.sheet("Contacts")] == ["sent"]
    with pytest.raises(Waits):
        look(office, MONDAY + timedelta(hours=2))
    assert len(server.taken) == 1
    assert office.clean()


def test_a_payment_meanwhile_takes_it_back(office: Office, server: MailServer) -> None:
    office.type("Payments", payment(1, "11-23", 100))
    assert look(office, MONDAY + timedelta(hours=1)) == {"sent": 0, "withdrawn": 1, "left": 0, "alone": True}
    assert server.taken == []
    assert [row["Result"] for row in office.sheet("Contacts")] == ["blocked"]
