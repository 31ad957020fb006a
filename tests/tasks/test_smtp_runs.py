"""The weekly run and its sender by a real mail server: what leaves, what does not, and what the ledger says of it."""

from __future__ import annotations

import base64
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest

from pyaddin.correspondence.journal import Journal
from pyaddin.correspondence.outbox import Outbox
from pyaddin.tasks import sender, standing
from tests.correspondence import mailserver
from tests.correspondence.mailserver import MailServer
from tests.stories.desk import LEDGER_ID, SUPERVISOR, Answer, Office, case, day, debtor, installments
from tests.tasks.open_desk import OpenDesk


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MailServer]:
    with mailserver.running(tmp_path_factory.mktemp("ca")) as running:
        yield running


@pytest.fixture
def server(shared: MailServer) -> MailServer:
    shared.taken.clear()
    shared.handler.recipients.clear()
    shared.handler.logins.clear()
    return shared


def rows(*emails: str, **of_debtor: Any) -> dict[str, Any]:
    numbers = range(1, len(emails) + 1)
    return {
        "Debtors": [debtor(n, Email=email, **of_debtor) for n, email in zip(numbers, emails, strict=True)],
        "Cases": [case(n, n) for n in numbers],
        "Installments": [row for n in numbers for row in installments(n, ["11-02"])],
    }


def office(folder: Path, server: MailServer, *emails: str, **settings: Any) -> Office:
    return Office(folder).new(rows(*emails), {**server.settings, "transport": "smtp", **settings})


