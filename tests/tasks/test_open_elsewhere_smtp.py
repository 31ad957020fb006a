"""The same stories by a real mail server: a run on an open ledger mails nothing, the next one mails it once; the run's report goes by mail, too."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest

from pyaddin.correspondence.outbox import Outbox
from pyaddin.errors import Stop
from pyaddin.tasks import run_mail
from tests.correspondence import mailserver
from tests.correspondence.mailserver import MailServer
from tests.stories.desk import SUPERVISOR, Office, case, debtor, installments, payment


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[MailServer]:
    monkeypatch.setattr("getpass.getuser", lambda: SUPERVISOR)
    monkeypatch.setattr(Outbox, "ever_mailed", lambda box: True)  # the first run by mail asks a supervisor: another story
    with mailserver.running(tmp_path) as running:
        yield running


def office_at(folder: Path, server: MailServer, **settings: Any) -> Office:
    rows = {"Debtors": [debtor(1), debtor(2)], "Cases": [case(1), case(2, 2)], "Installments": [*installments(1, ["11-02"]), *installments(2, ["11-02"])]}
    (folder / "office").mkdir()
    return Office(folder / "office").new(rows, {**server.settings, "transport": "smtp", "report_to": "boss@oakmere.example", **settings})


def test_nothing_is_mailed_while_it_is_open_and_each_message_once_after(tmp_path: Path, server: MailServer) -> None:
    office = office_at(tmp_path, server)
    lock = office.path.with_name("~$ledger.xlsm")
    lock.write_bytes(b"\x04Mary")
    answer = office.weekly("11-09")
    assert (answer.code, answer["queued"], server.taken) == (0, 2, [])
    lock.unlink()
    office.type("Payments", payment(2, "11-08", 100))  # typed while it was open
    later = office.weekly("11-09")
    assert later["sent"] == 1
    assert [taken.rcpt_to for taken in server.taken] == ["ann@debtor.example"]
    assert (office.keyed(1), office.keyed(2)) == ([("C-00001|1|reminder|1", "sent")], [("C-00002|1|reminder|1", "blocked")])
    office.weekly("11-09")
    assert len(server.taken) == 1
    assert office.clean()


def test_the_report_goes_through_the_offices_account_once(tmp_path: Path, server: MailServer) -> None:
    office = office_at(tmp_path, server)
    answer = office.weekly("11-09")
    mailed = len(server.taken)
    at = datetime(2026, 11, 9, 9, tzinfo=UTC)
    assert run_mail.run(office.path, answer.data, transport=None, now=lambda: at).startswith("DATA 250")
    assert run_mail.run(office.path, answer.data, transport=None, now=lambda: at) == "mailed before"
    [report] = server.taken[mailed:]
    assert (report.rcpt_to, report.mail_from, report.tls) == ("boss@oakmere.example", "accounts@oakmere.example", True)
    message = message_from_bytes(report.body, policy=policy.default)
    assert [part.get_filename() for part in message.iter_attachments()] == ["W-2026-11-09.html", "report_2026-11-09.html", "report_2026-11-09.pdf"]  # type: ignore[attr-defined]


def test_the_test_address_gets_the_report_too(tmp_path: Path, server: MailServer) -> None:
    office = office_at(tmp_path, server, redirect_all_to="try@oakmere.example")
    answer = office.weekly("11-09")
    run_mail.run(office.path, answer.data, transport=None, now=lambda: datetime(2026, 11, 9, 9, tzinfo=UTC))
    assert {taken.rcpt_to for taken in server.taken} == {"try@oakmere.example"}


@pytest.mark.parametrize(
    ("address", "again"),
    [("refuse-550@oakmere.example", True), ("grey-451@oakmere.example", True), ("drop-after@oakmere.example", False)],
)
def test_a_report_that_did_not_go_may_go_again_and_one_in_doubt_never(tmp_path: Path, server: MailServer, address: str, again: bool) -> None:
    office = office_at(tmp_path, server, report_to=address)
    answer = office.weekly("11-09")
    at = datetime(2026, 11, 9, 9, tzinfo=UTC)
    told = run_mail.run(office.path, answer.data, transport=None, now=lambda: at)
    assert told.startswith(("failed", "deferred", "unknown"))
    assert (run_mail.run(office.path, answer.data, transport=None, now=lambda: at) != "mailed before") is again


def test_a_wrong_account_is_told(tmp_path: Path, server: MailServer) -> None:
    office = office_at(tmp_path, server)
    answer = office.weekly("11-09", "--transport", "folder")
    office.setting("smtp_port", None)
    office.setting("smtp_host", "")
    with pytest.raises(Stop, match="X-MAIL-SETUP"):
        run_mail.run(office.path, answer.data, transport="smtp", now=lambda: datetime(2026, 11, 9, 9, tzinfo=UTC))
