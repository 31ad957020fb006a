"""The office's mail account: what Settings say of it. Its password or token is never among them."""

from __future__ import annotations

from pyaddin.correspondence.email import AddressRefused, mailbox
from pyaddin.errors import Stop
from pyaddin.records import dataclass
from pyaddin.settings import Settings

TLS, STARTTLS = "tls", "starttls"
PASSWORD, XOAUTH2, NO_LOGIN = "password", "xoauth2", "none"
_PORTS = {TLS: 465, STARTTLS: 587}
TIMEOUT_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Account:
    """Where mail is handed over, how, and as whom. ``sender`` is the envelope sender: bounces go there."""

    host: str
    port: int
    security: str
    user: str
    login: str
    sender: str
    timeout: float = TIMEOUT_SECONDS

    @property
    def words(self) -> str:
        """For the clerk: ``mail.example.com:465 as collections@example.com``."""
        return f"{self.host}:{self.port}" + (f" as {self.user}" if self.login != NO_LOGIN else "")


def account(settings: Settings) -> Account:
    """The account that Settings describe, the only door to a mail server.

    Raises ``Stop``: X-PRACTICE for a practice ledger, X-MAIL-SETUP naming the first setting that is blank or cannot be used.
    """
    if settings.practice:
        raise Stop("X-PRACTICE")
    host, security, login = settings.text("smtp_host").strip(), settings.text("smtp_security"), settings.text("smtp_login")
    if not host:
        raise _lacks("smtp_host", "blank", "Type the name of the outgoing mail server; your provider calls it SMTP server.")
    if not _is_name(host):
        raise _lacks("smtp_host", host, "Type only the server's name, for example mail.example.com; the port stands in smtp_port.")
    port = settings.integer("smtp_port") or _PORTS[security]
    if port > 65535:
        raise _lacks("smtp_port", str(port), "Ports go from 1 to 65535; leave it blank for 465 (tls) or 587 (starttls).")
    user = settings.text("smtp_user").strip()
    if login != NO_LOGIN and not user:
        raise _lacks("smtp_user", "blank", "Type the login name of the mail account, or choose none as smtp_login if the server asks for none.")
    if not user.isprintable():
        raise _lacks("smtp_user", "a name with control characters", "Type the login name again.")
    key = "smtp_from" if settings.text("smtp_from").strip() else "reply_to"
    try:
        sender = mailbox(settings.text(key))
    except AddressRefused as error:
        raise _lacks(key, error.found, error.advice) from error
    return Account(host, port, security, user, login, sender.text)


def _is_name(host: str) -> bool:
    """A server's name or number: one word of letters, digits, dots, dashes, colons (IPv6)."""
    return len(host) <= 253 and all(char.isalnum() or char in ".-:" for char in host)


def _lacks(key: str, found: str, advice: str) -> Stop:
    return Stop("X-MAIL-SETUP", f"{key}: {found}", sheet="Settings", column="Value", advice=advice)
