"""An email that came in, taken apart: who wrote, what about, in which words of their own; a notice that ours could not be delivered.

Whatever a stranger sends must be read or set aside, never raise. Nothing in it is opened, fetched or run.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from email import message_from_bytes
from email.headerregistry import AddressHeader, DateHeader
from email.message import EmailMessage
from email.policy import default
from email.utils import parseaddr

from pyaddin.correspondence.answers.own_words import of_html, without_quotes
from pyaddin.correspondence.clean import cleaned
from pyaddin.records import dataclass

LARGEST = 10_000_000
"""Bytes above which a message is not taken apart: read it in the mailbox."""
_TEXT_LIMIT = 20_000
_ID = re.compile(r"<[^<>\s]{3,250}>")
_STATUS = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")
_AUTOMATIC = ("auto-replied", "auto-generated", "auto-notified")


@dataclass(frozen=True, slots=True)
class Bounce:
    """What a mail server reports about a message of ours: ``failed`` for good, ``delayed`` (it goes on trying) or ``delivered``."""

    action: str
    recipient: str
    status: str  # enhanced code such as 5.1.1; may be empty
    diagnostic: str


@dataclass(frozen=True, slots=True)
class Mail:
    """One message. ``kind``: reply (a person wrote), automatic (out of office), bounce (a server reports), unreadable.

    ``references`` are the Message-IDs of ours that it answers or reports about. ``words`` are the writer's own, without what they quote.
    """

    digest: str
    message_id: str
    kind: str
    sender: str
    subject: str
    at: datetime | None
    references: tuple[str, ...]
    words: str
    bounces: tuple[Bounce, ...] = ()
    attachments: tuple[str, ...] = ()


def taken_apart(raw: bytes) -> Mail:
    """The message behind the bytes. A Message-ID that is missing is replaced by one made from the bytes, so that it is known again."""
    digest = hashlib.sha256(raw).hexdigest()
    if len(raw) > LARGEST:
        return _unreadable(digest)
    try:
        return _mail(message_from_bytes(raw, _class=EmailMessage, policy=default), digest)
    except Exception:  # the standard parser has many ways to fail on what strangers send
        return _unreadable(digest)


def _unreadable(digest: str) -> Mail:
    return Mail(digest, f"<{digest[:40]}@unreadable>", "unreadable", "", "", None, (), "")


def _mail(message: EmailMessage, digest: str) -> Mail:
    bounces, reported = _bounces(message)
    answered = tuple(dict.fromkeys(found for name in ("In-Reply-To", "References") for found in _ID.findall(_header(message, name))))
    identity = _ID.search(_header(message, "Message-ID"))
    kind = "bounce" if bounces else "automatic" if _automatic(message) else "reply"
    return Mail(
        digest,
        identity.group() if identity else f"<{digest[:40]}@no-id>",
        kind,
        _sender(message),
        cleaned(_header(message, "Subject"))[:200],
        _date(message),
        tuple(dict.fromkeys((*reported, *answered))),
        "" if bounces else _words(message),
        bounces,
        tuple(cleaned(part.get_filename() or part.get_content_type())[:100] for part in message.iter_attachments()) if message.is_multipart() else (),
    )


def _header(message: EmailMessage, name: str) -> str:
    return " ".join(str(value) for value in message.get_all(name, []))


def _sender(message: EmailMessage) -> str:
    """The address in From; blank where none can be read."""
    found = message["From"]
    if isinstance(found, AddressHeader) and found.addresses:
        return found.addresses[0].addr_spec.strip().lower()
    return parseaddr(str(found or ""))[1].strip().lower()


def _date(message: EmailMessage) -> datetime | None:
    found = message["Date"]
    at = found.datetime if isinstance(found, DateHeader) else None
    if at is None:
        return None
    return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)


def _automatic(message: EmailMessage) -> bool:
    """Sent by a program on its own (RFC 3834), or by a list or vacation program that says so in its own way."""
    submitted = _header(message, "Auto-Submitted").strip().lower()
    if submitted.startswith(_AUTOMATIC) or _header(message, "X-Autoreply") or _header(message, "X-Autorespond"):
        return True
    return _header(message, "Precedence").strip().lower() in ("bulk", "list", "junk", "auto_reply")


def _words(message: EmailMessage) -> str:
    part = message.get_body(("plain", "html"))
    if part is None:
        return ""
    try:
        text = str(part.get_content())
    except (LookupError, UnicodeError, KeyError):
        payload = part.get_payload(decode=True)
        text = payload.decode("utf-8", errors="replace") if isinstance(payload, bytes) else ""
    text = of_html(text[: _TEXT_LIMIT * 4]) if part.get_content_subtype() == "html" else text
    return without_quotes(text)[:_TEXT_LIMIT]


def _bounces(message: EmailMessage) -> tuple[tuple[Bounce, ...], tuple[str, ...]]:
    """The reports of a delivery status notification (RFC 3464), and the Message-IDs of the messages that they are about."""
    if message.get_content_type() != "multipart/report" or str(message.get_param("report-type") or "").lower() != "delivery-status":
        return (), ()
    bounces: list[Bounce] = []
    about: list[str] = []
    for part in message.walk():
        if part.get_content_type() == "message/delivery-status":
            bounces += [found for group in _groups(part) if (found := _bounce(group)) is not None]
        elif part.get_content_type() == "message/rfc822" or part.get_content_type() == "text/rfc822-headers":
            about += _ids_in(part)
    return tuple(bounces), tuple(dict.fromkeys(about))


def _groups(part: object) -> Iterator[EmailMessage]:
    payload = part.get_payload() if isinstance(part, EmailMessage) else None
    return (group for group in payload if isinstance(group, EmailMessage)) if isinstance(payload, list) else iter(())


def _bounce(group: EmailMessage) -> Bounce | None:
    action = _header(group, "Action").strip().lower()
    recipient = _header(group, "Final-Recipient") or _header(group, "Original-Recipient")
    if not action or not recipient:
        return None
    status = _STATUS.search(_header(group, "Status"))
    diagnostic = cleaned(_header(group, "Diagnostic-Code").partition(";")[2] or _header(group, "Diagnostic-Code"))[:200]
    return Bounce(action, recipient.partition(";")[2].strip().strip("<>").lower() or recipient.strip().lower(), status.group(1) if status else "", diagnostic)


def _ids_in(part: object) -> list[str]:
    """Message-IDs of the returned message: its headers as a message of their own, or as text."""
    if not isinstance(part, EmailMessage):
        return []
    payload = part.get_payload()
    if isinstance(payload, list) and payload and isinstance(payload[0], EmailMessage):
        return _ID.findall(_header(payload[0], "Message-ID"))
    text = part.get_payload(decode=True)
    lines = text.decode("utf-8", errors="replace") if isinstance(text, bytes) else str(payload or "")
    return [found for line in lines.splitlines() if line.lower().startswith("message-id:") for found in _ID.findall(line)]
