"""One planned message as the finished bytes of an email: built once, stored in the outbox, and always those bytes are sent.

The same letter, wording and plan give the same bytes: Message-ID, Date and MIME boundary come from the outbox key and the
planned instant, never from a clock or from chance.
"""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from email import message_from_bytes
from email.headerregistry import Address
from email.policy import SMTP
from email.utils import format_datetime
from functools import lru_cache

from pyaddin.correspondence.clean import cleaned
from pyaddin.correspondence.formats import amount
from pyaddin.correspondence.mailpage import html
from pyaddin.correspondence.message import Letter, Planned, Wording
from pyaddin.correspondence.plain import plain_text
from pyaddin.correspondence.tables import labels
from pyaddin.practice import mark, paper_words

MAIL_POLICY = SMTP.clone(max_line_length=998)
NAME_LIMIT = 120
_LINE_LIMIT = 900
_TO = re.compile(rb"^To: (?:.*<)?([^<>\s]+)>?\r$", re.IGNORECASE | re.MULTILINE)
_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_LABEL = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)")


class AddressRefused(ValueError):
    """This one message has no address that it can be sent from or to; other messages are not touched."""

    def __init__(self, found: str, advice: str) -> None:
        self.found = found
        self.advice = advice
        super().__init__(f"{found}: {advice}")


@dataclass(frozen=True, slots=True)
class Mailbox:
    """A checked address: ASCII local part, domain in its DNS form."""

    local: str
    domain: str

    @property
    def text(self) -> str:
        return f"{self.local}@{self.domain}"


def mailbox(typed: str) -> Mailbox:
    """The one address in a typed text, blanks around it ignored.

    Raises ``AddressRefused`` for no or several addresses, line breaks, a display name, a quoted or non-ASCII local part, an
    address over 254 characters, a domain without a dot or that has no DNS form.
    """
    shown = cleaned(typed)[:80] or "(empty)"
    text = typed.strip(" \t")
    local, at, domain = text.rpartition("@")
    if not at or not _LOCAL.fullmatch(local) or len(local) > 64:
        raise AddressRefused(shown, "Type one plain email address, for example name@example.com.")
    try:
        dns = domain.encode("idna").decode("ascii").lower()
    except UnicodeError:
        raise AddressRefused(shown, "The part after @ is no domain; correct the address.") from None
    names = dns.split(".")
    if len(names) < 2 or not all(_LABEL.fullmatch(name) for name in names) or names[-1].isdigit() or len(local) + len(dns) > 253:
        raise AddressRefused(shown, "The part after @ is no domain; correct the address.")
    return Mailbox(local, dns)


def message_id(planned: Planned, attempt: int, domain: str) -> str:
    """The Message-ID of an attempt: fixed by the first outbox key, so that the same attempt never gets a second one."""
    digest = hashlib.sha256(f"{planned.ledger_id}{planned.keys[0][0]}|{attempt}".encode()).hexdigest()
    return f"<{digest[:40]}@{domain}>"


@lru_cache(maxsize=4_096)
def _header(header: str, text: str, box: Mailbox | None = None) -> bytes:
    """One header line as the standard library writes it: checked, encoded and ended. With ``box``, ``text`` is its display name.

    A display name too long for a header is left out: it stands in the message itself.
    """
    shown = cleaned(text)
    value = Address(shown if len(shown) <= NAME_LIMIT else "", box.local, box.domain) if box else shown
    line: str = MAIL_POLICY.header_factory(header, value).fold(policy=MAIL_POLICY)
    return line.encode("ascii")


def _part(subtype: str, text: str) -> bytes:
    """One body. Readable as it is where it can be; else base64, which every server passes on unchanged."""
    data = text.replace("\n", "\r\n").encode("utf-8")
    plain = text.isascii() and max(map(len, text.split("\n"))) <= _LINE_LIMIT
    body = data if plain else base64.encodebytes(data).replace(b"\n", b"\r\n")
    head = f'Content-Type: text/{subtype}; charset="utf-8"\r\nContent-Transfer-Encoding: {"7bit" if plain else "base64"}\r\n'
    return head.encode("ascii") + b"\r\n" + body


def _sender(letter: Letter) -> Mailbox:
    if not cleaned(letter.sender.name):
        raise AddressRefused("creditor_name is empty", "Fill creditor_name on the Settings sheet: a message must say who writes.")
    if not letter.sender.reply_to.strip():
        raise AddressRefused("reply_to is empty", "Fill reply_to on the Settings sheet: a message needs an address for answers.")
    return mailbox(letter.sender.reply_to)


def build(letter: Letter, wording: Wording, planned: Planned, *, attempt: int = 1, redirect: str = "", from_address: str = "") -> bytes:
    """The finished email, text and HTML, CRLF line ends.

    ``redirect`` (setting redirect_all_to) sends it to a test address instead: a line at the top and ``X-Original-To`` say whom it
    was for. A practice ledger's message is marked in its subject and at its top. ``from_address`` (setting smtp_from) stands in From instead of
    reply_to. Raises ``AddressRefused`` when sender, recipient or test address cannot be used.
    """
    sender, recipient = _sender(letter), mailbox(planned.recipient)
    target = mailbox(redirect) if redirect.strip() else recipient
    note = labels(wording.language)["redirected"].format(recipient.text) if target is not recipient else ""
    subject = wording.subject
    if letter.sender.practice:
        note, subject = paper_words(wording.language), f"[{mark(wording.language)}] {wording.subject}"
    text = plain_text(wording, letter)
    page = html(wording, letter, note)
    if note:
        text = f"{note}\n\n{text}"
    identity = message_id(planned, attempt, sender.domain)
    headers = [
        _header("From", letter.sender.name, mailbox(from_address) if from_address.strip() else sender),
        _header("To", planned.recipient_name if target is recipient else "", target),
        _header("Reply-To", letter.statements[0].case_id, sender),
        _header("Subject", subject),
    ]
    if target is not recipient:
        headers.append(_header("X-Original-To", recipient.text))
    return _assemble(b"".join(headers), identity, planned.at, wording.language, text, page)


def _assemble(headers: bytes, identity: str, at: datetime, language: str, text: str, page: str) -> bytes:
    """Headers and both bodies as one message; the boundary comes from the Message-ID."""
    boundary = f"=_{hashlib.sha256(identity.encode()).hexdigest()[:32]}"
    fixed = (
        f"Date: {format_datetime(at)}\r\nMessage-ID: {identity}\r\nAuto-Submitted: auto-generated\r\nContent-Language: {language}\r\n"
        f'MIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary="{boundary}"\r\n\r\n'
    )
    edge = f"--{boundary}".encode("ascii")
    return b"\r\n".join((headers + fixed.encode("ascii") + edge, _part("plain", text), edge, _part("html", page), edge + b"--", b""))


def asks_for(body: bytes, total: Decimal, currency: str, language: str) -> bool:
    """Whether the finished email names this amount as the sum that is due."""
    part = message_from_bytes(body, policy=MAIL_POLICY).get_body(("plain",))
    return part is not None and amount(total, currency, language) in str(part.get_content())


def receiver(body: bytes) -> str:
    """The one address in To of a finished message, without upper case; blank when there is none or are several."""
    found = _TO.findall(body.split(b"\r\n\r\n", 1)[0] + b"\r\n")
    return found[0].decode("ascii", "replace").casefold() if len(found) == 1 else ""
