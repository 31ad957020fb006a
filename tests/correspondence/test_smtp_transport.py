"""The SMTP transport against a real server: what is taken, what is refused for good or for now, what is left in doubt."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from pyaddin.correspondence.entry import Delivery, Entry
from pyaddin.correspondence.send.account import Account
from pyaddin.correspondence.send.reply import flags_address
from pyaddin.correspondence.send.smtp import SmtpTransport
from pyaddin.errors import Stop
from tests.correspondence import mailserver
from tests.correspondence.drafts import draft, key, open_box
from tests.correspondence.mailserver import PASSWORD, USER, MailServer

FROM = "collections@creditor.example"


@pytest.fixture(scope="module", params=["tls", "starttls"])
def server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[MailServer]:
    with mailserver.running(tmp_path_factory.mktemp("ca"), security=request.param) as running:
        yield running


@pytest.fixture(autouse=True)
def clean(server: MailServer) -> None:
    server.taken.clear()
    server.handler.logins.clear()
    server.handler.peers.clear()
    server.handler.recipients.clear()
    server.handler.closes_after, server.handler.refuse_sender = 0, ""


def account(server: MailServer, **other: object) -> Account:
    mine = Account("localhost", server.port, server.security, USER, "password", FROM, timeout=5)
    return replace(mine, **other)  # type: ignore[arg-type]


def body_to(address: str) -> bytes:
    return f"From: {FROM}\r\nTo: {address}\r\nSubject: due\r\n\r\nDear customer\r\n.a line that begins with a dot\r\n".encode()


def sent(folder: Path, transport: SmtpTransport, *addresses: str) -> list[Entry]:
    """Messages to these addresses through the outbox, in their order."""
    with open_box(folder / "ledger.xlsm") as box:
        drafts = []
        for number, address in enumerate(addresses):
            made = draft(key(number), transport="smtp", body=body_to(address))
            drafts.append(replace(made, planned=replace(made.planned, recipient=address)))
        entries = box.plan_many(drafts)
        return box.deliver_many([entry.uid for entry in entries], transport)


def test_the_bytes_arrive_as_they_are_and_over_one_connection(server: MailServer, tmp_path: Path) -> None:
    transport = SmtpTransport(account(server))
    done = sent(tmp_path, transport, "a@debtor.example", "b@debtor.example", "c@debtor.example")
    transport.close()
    assert [entry.state for entry in done] == ["sent"] * 3
    assert [(m.rcpt_to, m.body) for m in server.taken] == [(a, body_to(a)) for a in ("a@debtor.example", "b@debtor.example", "c@debtor.example")]
    assert {(m.mail_from, m.tls, m.user) for m in server.taken} == {(FROM, True, USER)}
    assert (len(server.handler.peers), server.handler.logins) == (1, [("PLAIN", USER)])
    assert {m.rcpt_options for m in server.taken} == {("NOTIFY=FAILURE,DELAY",)}
    assert {entry.place for entry in done} == {f"localhost:{server.port}"}


@pytest.mark.parametrize(
    ("local", "result", "flagged"),
    [
        ("refuse-550", "failed", True), ("refuse-553", "failed", True), ("data-554", "failed", False),
        ("refuse-571", "failed", False), ("full-552", "failed", False), ("data-571", "failed", False),
        ("grey-451", "deferred", False), ("grey-452", "deferred", False), ("close-421", "deferred", False), ("data-451", "deferred", False),
        ("drop-rcpt", "deferred", False),
        ("drop-before", "unknown", False), ("drop-after", "unknown", False),
    ],
)  # fmt: skip
def test_each_fault_ends_its_own_message_only(server: MailServer, tmp_path: Path, local: str, result: str, flagged: bool) -> None:
    transport = SmtpTransport(account(server))
    done = sent(tmp_path, transport, "before@debtor.example", f"{local}@debtor.example", "after@debtor.example")
    transport.close()
    assert [entry.state for entry in done] == ["sent", result, "sent"], done[1].note
    assert flags_address(done[1].note) is flagged
    arrived = ["drop-after@debtor.example"] if local == "drop-after" else []
    assert [m.rcpt_to for m in server.taken] == ["before@debtor.example", *arrived, "after@debtor.example"]


def test_a_server_that_hangs_after_the_bytes_leaves_the_message_in_doubt(server: MailServer, tmp_path: Path) -> None:
    transport = SmtpTransport(account(server, timeout=0.5))
    done = sent(tmp_path, transport, "hang@debtor.example", "after@debtor.example")
    transport.close()
    assert [entry.state for entry in done] == ["unknown", "sent"]
    assert done[0].note.startswith("LOST: ")


def test_a_slow_server_is_waited_for(server: MailServer, tmp_path: Path) -> None:
    transport = SmtpTransport(account(server))
    assert [entry.state for entry in sent(tmp_path, transport, "slow@debtor.example")] == ["sent"]
    transport.close()


def test_a_server_that_ends_connections_after_some_messages_is_called_again(server: MailServer, tmp_path: Path) -> None:
    server.handler.closes_after = 2
    transport = SmtpTransport(account(server), failures=2)
    done = sent(tmp_path, transport, *(f"m{n}@debtor.example" for n in range(5)))
    transport.close()
    assert [entry.state for entry in done] == ["sent"] * 5
    assert (len(server.taken), len(server.handler.peers)) == (5, 3)


def test_a_wrong_password_is_tried_once_and_ends_the_sending(server: MailServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLLECTIONS_SMTP_PASSWORD", "wrong")
    transport = SmtpTransport(account(server))
    for _ in range(3):
        with pytest.raises(Stop, match="X-MAIL-LOGIN") as caught:
            transport.ready()
    assert "535" in caught.value.fault.found
    assert "wrong" not in caught.value.fault.found
    assert server.handler.logins == [("PLAIN", USER)]


def test_a_login_name_without_an_at_sign_stays_as_it_is(server: MailServer) -> None:
    transport = SmtpTransport(account(server))
    transport.ready()
    transport.close()
    assert server.handler.logins == [("PLAIN", "collections")]


def test_so_many_failures_in_a_row_end_the_sending_and_leave_the_rest_queued(server: MailServer, tmp_path: Path) -> None:
    transport = SmtpTransport(account(server), failures=3)
    addresses = ["grey-451-1@d.example", "ok@d.example", "grey-451-2@d.example", "drop-after@d.example", "data-571@d.example", "never@d.example"]
    with pytest.raises(Stop, match="X-MAIL-SERVER") as caught:
        sent(tmp_path, transport, *addresses)
    assert "3 failures in a row" in caught.value.fault.found
    assert "never@d.example" not in server.handler.recipients
    with open_box(tmp_path / "ledger.xlsm") as box:
        assert [entry.state for entry in box.items()] == ["deferred", "sent", "deferred", "unknown", "failed", "queued"]


def test_many_wrong_addresses_do_not_end_the_sending(server: MailServer, tmp_path: Path) -> None:
    transport = SmtpTransport(account(server), failures=2)
    done = sent(tmp_path, transport, *(f"refuse-550-{n}@d.example" for n in range(4)), "ok@d.example")
    transport.close()
    assert [entry.state for entry in done] == ["failed"] * 4 + ["sent"]


@pytest.mark.parametrize(
    ("answer", "code"), [("550 5.7.60 not allowed to send as this", "X-MAIL-SENDER"), ("530 5.7.57 not authenticated", "X-MAIL-LOGIN")]
)
def test_a_server_that_refuses_our_own_address_ends_the_sending_and_flags_nobody(server: MailServer, tmp_path: Path, answer: str, code: str) -> None:
    server.handler.refuse_sender = answer
    transport = SmtpTransport(account(server))
    with pytest.raises(Stop, match=code):
        sent(tmp_path, transport, "a@debtor.example", "b@debtor.example")
    with open_box(tmp_path / "ledger.xlsm") as box:
        assert [(entry.state, flags_address(entry.note)) for entry in box.items()] == [("deferred", False), ("queued", False)]


def test_a_relay_that_refuses_to_carry_mail_for_us_flags_nobody(server: MailServer, tmp_path: Path) -> None:
    transport = SmtpTransport(account(server))
    with pytest.raises(Stop, match="X-MAIL-SENDER"):
        sent(tmp_path, transport, "relay-554@debtor.example", "b@debtor.example")


def test_a_test_address_receives_what_was_made_for_it(server: MailServer, tmp_path: Path) -> None:
    transport = SmtpTransport(account(server), redirect="test@creditor.example")
    with open_box(tmp_path / "ledger.xlsm") as box:
        made = draft(key(1), transport="smtp", body=body_to("test@creditor.example"))
        (entry,) = box.plan_many([made])
        assert box.deliver(entry.uid, transport).state == "sent"
    transport.close()
    assert [m.rcpt_to for m in server.taken] == ["test@creditor.example"]


@pytest.mark.parametrize("redirect", ["", "test@creditor.example"])
def test_a_message_never_goes_to_another_address_than_it_was_made_for(server: MailServer, tmp_path: Path, redirect: str) -> None:
    """The test address was switched on or off after the message was made."""
    transport = SmtpTransport(account(server), redirect=redirect)
    made_for = "who@example.org" if redirect else "test@creditor.example"  # the draft's recipient is who@example.org
    with open_box(tmp_path / "ledger.xlsm") as box:
        wrong, = box.plan_many([draft(key(1), transport="smtp", body=body_to(made_for))])
        right, = box.plan_many([draft(key(2), transport="smtp", body=body_to(redirect or "who@example.org"))])
        assert [box.deliver(entry.uid, transport).state for entry in (wrong, right)] == ["deferred", "sent"]
    transport.close()
    assert [m.body for m in server.taken] == [body_to(redirect or "who@example.org")]


def test_whoever_may_not_be_written_to_now_is_not_named_to_the_server(server: MailServer, tmp_path: Path) -> None:
    answers = {"quiet@debtor.example": Delivery("deferred", "not before 08:00")}
    transport = SmtpTransport(account(server), may_go=lambda entry: answers.get(entry.recipient))
    done = sent(tmp_path, transport, "quiet@debtor.example", "awake@debtor.example")
    transport.close()
    assert [(entry.state, entry.note) for entry in done][0] == ("deferred", "not before 08:00")
    assert server.handler.recipients == ["awake@debtor.example"]


def test_the_password_goes_to_no_other_host_than_its_own(server: MailServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLLECTIONS_SMTP_HOST", "mail.creditor.example")
    monkeypatch.setattr("keyring.get_password", lambda service, user: PASSWORD if service == "collections:mail.creditor.example" else None)
    with pytest.raises(Stop, match="X-MAIL-PASSWORD"):
        SmtpTransport(account(server)).ready()
    assert server.handler.peers == set()


@pytest.mark.parametrize("token", [mailserver.TOKEN, "expired"])
def test_a_login_by_token(server: MailServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, token: str) -> None:
    monkeypatch.setenv("COLLECTIONS_SMTP_TOKEN_COMMAND", f"{sys.executable} -c \"print('{token}')\"")
    transport = SmtpTransport(account(server, login="xoauth2"))
    if token == "expired":
        with pytest.raises(Stop, match="X-MAIL-LOGIN") as caught:
            transport.ready()
        assert token not in caught.value.fault.found
    else:
        assert [entry.state for entry in sent(tmp_path, transport, "a@debtor.example")] == ["sent"]
        transport.close()
    assert server.handler.logins == [("XOAUTH2", USER)]
