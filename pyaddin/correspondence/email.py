"""One planned message as the finished bytes of an email: built once, stored in the outbox, and always those bytes are sent.

The same letter, wording and plan give the same bytes: Message-ID, Date and MIME boundary come from the outbox key and the
planned instant, never from a clock or from chance.
"""

from __future__ import annotations

import hashlib
import re
from binascii import b2a_base64
from datetime import datetime
from decimal import Decimal
from email import message_from_bytes
from email.utils import format_datetime
from functools import lru_cache
from struct import Struct

from pyaddin.correspondence.clean import cleaned
from pyaddin.correspondence.formats import amount
from pyaddin.correspondence.header_line import MAIL_POLICY, Mailbox, address_line, text_line
from pyaddin.correspondence.mailpage import around, finished, in_page, in_rows
from pyaddin.correspondence.message import Letter, Planned, Said, Wording
from pyaddin.correspondence.plain import GAP, plain_text
from pyaddin.correspondence.tables import filled, labels
from pyaddin.practice import mark, paper_words
from pyaddin.rules.mailboxes import in_parts

_LINE_LIMIT = 900
_BASE64_LINE = 76
_TO = re.compile(rb"^To: (?:.*<)?([^<>\s]+)>?\r$", re.IGNORECASE | re.MULTILINE)


class AddressRefused(ValueError):
    """This one message has no address that it can be sent from or to; other messages are not touched."""

    def __init__(self, found: str, advice: str) -> None:
        self.found = found
        self.advice = advice
        super().__init__(f"{found}: {advice}")


@lru_cache(maxsize=4_096)
def mailbox(typed: str) -> Mailbox:
    """The one address in a typed text, blanks around it ignored.

    Raises ``AddressRefused`` for no or several addresses, line breaks, a display name, a quoted or non-ASCII local part, an
    address over 254 characters, a domain without a dot or that has no DNS form.
    """
    local, dns = in_parts(typed)
    if not local:
        raise AddressRefused(cleaned(typed)[:80] or "(empty)", "Type one plain email address, for example name@example.com.")
    if not dns:
        raise AddressRefused(cleaned(typed)[:80], "The part after @ is no domain; correct the address.")
    return Mailbox(local, dns)


def message_id(planned: Planned, attempt: int, domain: str) -> str:
    """The Message-ID of an attempt: fixed by the first outbox key, so that the same attempt never gets a second one."""
    digest = hashlib.sha256(f"{planned.ledger_id}{planned.keys[0][0]}|{attempt}".encode()).hexdigest()
    return f"<{digest[:40]}@{domain}>"


def _part(subtype: str, data: bytes) -> bytes:
    """One body. Readable as it is where it can be; else base64, which every server passes on unchanged."""
    plain = data.isascii() and max(map(len, data.split(b"\r\n"))) <= _LINE_LIMIT
    body = data if plain else _base64(data)
    head = f'Content-Type: text/{subtype}; charset="utf-8"\r\nContent-Transfer-Encoding: {"7bit" if plain else "base64"}\r\n'
    return head.encode("ascii") + b"\r\n" + body


def _base64(data: bytes) -> bytes:
    """Base64 in lines of 76 characters, each ended."""
    coded = b2a_base64(data, newline=False)
    whole = len(coded) // _BASE64_LINE
    last = coded[whole * _BASE64_LINE :]
    return b"\r\n".join((*_cut(whole).unpack_from(coded), *((last,) if last else ()), b""))


@lru_cache(maxsize=1_024)
def _cut(lines: int) -> Struct:
    """Cuts that many whole lines of base64."""
    return Struct(f"{_BASE64_LINE}s" * lines)


_instant = lru_cache(maxsize=256)(format_datetime)
_from_line = lru_cache(maxsize=16)(address_line)


def _sender(letter: Letter) -> Mailbox:
    if not cleaned(letter.sender.name):
        raise AddressRefused("creditor_name is empty", "Fill creditor_name on the Settings sheet: a message must say who writes.")
    if not letter.sender.reply_to.strip():
        raise AddressRefused("reply_to is empty", "Fill reply_to on the Settings sheet: a message needs an address for answers.")
    return mailbox(letter.sender.reply_to)


