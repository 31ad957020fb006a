"""The mailbox over a real server (Debian's dovecot): read and left as it is; every way in that fails says why."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from pyaddin.correspondence.answers.mail import taken_apart
from pyaddin.correspondence.answers.mailbox import Mailbox, in_mailbox
from pyaddin.errors import Stop
from tests.answers.imap_server import PASSWORD, USER, Server, running
from tests.answers.mails import reply, report

pytestmark = pytest.mark.mailserver("dovecot")
LONG_AGO = date(2020, 1, 1)


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with running() as found:
        found.receive(reply("I will pay on Friday."), report(), reply("no id", identity=""))
        yield found


def box(server: Server) -> Mailbox:
    return Mailbox(server.host, server.port, "tls", "INBOX", USER, PASSWORD)


def test_messages_come_whole_and_the_mailbox_stays_as_it_was(server: Server) -> None:
    before = server.flags()
    found = list(in_mailbox(box(server), LONG_AGO, (), context=server.context))
    assert [taken_apart(one.raw).kind for one in found] == ["reply", "bounce", "reply"]
    assert taken_apart(found[0].raw).words == "I will pay on Friday."
    assert all(one.at is not None and one.at.tzinfo is not None for one in found)
    assert server.flags() == before
    assert not any(flags for flags in server.flags())


def test_what_is_known_or_older_is_not_fetched(server: Server) -> None:
    known = {"<r1@debtor.example>", "<dsn1@mx.example>"}
    assert [taken_apart(one.raw).words for one in in_mailbox(box(server), LONG_AGO, known, context=server.context)] == ["no id"]
    assert not list(in_mailbox(box(server), date(2099, 1, 1), (), context=server.context))


def test_starttls_serves_as_well(server: Server) -> None:
    plain = replace(box(server), port=server.plain_port, security="starttls")
    assert len(list(in_mailbox(plain, LONG_AGO, (), context=server.context))) == 3


def test_every_failure_says_what_to_do(server: Server) -> None:
    def said(mailbox: Mailbox, context: ssl.SSLContext | None = None) -> str:
        with pytest.raises(Stop) as stop:
            list(in_mailbox(mailbox, LONG_AGO, (), context=context or server.context))
        assert stop.value.fault.code == "X-MAILBOX"
        assert PASSWORD not in f"{stop.value.fault.found}{stop.value.fault.advice}"
        return f"{stop.value.fault.found} {stop.value.fault.advice}"

    assert "login was refused" in said(replace(box(server), secret="wrong"))
    assert "certificate is not trusted" in said(box(server), ssl.create_default_context())
    assert "imap_folder" in said(replace(box(server), folder="Nowhere"))
    assert "imap_port" in said(replace(box(server), port=1))


def test_a_server_under_another_name_is_not_trusted() -> None:
    with running(host="elsewhere.example") as other, pytest.raises(Stop) as stop:
        list(in_mailbox(box(other), LONG_AGO, (), context=other.context))
    assert "certificate" in stop.value.fault.advice
