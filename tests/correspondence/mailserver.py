"""A mail server for tests: aiosmtpd on the loopback, over TLS from the first byte or STARTTLS, with faults by address.

What the server does is named by the recipient's local part (a number may follow): ``refuse-550-7@...`` gets 550 at RCPT. See ``FAULTS``.
Certificates come from a throw-away authority (trustme); while a server runs, this process and its children trust it, through the same
variable of OpenSSL that an office with an authority of its own would use.
"""

from __future__ import annotations

import asyncio
import base64
import os
import re
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from unittest.mock import patch

import keyring
import trustme
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from keyring.backend import KeyringBackend

USER, PASSWORD, TOKEN = "collections", "correct horse", "ya29.token"
HOST = "localhost"

FAULTS: dict[str, str] = {
    "refuse-550": "RCPT: 550 5.1.1 no such user",
    "refuse-553": "RCPT: 553 mailbox name not allowed",
    "refuse-571": "RCPT: 550 5.7.1 blocked by policy",
    "full-552": "RCPT: 552 5.2.2 mailbox full",
    "relay-554": "RCPT: 554 5.7.1 relay access denied",
    "grey-451": "RCPT: 451 4.7.1 greylisted, try again",
    "grey-452": "RCPT: 452 4.2.2 mailbox full for now",
    "close-421": "RCPT: 421 4.3.2 closing",
    "drop-rcpt": "RCPT: connection lost",
    "data-554": "DATA: 554 message refused",
    "data-571": "DATA: 554 5.7.1 looks like spam",
    "data-451": "DATA: 451 4.3.0 try again",
    "drop-before": "DATA: connection lost, nothing taken",
    "drop-after": "DATA: taken, connection lost before the answer",
    "hang": "DATA: taken, no answer",
    "slow": "DATA: taken, answer after ``slow`` seconds",
}
_DSN = re.compile(r" ((?:RET|ENVID|NOTIFY|ORCPT)=\S+)", re.IGNORECASE)
_FAULT = re.compile(r"(" + "|".join(FAULTS) + r")(-\d+)?")


def fault_of(address: str) -> str:
    found = _FAULT.fullmatch(address.split("@", 1)[0])
    return found.group(1) if found else ""


@dataclass
class Taken:
    """A message that the server took over, whatever the sender learned of it."""

    mail_from: str
    rcpt_to: str
    body: bytes
    rcpt_options: tuple[str, ...]
    mail_options: tuple[str, ...]
    tls: bool
    user: str


@dataclass
class Handler:
    """What the server was given, and how it answers."""

    slow: float = 0.2
    away: float = 0.0  # seconds that each answer takes, as over a real line
    closes_after: int = 0
    refuse_sender: str = ""
    on_taken: Callable[[Taken], None] = lambda taken: None
    taken: list[Taken] = field(default_factory=list)
    peers: set[object] = field(default_factory=set)
    logins: list[tuple[str, str]] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)

    async def handle_EHLO(self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]) -> list[str]:
        session.host_name = hostname
        self.peers.add(session.peer)
        return [*responses[:-1], "250-DSN", "250-ENHANCEDSTATUSCODES", responses[-1]]

    async def auth_XOAUTH2(self, server: Any, args: list[str]) -> AuthResult:
        """A token login as large providers have it: on a refusal the server explains itself in a challenge that wants an empty answer."""
        words = dict(part.split("=", 1) for part in base64.b64decode(args[1]).decode().strip("\1").split("\1"))
        self.logins.append(("XOAUTH2", words["user"]))
        if words["auth"] == f"Bearer {TOKEN}":
            return AuthResult(success=True, handled=False, auth_data=LoginPassword(words["user"].encode(), b""))
        answer = await server.challenge_auth('{"status":"401"}')
        assert answer == b""
        return AuthResult(success=False, handled=False)

    async def handle_MAIL(self, server: Any, session: Session, envelope: Envelope, address: str, options: list[str]) -> str:
        await asyncio.sleep(self.away)
        if self.refuse_sender:
            return self.refuse_sender
        session.count = getattr(session, "count", 0) + 1  # type: ignore[attr-defined]
        if self.closes_after and session.count > self.closes_after:  # type: ignore[attr-defined]
            asyncio.get_running_loop().call_soon(server.transport.close)
            return "421 4.7.0 too many messages on this connection"
        envelope.mail_from = address
        return "250 2.1.0 ok"

    async def handle_RCPT(self, server: Any, session: Session, envelope: Envelope, address: str, options: list[str]) -> str:
        await asyncio.sleep(self.away)
        self.recipients.append(address)
        what = FAULTS.get(fault_of(address), "")
        if what == "RCPT: connection lost":
            server.transport.abort()
            return "250 ok"
        if what.startswith("RCPT: "):
            if " 421 " in what:
                asyncio.get_running_loop().call_soon(server.transport.close)
            return what.removeprefix("RCPT: ")
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 ok"

    async def handle_DATA(self, server: Any, session: Session, envelope: Envelope) -> str:
        await asyncio.sleep(self.away)
        address = envelope.rcpt_tos[0]
        what = FAULTS.get(fault_of(address), "")
        if what.startswith(("DATA: 5", "DATA: 4")):
            return what.removeprefix("DATA: ")
        if what == "DATA: connection lost, nothing taken":
            server.transport.abort()
            return "250 ok"
        self._take(server, session, envelope)
        if "connection lost before the answer" in what:
            server.transport.abort()
        elif "no answer" in what:
            await asyncio.sleep(3600)
        elif "slow" in what:
            await asyncio.sleep(self.slow)
        return "250 2.0.0 taken"

    def _take(self, server: Any, session: Session, envelope: Envelope) -> None:
        body = envelope.original_content or b""
        user = getattr(session.auth_data, "login", b"")
        options = tuple(envelope.rcpt_options), tuple(envelope.mail_options)
        taken = Taken(envelope.mail_from or "", envelope.rcpt_tos[0], body, *options, server.transport.get_extra_info("sslcontext") is not None, user.decode())
        self.taken.append(taken)
        self.on_taken(taken)


