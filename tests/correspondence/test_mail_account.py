"""The mail account: what Settings must say, where its secret comes from, and servers that nobody should trust."""

from __future__ import annotations

import socket
import sys
from collections.abc import Iterator
from pathlib import Path

import keyring
import pytest

from pyaddin.correspondence import secrets
from pyaddin.correspondence.send.account import Account, account
from pyaddin.correspondence.send.smtp import SmtpTransport
from pyaddin.errors import Stop
from pyaddin.settings import read
from tests.correspondence import mailserver
from tests.correspondence.mailserver import USER, OwnKeyring

FILLED = {"smtp_host": "mail.example.com", "smtp_user": "apikey", "reply_to": "collections@creditor.example"}


@pytest.fixture
def own_keyring() -> Iterator[OwnKeyring]:
    with mailserver.own_keyring() as mine:
        yield mine


def typed(**changes: object) -> Account:
    settings, faults = read({name: (row, value) for row, (name, value) in enumerate((FILLED | changes).items(), 2)})
    assert not faults
    return account(settings)


def test_what_is_blank_has_its_usual_value() -> None:
    assert typed() == Account("mail.example.com", 465, "tls", "apikey", "password", "collections@creditor.example")
    assert typed(smtp_security="starttls").port == 587
    assert typed(smtp_from="Dunning@Müller.example").sender == "Dunning@xn--mller-kva.example"
    assert typed(smtp_login="none", smtp_user="").user == ""


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"smtp_host": ""}, "smtp_host"), ({"smtp_host": "https://mail.example.com/"}, "smtp_host"), ({"smtp_host": "mail example"}, "smtp_host"),
        ({"smtp_port": 70000}, "smtp_port"), ({"smtp_user": ""}, "smtp_user"), ({"reply_to": ""}, "reply_to"),
        ({"smtp_from": "Zoë@creditor.example"}, "smtp_from"), ({"smtp_from": "two@a.example, three@b.example"}, "smtp_from"),
        ({"smtp_user": "name\r\nRCPT TO:<x@y.example>"}, "smtp_user"),
    ],
)  # fmt: skip
def test_a_setting_that_cannot_be_used_is_named(changes: dict[str, object], named: str) -> None:
    with pytest.raises(Stop, match="X-MAIL-SETUP") as caught:
        typed(**changes)
    assert caught.value.fault.found.startswith(f"{named}: ")
    assert caught.value.fault.sheet == "Settings"