def build(letter: Letter, wording: Wording, planned: Planned, *, attempt: int = 1, redirect: str = "", from_address: str = "") -> bytes:
    """The finished email of a wording; see ``finish``."""
    return finish(letter, said(letter, wording), planned, attempt=attempt, redirect=redirect, from_address=from_address)


def said(letter: Letter, wording: Wording) -> Said:
    """The wording of the letter as text and page, tables filled."""
    made = filled(wording.blocks, letter, wording.language)
    body = in_page(wording.blocks, {name: in_rows(found) for name, found in made.items()})
    text = plain_text(wording, letter, made)
    return Said(wording.subject, wording.preheader, text, body, wording.language, wording.template, wording.sha256, wording.warnings)


def finish(letter: Letter, said: Said, planned: Planned, *, attempt: int = 1, redirect: str = "", from_address: str = "") -> bytes:
    """The finished email, text and HTML, CRLF line ends.

    ``redirect`` (setting redirect_all_to) sends it to a test address instead: a line at the top and ``X-Original-To`` say whom it
    was for. A practice ledger's message is marked in its subject and at its top. ``from_address`` (setting smtp_from) stands in From instead of
    reply_to. Raises ``AddressRefused`` when sender, recipient or test address cannot be used.
    """
    sender, recipient = _sender(letter), mailbox(planned.recipient)
    target = mailbox(redirect) if redirect.strip() else recipient
    note = labels(said.language)["redirected"].format(recipient.text) if target is not recipient else ""
    subject = said.subject
    if letter.sender.practice:
        note, subject = paper_words(said.language), f"[{mark(said.language)}] {said.subject}"
    shown = around(said.language, said.subject, said.preheader, said.body, letter.sender.name, note)
    text = f"{note}\n\n{said.text}" if note else said.text
    identity = message_id(planned, attempt, sender.domain)
    headers = [
        _from_line("From", letter.sender.name, mailbox(from_address) if from_address.strip() else sender),
        address_line("To", planned.recipient_name if target is recipient else "", target),
        address_line("Reply-To", letter.statements[0].case_id, sender),
        text_line("Subject", subject),
    ]
    if target is not recipient:
        headers.append(text_line("X-Original-To", recipient.text))
    return _assemble(b"".join(headers), identity, planned.at, said.language, finished(text), shown)


def _assemble(headers: bytes, identity: str, at: datetime, language: str, text: bytes, shown: bytes) -> bytes:
    """Headers and both bodies as one message; the boundary comes from the Message-ID."""
    boundary = f"=_{hashlib.sha256(identity.encode()).hexdigest()[:32]}"
    fixed = (
        f"Date: {_instant(at)}\r\nMessage-ID: {identity}\r\nAuto-Submitted: auto-generated\r\nContent-Language: {language}\r\n"
        f'MIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary="{boundary}"\r\n\r\n'
    )
    edge = f"--{boundary}".encode("ascii")
    return b"\r\n".join((headers + fixed.encode("ascii") + edge, _part("plain", text), edge, _part("html", shown), edge + b"--", b""))


def asks_for(body: bytes, total: Decimal, currency: str, language: str) -> bool:
    """Whether the finished email names this amount as the sum that is due; within a longer number it is another one (2,000.00元 in 12,000.00元).

    Beside the amount due the sum of the installments does not count: what is left of the one after a payment may be what the other was.
    """
    part = message_from_bytes(body, policy=MAIL_POLICY).get_body(("plain",))
    lines = str(part.get_content()).splitlines() if part is not None else []
    due, installments = (f"{labels(language)[name]}{GAP}" for name in ("total", "sum"))
    if any(line.startswith(due) for line in lines):
        lines = [line for line in lines if not line.startswith(installments)]
    sought = rf"(?<![0-9])(?<![0-9][.,]){re.escape(amount(total, currency, language))}(?![.,]?[0-9])"
    return re.search(sought, "\n".join(lines)) is not None


def receiver(body: bytes) -> str:
    """The one address in To of a finished message, without upper case; blank when there is none or are several."""
    found = _TO.findall(body.split(b"\r\n\r\n", 1)[0] + b"\r\n")
    return found[0].decode("ascii", "replace").casefold() if len(found) == 1 else ""