class DsnSmtp(SMTP):
    """aiosmtpd knows no DSN words (RFC 3461): they are noted and taken off before it reads the command."""

    async def smtp_MAIL(self, arg: str | None) -> None:  # type: ignore[override]
        self.noted = tuple(_DSN.findall(arg or ""))
        await super().smtp_MAIL(_DSN.sub("", arg or ""))

    async def smtp_RCPT(self, arg: str | None) -> None:  # type: ignore[override]
        words = tuple(_DSN.findall(arg or ""))
        assert self.envelope is not None
        self.envelope.mail_options = list(self.noted)
        self.envelope.rcpt_options = list(words)
        await super().smtp_RCPT(_DSN.sub("", arg or ""))


class OwnKeyring(KeyringBackend):
    """A keyring in memory."""

    priority = 1  # type: ignore[assignment]

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.kept[service, username]


@contextmanager
def own_keyring() -> Iterator[OwnKeyring]:
    """The user's keyring, empty, in place of the computer's."""
    before, mine = keyring.get_keyring(), OwnKeyring()
    keyring.set_keyring(mine)
    try:
        yield mine
    finally:
        keyring.set_keyring(before)


class Authority:
    """A throw-away certificate authority, and a server that it did not sign."""

    def __init__(self, folder: Path) -> None:
        own = trustme.CA()
        self.file = folder / "authority.pem"
        own.cert_pem.write_to_path(self.file)
        self.known, self.stranger = _context(own), _context(trustme.CA())


def _context(ca: trustme.CA) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    ca.issue_cert(HOST).configure_cert(context)
    return context


@dataclass
class MailServer:
    """A running server. ``environment`` is what a sender's process needs to log in to it."""

    port: int
    handler: Handler
    authority: Path
    security: str

    @property
    def taken(self) -> list[Taken]:
        return self.handler.taken

    @property
    def settings(self) -> dict[str, object]:
        """For the Settings sheet."""
        return {"smtp_host": HOST, "smtp_port": self.port, "smtp_security": self.security, "smtp_user": USER}

    @property
    def environment(self) -> dict[str, str]:
        return {"COLLECTIONS_SMTP_HOST": HOST, "COLLECTIONS_SMTP_PASSWORD": PASSWORD, "SSL_CERT_FILE": str(self.authority)}


@contextmanager
def running(folder: Path, *, security: str = "tls", stranger: bool = False, **ways: Any) -> Iterator[MailServer]:
    """A server on a free port of the loopback that wants a login; this process trusts it and has its password.

    ``stranger``: its certificate is signed by nobody that we trust. Further words are fields of ``Handler``.
    """
    authority = Authority(folder)
    context = authority.stranger if stranger else authority.known
    handler = Handler(**ways)

    def authenticate(server: Any, session: Session, envelope: Envelope, mechanism: str, data: Any) -> AuthResult:
        login, password = (data.login.decode(), data.password.decode()) if isinstance(data, LoginPassword) else ("", "")
        handler.logins.append((mechanism, login))
        return AuthResult(success=(login, password) == (USER, PASSWORD), handled=False, auth_data=data)

    ways_of_server: dict[str, Any] = {"authenticator": authenticate, "auth_required": True, "auth_require_tls": True, "timeout": 30}
    if security == "starttls":
        ways_of_server |= {"tls_context": context, "require_starttls": True}

    def made() -> SMTP:
        server = DsnSmtp(handler, ident="test", hostname=HOST, **ways_of_server)
        server._auth_require_tls = security == "starttls"  # aiosmtpd takes nothing else for encrypted
        return server

    with _served(made, context if security == "tls" else None) as port:
        server = MailServer(port, handler, authority.file, security)
        with patch.dict(os.environ, server.environment):
            yield server


@contextmanager
def _served(factory: Callable[[], SMTP], context: ssl.SSLContext | None) -> Iterator[int]:
    """The server in a thread of its own; at the end connections that hang on purpose are cut."""
    loop, ready = asyncio.new_event_loop(), threading.Event()
    ports: list[int] = []

    def run() -> None:
        asyncio.set_event_loop(loop)
        server = loop.run_until_complete(loop.create_server(factory, "127.0.0.1", 0, ssl=context))
        ports.append(server.sockets[0].getsockname()[1])
        loop.call_soon(ready.set)
        loop.run_forever()
        server.close()
        tasks = asyncio.all_tasks(loop)
        for task in tasks:
            task.cancel()
        loop.run_until_complete(asyncio.gather(*tasks, return_exceptions=True))
        loop.run_until_complete(loop.shutdown_asyncgens())
        loop.close()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    assert ready.wait(10)
    try:
        yield ports[0]
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