@pytest.fixture(autouse=True)
def not_the_first_mail(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first run by mail parks everything for the supervisor (one test here); the others begin after that."""
    monkeypatch.setattr("getpass.getuser", lambda: SUPERVISOR)
    if "the_first_mail" not in request.node.name:
        monkeypatch.setattr(Outbox, "ever_mailed", lambda box: True)


def bodies(desk: Office) -> dict[str, bytes]:
    """Recipient and bytes of each message of the journal."""
    journal = Journal.peek(desk.path.with_name("ledger.journal.sqlite"))
    found = dict(journal.select("SELECT m.recipient, b.bytes FROM messages m JOIN bodies b ON b.uid = m.uid"))
    journal.close()
    return found


def states(desk: Office) -> dict[str, str]:
    journal = Journal.peek(desk.path.with_name("ledger.journal.sqlite"))
    found = dict(journal.select("SELECT recipient, state FROM messages ORDER BY rowid"))
    journal.close()
    return found


def results(answer: Answer) -> dict[str, str]:
    return {m["case_id"]: m["result"] for m in answer["messages"]}


def test_a_run_mails_the_journals_bytes_and_the_ledger_says_so(server: MailServer, tmp_path: Path) -> None:
    desk = office(tmp_path, server, "ann@debtor.example", "bob@debtor.example")
    answer = desk.weekly("11-09")
    assert (answer.code, answer["sent"]) == (0, 2)
    assert {m.rcpt_to: m.body for m in server.taken} == bodies(desk)
    assert [row["Transport"] for row in desk.sheet("Runs")] == ["smtp"]
    assert desk.keyed(1) == [("C-00001|1|reminder|1", "sent")]
    assert {path.read_bytes() for path in desk.emails()} == {m.body for m in server.taken}  # a copy for the clerk
    assert desk.clean()
    mail = message_from_bytes(server.taken[0].body, policy=policy.default)
    assert mail["Auto-Submitted"] == "auto-generated"
    assert "C-00001" in mail["Reply-To"]
    assert mail["Content-Language"] == "en"
    again = desk.weekly("11-09")
    assert (again["sent"], len(server.taken)) == (0, 2)


def test_password_and_token_stand_in_no_file_of_the_product(server: MailServer, tmp_path: Path) -> None:
    """Plain, as base64 alone and in the form of a login, in every file and every part of a workbook, after a run, a test message and a refused login."""
    desk = office(tmp_path, server, "ann@debtor.example")
    assert desk.weekly("11-09")["sent"] == 1
    desk.run("mail-test", "--to", "me@oakmere.example")
    desk.run("explain", "--case", "C-00001", "--as-of", "2026-11-09")
    desk.run("privacy", "--debtor", "D-00001", "--export", str(tmp_path / "package"), "--by", SUPERVISOR)
    secrets = [word.encode() for word in (mailserver.PASSWORD, mailserver.TOKEN)]
    login = f"\0{mailserver.USER}\0{mailserver.PASSWORD}".encode()
    wanted = [*secrets, *(base64.b64encode(secret).rstrip(b"=") for secret in (*secrets, login))]
    held: list[str] = []
    for file in (file for file in tmp_path.rglob("*") if file.is_file()):
        parts = [file.read_bytes()]
        if zipfile.is_zipfile(file):
            with zipfile.ZipFile(file) as package:
                parts += [package.read(name) for name in package.namelist()]
        held += [str(file) for part in parts for secret in wanted if secret in part]
    assert held == []
    assert {"ledger.journal.sqlite", "ledger.audit.sqlite"} <= {file.name for file in tmp_path.iterdir()}


@pytest.mark.parametrize("asked", [True, False])
def test_mail_leaves_today_only(server: MailServer, tmp_path: Path, asked: bool) -> None:
    desk = office(tmp_path, server, "ann@debtor.example")
    if asked:
        desk.setting("transport", "folder")
    desk._today = day("11-16")
    before = desk.path.read_bytes()
    answer = desk.run("weekly", "--as-of", "2026-11-09", *(("--transport", "smtp") if asked else ()))
    assert (answer.code, answer.error) == (2, "X-TRANSPORT")
    assert desk.path.read_bytes() == before
    assert desk.run("weekly", "--as-of", "2026-11-23", "--dry-run").code == 0  # a look ahead by the setting
    assert server.taken == []


def test_an_address_that_does_not_exist_is_held_and_the_next_run_writes_a_letter(server: MailServer, tmp_path: Path) -> None:
    desk = office(tmp_path, server, "refuse-550@debtor.example", "bob@debtor.example")
    answer = desk.weekly("11-09")
    assert (answer.code, results(answer)) == (1, {"C-00001": "failed", "C-00002": "sent"})
    (hold,) = desk.sheet("Holds")
    assert (hold["Scope"], hold["Applies to"], hold["Type"], hold["By"], hold["End"]) == ("address", "refuse-550@debtor.example", "MANUAL", "program", None)
    assert "5.1.1" in hold["Reason"]
    (row,) = [row for row in desk.sheet("Contacts") if row["Case ID"] == "C-00001"]
    assert row["Result"] == "failed"
    assert "no such address" in row["Why"]
    server.handler.recipients.clear()
    again = desk.weekly("11-16")
    assert "refuse-550@debtor.example" not in server.handler.recipients
    mine = [(m["channel"], m["result"]) for m in again["messages"] if m["case_id"] == "C-00001"]
    assert mine
    assert all(channel != "email" for channel, _ in mine)
    assert len(desk.sheet("Holds")) == 1
    assert desk.clean()


@pytest.mark.parametrize("local", ["full-552", "data-571", "refuse-571"])
def test_a_full_mailbox_or_a_spam_filter_is_not_held_against_the_address(server: MailServer, tmp_path: Path, local: str) -> None:
    desk = office(tmp_path, server, f"{local}@debtor.example")
    assert results(desk.weekly("11-09")) == {"C-00001": "failed"}
    assert desk.sheet("Holds") == []


def test_what_is_refused_for_now_goes_again_later_with_the_same_bytes(server: MailServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = office(tmp_path, server, "grey-451@debtor.example")
    answer = desk.weekly("11-09")
    assert (answer.code, results(answer), states(desk)) == (1, {"C-00001": "queued"}, {"grey-451@debtor.example": "deferred"})
    (row,) = desk.sheet("Contacts")
    assert row["Result"] == "queued"
    assert "come again later" in row["Why"]
    monkeypatch.setitem(mailserver.FAULTS, "grey-451", "")
    first = bodies(desk)
    assert desk.daily("11-10").code == 0
    assert [(m.rcpt_to, m.body) for m in server.taken] == list(first.items())
    assert desk.keyed(1) == [("C-00001|1|reminder|1", "sent")]
    assert desk.clean()


def test_a_connection_lost_after_the_bytes_parks_the_message(server: MailServer, tmp_path: Path) -> None:
    desk = office(tmp_path, server, "drop-after@debtor.example", "bob@debtor.example")
    answer = desk.weekly("11-09")
    assert (answer.code, answer["parked"], results(answer)) == (1, 1, {"C-00001": "unknown", "C-00002": "sent"})
    assert desk.weekly("11-09")["sent"] == 0
    assert [m.rcpt_to for m in server.taken] == ["drop-after@debtor.example", "bob@debtor.example"]
    assert desk.clean()


def test_a_refused_login_ends_the_sending_and_not_the_run(server: MailServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = office(tmp_path, server, "ann@debtor.example", "bob@debtor.example")
    with monkeypatch.context() as wrong:
        wrong.setenv("COLLECTIONS_SMTP_PASSWORD", "wrong")
        answer = desk.weekly("11-09")
    assert (answer.code, results(answer)) == (1, {"C-00001": "queued", "C-00002": "queued"})
    assert "X-MAIL-LOGIN" in answer["stopped"]
    assert answer["flagged"] == 2  # the run itself is done
    assert (len(server.handler.logins), server.taken) == (1, [])
    assert set(states(desk).values()) == {"queued"}
    assert desk.keyed(1) == []
    assert desk.clean()
    again = desk.weekly("11-09")
    assert (again.code, again["sent"], len(server.taken)) == (0, 2, 2)


def test_failures_in_a_row_end_the_sending(server: MailServer, tmp_path: Path) -> None:
    desk = office(tmp_path, server, "grey-451-1@debtor.example", "grey-451-2@debtor.example", "cai@debtor.example", smtp_failures=2)
    answer = desk.weekly("11-09")
    assert "X-MAIL-SERVER" in answer["stopped"]
    assert list(states(desk).values()) == ["deferred", "deferred", "queued"]


def test_a_test_address_receives_everything(server: MailServer, tmp_path: Path) -> None:
    desk = office(tmp_path, server, "refuse-550@debtor.example", "bob@debtor.example", redirect_all_to="test@oakmere.example")
    assert desk.weekly("11-09")["sent"] == 2
    assert [m.rcpt_to for m in server.taken] == ["test@oakmere.example"] * 2
    assert "refuse-550@debtor.example" not in server.handler.recipients


def test_the_gate_is_asked_with_the_real_clock(server: MailServer, tmp_path: Path) -> None:
    """08:30 in London is 03:30 in New York: the message waits for the first lawful minute there, and the later run of the day sends it."""
    desk = Office(tmp_path).new(
        rows("ann@debtor.example", Country="US", Region="NY", Time_zone="America/New_York"),
        {**server.settings, "transport": "smtp", "time_zone": "Europe/London"},
    )
    answer = desk.weekly("11-09")
    assert (answer.code, results(answer)) == (0, {"C-00001": "queued"})
    assert (server.handler.recipients, states(desk)) == ([], {"ann@debtor.example": "deferred"})
    (row,) = desk.sheet("Contacts")
    assert "It may go from 2026-11-09 09:00 (America/New_York) on." in row["Why"]
    desk._seconds += 6 * 3600  # 14:30 in London
    assert desk.weekly("11-09").code == 0
    assert [m.rcpt_to for m in server.taken] == ["ann@debtor.example"]
    assert desk.clean()


def test_a_look_ahead_connects_to_nobody(server: MailServer, tmp_path: Path) -> None:
    desk = office(tmp_path, server, "ann@debtor.example")
    assert desk.weekly("11-09", "--dry-run")["sent"] == 1
    assert (server.handler.logins, server.taken) == ([], [])


def test_the_sender_of_an_open_workbook_mails_too(server: MailServer, tmp_path: Path) -> None:
    desk = OpenDesk(office(tmp_path, server, "ann@debtor.example", "bob@debtor.example"), at=datetime(2026, 11, 9, 9, 0, tzinfo=UTC))
    outcome = desk.click()
    assert (outcome.data["queued"], outcome.data["pending"], server.taken) == (2, 2, [])
    clicked = desk.at
    assert desk.send().data["sent"] == 2
    assert desk.at - clicked >= timedelta(minutes=10)
    assert {m.rcpt_to: m.body for m in server.taken} == bodies(desk.office)
    assert desk.send().data["sent"] == 0
    desk.click()
    assert desk.results() == [("C-00001|1|reminder|1", "sent"), ("C-00002|1|reminder|1", "sent")]
    assert len(server.taken) == 2


@pytest.mark.parametrize(("key", "value"), [("transport", "folder"), ("redirect_all_to", "test@oakmere.example")])
def test_what_waits_is_made_anew_when_the_way_changes(server: MailServer, tmp_path: Path, key: str, value: str) -> None:
    """Turning the test address or the folder on after a click: what was made for the debtor does not leave."""
    desk = OpenDesk(office(tmp_path, server, "ann@debtor.example"))
    desk.click()
    desk.close()
    desk.office.setting(key, value)
    answer = desk.send()
    assert (answer.data["sent"], answer.data["withdrawn"]) == (0, 1)
    assert server.handler.recipients == []


def test_the_first_mail_of_a_ledger_waits_for_the_supervisor(server: MailServer, tmp_path: Path) -> None:
    desk = office(tmp_path, server, "ann@debtor.example", "bob@debtor.example")
    first = desk.weekly("11-09")
    assert (first["sent"], results(first), server.taken) == (0, {"C-00001": "queued", "C-00002": "queued"}, [])
    parked = bodies(desk)
    assert desk.run("outbox", "approve", "--all", "--by", SUPERVISOR).code == 0
    assert desk.weekly("11-09").code == 0
    assert {m.rcpt_to: m.body for m in server.taken} == parked  # exactly those bytes
    assert desk.clean()


def test_the_first_mail_of_a_ledger_is_released_once_where_it_is_night(server: MailServer, tmp_path: Path) -> None:
    """Released at 08:30 in London, where it is 03:30 in New York: nobody is asked to release it again; answer, rows and queue say that it leaves by itself."""
    where = {"Country": "US", "Region": "NY", "Time_zone": "America/New_York"}
    desk = Office(tmp_path).new(rows("ann@debtor.example", **where), {**server.settings, "transport": "smtp", "time_zone": "Europe/London"})
    desk.weekly("11-09")
    assert [row["Action"] for row in desk.sheet("Today")][0] == "Supervisor: release or cancel 1 parked message"
    released = desk.run("outbox", "approve", "--all")
    assert (released.code, released["done"]) == (0, {"action": "approve", "as": "", "messages": 1, "by": SUPERVISOR})
    answer = desk.weekly("11-09")
    assert (answer.code, answer["sent"], results(answer), server.handler.recipients) == (0, 0, {"C-00001": "queued"}, [])
    assert answer["messages"][0]["rules"][-1] == "RELEASED-WAITS"
    (row,) = desk.sheet("Contacts")
    assert f"RELEASED-WAITS: Released by {SUPERVISOR}" in str(row["Why"])
    assert [row["Action"] for row in desk.sheet("Today") if "elease" in str(row["Action"])] == []
    rewritten = desk.sheet("Contacts")
    assert (desk.weekly("11-09").code, desk.sheet("Contacts")) == (0, rewritten)
    desk._seconds += 6 * 3600  # 14:30 in London
    assert desk.weekly("11-09")["sent"] == 1
    assert "RELEASED-WAITS" not in str(desk.sheet("Contacts")[0]["Why"])
    assert desk.clean()


def test_what_the_mail_server_puts_off_is_nobodys_to_release(server: MailServer, tmp_path: Path) -> None:
    desk = office(tmp_path, server, "grey-451@debtor.example", run_max_messages=0)
    desk.weekly("11-09")
    desk.run("outbox", "approve", "--all")
    assert desk.weekly("11-09")["queued"] == 1
    (row,) = desk.sheet("Contacts")
    assert ("DEFERRED: " in str(row["Why"]), "RELEASED: " in str(row["Why"])) == (True, True)
    assert [row["Action"] for row in desk.sheet("Today") if "elease" in str(row["Action"])] == []


@pytest.mark.parametrize(("word", "mailed"), [("sent", 0), ("not-sent", 1)])
def test_after_a_time_of_files_a_supervisor_says_whether_they_were_sent_by_hand(server: MailServer, tmp_path: Path, word: str, mailed: int) -> None:
    desk = office(tmp_path, server, "ann@debtor.example", transport="folder")
    assert desk.weekly("11-09")["sent"] == 1
    desk.setting("transport", "smtp")
    before = desk.path.read_bytes()
    refused = desk.weekly("11-09")
    assert (refused.code, refused.error, desk.path.read_bytes()) == (2, "X-ADOPT", before)
    assert desk.run("outbox", "adopt", "--as", word, "--by", SUPERVISOR).code == 0
    desk.weekly("11-09")
    desk.weekly("11-09")
    assert len(server.taken) == mailed


def test_copies_lie_in_the_folder_of_the_run(server: MailServer, tmp_path: Path) -> None:
    desk = office(tmp_path / "desk", server, "ann@debtor.example")
    out = tmp_path / "elsewhere"
    (message,) = desk.weekly("11-09", "--out", str(out))["messages"]
    assert (out / message["file"]).read_bytes() == server.taken[0].body
    assert desk.emails() == []


def test_the_schedulers_sender_mails_what_a_run_had_to_leave(server: MailServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Greylisted in the run, taken a quarter of an hour later: nobody waits for the next weekly run."""
    desk = office(tmp_path, server, "grey-451@debtor.example")
    desk.weekly("11-09")

    def nobody_waits(seconds: float) -> None:
        raise AssertionError("it would wait")

    assert standing.ready_to_go(desk.path, LEDGER_ID, desk._now()) == 0
    monkeypatch.setitem(mailserver.FAULTS, "grey-451", "")
    desk._seconds += 16 * 60
    assert standing.ready_to_go(desk.path, LEDGER_ID, desk._now()) == 1
    assert sender.run(desk.path, now=desk._now, pause=nobody_waits).data["sent"] == 1
    assert [m.body for m in server.taken] == list(bodies(desk).values())
    assert desk.keyed(1) == [("C-00001|1|reminder|1", "sent")]
    assert standing.ready_to_go(desk.path, LEDGER_ID, desk._now()) == 0
    assert desk.clean()
