"""Read answers through the real doors: a dovecot mailbox on the loopback, the command line, and the button over LibreOffice."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.answers.imap_server import PASSWORD, USER, Server, running
from tests.answers.mails import reply, report
from tests.ledger.calc import Calc
from tests.stories.desk import Office, case, day, debtor, installments
from tests.stories.ribbon_desk import RibbonOffice

pytestmark = pytest.mark.mailserver("dovecot")
C1 = "C-00001"


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """A mailbox whose certificate this computer trusts and whose password this user has."""
    with running() as found:
        monkeypatch.setenv("SSL_CERT_FILE", str(found.authority))
        monkeypatch.setenv("COLLECTIONS_IMAP_HOST", found.host)
        monkeypatch.setenv("COLLECTIONS_IMAP_PASSWORD", PASSWORD)
        yield found


def with_mailbox(office: Office, server: Server, **more: str | int) -> Office:
    rows = {"Debtors": [debtor(), debtor(2)], "Cases": [case(), case(2, 2)], "Installments": [*installments(1, ["11-02"]), *installments(2, ["11-02"])]}
    office.new(rows, {"imap_host": server.host, "imap_port": server.port, "imap_user": USER, **more})
    office.weekly("11-09")
    return office


def ids(office: Office) -> dict[str, str]:
    """Message-ID of the message to each case."""
    return {str(row["Case ID"]): str(row["Message ID"]) for row in office.sheet("Contacts") if row["Direction"] == "out" and row["Message ID"]}


def test_the_command_files_what_lies_in_the_mailbox(tmp_path: Path, server: Server) -> None:
    office = with_mailbox(Office(tmp_path), server)
    sent = ids(office)
    server.receive(
        reply("I lost my job.", answers=sent[C1]), report(about=sent["C-00002"], to="bob@debtor.example"),
        reply("Buy shoes", sender="shop@elsewhere.example", answers="", identity="<s@x.example>"),
    )  # fmt: skip
    answer = office.run("answers", "--as-of", day("11-10").isoformat(), "--by", "Mary Webb")
    assert (answer.code, answer["filed"], answer["bounced"], answer["holds"], answer["others"]) == (0, 2, 1, 2, 1)
    assert {row["Result"] for row in office.sheet("Contacts") if row["Case ID"] == "C-00002"} == {"bounced"}
    again = office.run("answers", "--as-of", day("11-11").isoformat())
    assert (again["filed"], again["holds"]) == (0, 0)
    assert not any(server.flags())


def test_a_password_for_another_server_is_not_handed_out(tmp_path: Path, server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    office = with_mailbox(Office(tmp_path), server)
    monkeypatch.setenv("COLLECTIONS_IMAP_HOST", "mail.elsewhere.example")
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
    answer = office.run("answers", "--as-of", day("11-10").isoformat())
    assert (answer.code, answer.error) == (2, "X-MAIL-PASSWORD")
    assert PASSWORD not in str(answer.data)


@pytest.mark.libreoffice
def test_the_button_shows_what_came_and_what_it_stopped(tmp_path: Path, server: Server, calc: Calc) -> None:
    office = RibbonOffice(tmp_path, calc)
    with_mailbox(office, server)
    server.receive(reply("Please stop writing to me", answers=ids(office)[C1]))
    office.open()
    office.press("answers", "11-10")
    assert office.where() == "Result"
    assert [line[0] for line in office.results()] == [C1, "D-00001"]
    assert "Please stop writing to me" in office.results()[0][3]
    assert office.live("Holds", "H-000001")["Applies to"] == "D-00001"