def test_the_keyring_holds_a_password_per_host_and_user(own_keyring: OwnKeyring, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COLLECTIONS_SMTP_PASSWORD", raising=False)
    secrets.store("mail.example.com", "apikey", "s3cret")
    assert secrets.password("SMTP", "mail.example.com", "apikey") == "s3cret"
    for host, user in (("mail.example.org", "apikey"), ("mail.example.com", "other")):
        with pytest.raises(Stop, match="X-MAIL-PASSWORD"):
            secrets.password("SMTP", host, user)


def test_the_environment_goes_before_the_keyring_for_its_own_host(own_keyring: OwnKeyring, monkeypatch: pytest.MonkeyPatch) -> None:
    secrets.store("mail.example.com", "apikey", "kept")
    monkeypatch.setenv("COLLECTIONS_SMTP_PASSWORD", "given")
    assert secrets.password("SMTP", "mail.example.com", "apikey") == "kept"
    monkeypatch.setenv("COLLECTIONS_SMTP_HOST", "Mail.Example.com")
    assert secrets.password("SMTP", "mail.example.com", "apikey") == "given"


def test_without_a_keyring_it_is_said_and_nobody_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COLLECTIONS_SMTP_PASSWORD", raising=False)

    def none(service: str, user: str) -> str:
        raise keyring.errors.NoKeyringError("no backend")

    monkeypatch.setattr("keyring.get_password", none)
    for kind in ("SMTP", "IMAP"):
        with pytest.raises(Stop, match="X-MAIL-PASSWORD.*NoKeyringError") as found:
            secrets.password(kind, "mail.example.com", "apikey")
        assert f"COLLECTIONS_{kind}_HOST and COLLECTIONS_{kind}_PASSWORD" in found.value.fault.advice


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("HOST", "TOKEN_COMMAND"):
        monkeypatch.delenv(f"COLLECTIONS_SMTP_{name}", raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setenv("APPDATA", str(tmp_path))
    (tmp_path / "collections").mkdir()
    return tmp_path / "collections" / "mail.toml"


def command_file(config: Path, code: str) -> None:
    script = config.parent / "token.py"
    script.write_text(code, encoding="utf-8")
    config.write_text(f"[smtp.\"mail.example.com\"]\ntoken_command = ['{sys.executable}', '{script}']\n", encoding="utf-8")


def test_a_token_comes_from_the_users_own_command_and_knows_for_whom(config: Path) -> None:
    command_file(config, "import os; print(os.environ['COLLECTIONS_MAIL_USER'] + '-token'); print('more')")
    assert secrets.token("SMTP", "mail.example.com", "apikey") == "apikey-token"
    with pytest.raises(Stop, match="no token command"):
        secrets.token("SMTP", "mail.example.org", "apikey")


@pytest.mark.parametrize("code", ["import sys; sys.exit('no network')", "print('')", "print('two\\twords')", "print('ü')"])
def test_a_token_command_that_fails_is_told_without_its_output(config: Path, code: str) -> None:
    command_file(config, code)
    with pytest.raises(Stop, match="gave no token"):
        secrets.token("SMTP", "mail.example.com", "apikey")


def test_a_token_command_of_the_environment_is_run_without_a_shell(config: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLLECTIONS_SMTP_HOST", "mail.example.com")
    monkeypatch.setenv("COLLECTIONS_SMTP_TOKEN_COMMAND", f"{sys.executable} -c \"print('a;b|c')\" ; echo no")
    assert secrets.token("SMTP", "mail.example.com", "apikey") == "a;b|c"


@pytest.mark.parametrize("text", ["not toml [", "[smtp.\"mail.example.com\"]\ntoken_command = 'one string'\n"])
def test_a_damaged_file_of_token_commands_is_told(config: Path, text: str) -> None:
    config.write_text(text, encoding="utf-8")
    with pytest.raises(Stop, match="X-MAIL-PASSWORD"):
        secrets.token("SMTP", "mail.example.com", "apikey")


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_a_certificate_that_nobody_vouches_for_is_refused(tmp_path: Path, security: str) -> None:
    with mailserver.running(tmp_path, security=security, stranger=True) as server:
        transport = SmtpTransport(Account("localhost", server.port, security, USER, "password", "a@b.example", 5))
        with pytest.raises(Stop, match="X-MAIL-TLS"):
            transport.ready()
        assert server.handler.logins == []


def test_a_certificate_of_another_name_is_refused(tmp_path: Path) -> None:
    with mailserver.running(tmp_path) as server:
        transport = SmtpTransport(Account("127.0.0.1", server.port, "tls", USER, "none", "a@b.example", 5))
        with pytest.raises(Stop, match="X-MAIL-TLS"):
            transport.ready()


def test_the_wrong_kind_of_encryption_ends_soon_and_in_words(tmp_path: Path) -> None:
    with mailserver.running(tmp_path, security="starttls") as server:
        transport = SmtpTransport(Account("localhost", server.port, "tls", USER, "password", "a@b.example", 1))
        with pytest.raises(Stop, match="X-MAIL-TLS"):
            transport.ready()
        assert server.handler.logins == []


def test_encryption_from_the_first_byte_where_a_greeting_is_waited_for_is_no_answer(tmp_path: Path) -> None:
    with mailserver.running(tmp_path) as server:
        transport = SmtpTransport(Account("localhost", server.port, "starttls", USER, "password", "a@b.example", 0.5))
        transport.ready()
        assert transport.trouble is None
        assert transport._away == "no answer in time"
        assert server.handler.logins == []


def test_a_server_that_is_away_may_be_back_later() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    transport = SmtpTransport(Account("127.0.0.1", port, "tls", "", "none", "a@b.example", 1))
    transport.ready()
    assert transport._away == "the server does not take connections on this port"
    unknown = SmtpTransport(Account("mail.invalid", 465, "tls", "", "none", "a@b.example", 1))
    unknown.ready()
    assert unknown._away == "the server's name is not known"
