"""From a sample ledger to the mailboxes of an independent mail server (OpenSMTPD): what arrives is what the journal holds, once each."""

from __future__ import annotations

from pathlib import Path

import pytest

from pyaddin.correspondence.journal import Journal
from pyaddin.settings import BY_NAME
from tests.correspondence import opensmtpd
from tests.stories.desk import SUPERVISOR, Office, day

ON = "11-23"


def journal(desk: Office) -> list[tuple[str, str, bytes]]:
    """State, recipient and bytes of each email."""
    book = Journal.peek(desk.path.with_name("ledger.journal.sqlite"))
    rows = book.select("SELECT m.state, m.recipient, b.bytes FROM messages m JOIN bodies b ON b.uid = m.uid WHERE m.channel = 'email' ORDER BY m.rowid")
    book.close()
    return [(str(state), str(recipient), bytes(body)) for state, recipient, body in rows]


def as_stored(message: bytes) -> bytes:
    """A message of the maildir without the lines that the servers on its way put on top, with the line ends of mail."""
    own = message.index(b"\nFrom: ") + 1
    return message[own:].replace(b"\n", b"\r\n")


def sample(folder: Path, **settings: object) -> Office:
    desk = Office(folder)
    desk._today = day(ON)
    assert desk.run("new", "--sample", "40", "--seed", "5").code == 0
    for key, value in {"transport": "smtp", "supervisors": SUPERVISOR, "time_zone": "Europe/London", **settings}.items():
        assert key in BY_NAME
        desk.setting(key, value)  # type: ignore[arg-type]
    return desk


@pytest.mark.mailserver("smtpd")
def test_a_sample_ledger_to_the_last_byte(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("getpass.getuser", lambda: SUPERVISOR)
    ahead = sample(tmp_path / "ahead", smtp_host="nowhere.invalid", smtp_login="none")
    unlucky = next(m["case_id"] for m in ahead.weekly(ON, "--dry-run")["messages"] if m["channel"] == "email" and m["result"] == "queued")
    address = next(row["Email"] for row in ahead.sheet("Debtors") if row["Debtor ID"] == ahead.row("Cases", unlucky)["Debtor ID"])
    (tmp_path / "server").mkdir()
    with opensmtpd.running(tmp_path / "server", refused=(address,)) as server:
        desk = sample(tmp_path / "desk", **server.settings)
        first = desk.weekly(ON)
        assert (first["sent"], first["parked"] > 5) == (0, True)  # the first mail of a ledger waits for the supervisor
        assert desk.run("outbox", "approve", "--all").code == 0
        second = desk.weekly(ON)
        desk._seconds += 10 * 3600  # it was night where some of them live; released messages wait for their lawful hour
        third = desk.weekly(ON)
        assert (second["failed"], second["sent"] + third["sent"]) == (1, first["parked"] - 1)
        arrived = server.delivered(second["sent"] + third["sent"])
        assert desk.weekly(ON)["sent"] == 0
        rows = journal(desk)
        assert sorted(map(as_stored, arrived)) == sorted(body for state, _, body in rows if state in ("sent", "entered"))
        assert [recipient for state, recipient, _ in rows if state == "failed"] == [address]
        assert len(server.delivered(len(arrived) + 1, seconds=0.5)) == len(arrived)  # nothing came a second time
    (held,) = [row for row in desk.sheet("Holds") if row["Scope"] == "address"]
    assert held["Applies to"] == address
    assert desk.clean()
