"""Trying the mail account and storing its password, through the command line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pyaddin.errors import Stop
from pyaddin.tasks import mail_password
from tests.correspondence import mailserver
from tests.correspondence.mailserver import PASSWORD, USER, MailServer
from tests.stories.desk import Answer, Office, case, debtor, installments
from tests.tasks.typed_lines import Script

OWN = "accounts@oakmere.example"  # reply_to of the office


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MailServer]:
    with mailserver.running(tmp_path_factory.mktemp("ca")) as running:
        yield running


def office(folder: Path, server: MailServer, **changes: object) -> Office:
    rows = {"Debtors": [debtor(1)], "Cases": [case(1)], "Installments": installments(1, ["11-02"])}
    return Office(folder).new(rows, {**server.settings, **changes})  # type: ignore[dict-item]


def steps(answer: Answer) -> list[tuple[str, bool]]:
    return [(row["step"], row["ok"]) for row in answer["steps"]]


ALL = ["setup", "secret", "connect", "login", "address", "message"]


def test_one_message_to_oneself_tells_each_step(server: MailServer, tmp_path: Path) -> None:
    server.taken.clear()
    desk = office(tmp_path, server)
    before = sorted(path.name for path in tmp_path.iterdir()), desk.path.read_bytes()
    answer = desk.run("mail-test")
    assert (answer.code, steps(answer)) == (0, [(step, True) for step in ALL])
    assert [(m.mail_from, m.rcpt_to) for m in server.taken] == [(OWN, OWN)]
    assert (sorted(path.name for path in tmp_path.iterdir()), desk.path.read_bytes()) == before
    assert PASSWORD not in str(answer.data)


@pytest.mark.parametrize(
    ("changes", "fails"),
    [
        ({"smtp_host": "mail.invalid", "smtp_login": "none"}, "connect"), ({"smtp_port": 1}, "connect"),
        ({"smtp_host": "127.0.0.1", "smtp_login": "none"}, "connect"), ({"smtp_user": "nobody"}, "login"),
        ({"redirect_all_to": "refuse-550@oakmere.example"}, "address"), ({"redirect_all_to": "data-554@oakmere.example"}, "message"),
        ({"redirect_all_to": "drop-before@oakmere.example"}, "message"),
    ],
)  # fmt: skip
def test_it_ends_at_the_step_that_fails_and_says_what_to_do(server: MailServer, tmp_path: Path, changes: dict[str, object], fails: str) -> None:
    answer = office(tmp_path, server, **changes).run("mail-test")
    assert answer.code == 1
    assert steps(answer) == [(step, step != fails) for step in ALL[: ALL.index(fails) + 1]]
    assert answer["steps"][-1]["advice"]


def test_the_redirect_wins_over_reply_to_and_the_option_over_both(server: MailServer, tmp_path: Path) -> None:
    server.taken.clear()
    desk = office(tmp_path, server, redirect_all_to="test@oakmere.example")
    assert [desk.run("mail-test", *words)["to"] for words in ((), ("--to", "me@oakmere.example"))] == ["test@oakmere.example", "me@oakmere.example"]
    assert [m.rcpt_to for m in server.taken] == ["test@oakmere.example", "me@oakmere.example"]


def test_a_test_never_goes_to_a_debtor_or_to_nobody(server: MailServer, tmp_path: Path) -> None:
    desk = office(tmp_path, server)
    assert [desk.run("mail-test", "--to", to).error for to in ("ANN@debtor.example", "two@a.example,b@c.example")] == ["X-OPTION", "X-OPTION"]


def test_without_settings_it_names_the_first_that_is_missing(tmp_path: Path) -> None:
    desk = Office(tmp_path).new({})
    answer = desk.run("mail-test")
    assert (answer.code, answer.error, answer["error"]["found"]) == (2, "X-MAIL-SETUP", "smtp_host: blank")


def test_a_password_is_asked_for_and_kept_for_its_host_and_user(server: MailServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COLLECTIONS_SMTP_PASSWORD")
    desk = office(tmp_path, server)
    with mailserver.own_keyring() as keyring:
        assert steps(desk.run("mail-test"))[-1] == ("secret", False)
        person = Script([PASSWORD])
        told = mail_password.run(desk.path, kind="smtp", now=desk._now, dialog=person)
        assert told.data == {"host": "localhost", "user": USER, "stored": True}
        assert keyring.kept == {("collections:localhost", USER): PASSWORD}
        assert steps(desk.run("mail-test")) == [(step, True) for step in ALL]
    assert PASSWORD.encode() not in desk.path.read_bytes()


@pytest.mark.parametrize("person", [Script([""]), Script(["secret"], live=False)])
def test_without_a_person_or_a_password_nothing_is_kept(server: MailServer, tmp_path: Path, person: Script) -> None:
    desk = office(tmp_path, server)
    with mailserver.own_keyring() as keyring:
        with pytest.raises(Stop, match="X-OPTION"):
            mail_password.run(desk.path, kind="smtp", now=desk._now, dialog=person)
        assert keyring.kept == {}
