"""An email as it was sent, read back from its stored bytes as text for paper: its headers, its words, the names of what was attached."""

from __future__ import annotations

from email import message_from_bytes, policy
from email.message import EmailMessage
from html.parser import HTMLParser

from pyaddin.records import dataclass

HEADERS = ("From", "To", "Cc", "Reply-To", "Date", "Subject", "Message-ID")


@dataclass(frozen=True, slots=True)
class SentMail:
    """Headers in the order of ``HEADERS``, the lines of the text, attachments with their size in bytes."""

    headers: tuple[tuple[str, str], ...]
    lines: tuple[str, ...]
    attachments: tuple[tuple[str, int], ...]


class _Words(HTMLParser):
    """The words of a page that came without a text part; styles and scripts are none."""

    def __init__(self) -> None:
        super().__init__()
        self.text: list[str] = []
        self.quiet = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.quiet += tag in ("style", "script", "title")
        if tag in ("p", "br", "div", "tr", "li", "h1", "h2", "h3"):
            self.text.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self.quiet -= tag in ("style", "script", "title") and self.quiet > 0

    def handle_data(self, data: str) -> None:
        if not self.quiet:
            self.text.append(" ".join(data.split()) + " ")


def read(raw: bytes) -> SentMail:
    """The email in these bytes. Raises ``ValueError`` when they are no email."""
    try:
        message = message_from_bytes(raw, policy=policy.default)
        assert isinstance(message, EmailMessage)
        headers = tuple((name, str(message[name])) for name in HEADERS if message[name])
        body = message.get_body(("plain", "html"))
        text = str(body.get_content()) if body is not None else ""
        attached = tuple((part.get_filename() or "", len(part.get_payload(decode=True) or b"")) for part in message.iter_attachments())
        html = body is not None and body.get_content_type() == "text/html"
    except (AssertionError, AttributeError, IndexError, KeyError, LookupError, TypeError, ValueError) as error:
        raise ValueError("the stored bytes are no email") from error
    if not headers:
        raise ValueError("the stored bytes are no email")
    if html:
        words = _Words()
        words.feed(text)
        text = "".join(words.text)
    return SentMail(headers, tuple(line.rstrip() for line in text.splitlines()), attached)
