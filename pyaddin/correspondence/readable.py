"""A finished email as a person reads it: to whom, what about, when, its text and its page.

The program's own emails have one form (``email.build``) and are read by it; whatever else lies in the folder is read by the standard library, and both ways
give the same.
"""

from __future__ import annotations

import base64
import re
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from functools import lru_cache
from io import BytesIO

from pyaddin.records import dataclass


@dataclass(frozen=True, slots=True)
class Readable:
    """What a mail program would show. Blank where the email has none."""

    to: str = ""
    subject: str = ""
    on: str = ""
    text: str = ""
    html: str = ""


_HEAD = re.compile(
    rb"From: [^\n]*\nTo: (?P<to>[^\n]*)\nReply-To: [^\n]*\nSubject: (?P<subject>[^\n]*)\n(?:X-Original-To: [^\n]*\n)?"
    rb"Date: (?P<on>[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d \+\d{4})\nMessage-ID: <[0-9a-f]+@[^\n>]*>\nAuto-Submitted: auto-generated\n"
    rb'Content-Language: [A-Za-z-]+\nMIME-Version: 1\.0\nContent-Type: multipart/alternative; boundary="(?P<edge>=_[0-9a-f]{32})"'
)
_PART = b'\nContent-Type: text/%s; charset="utf-8"\nContent-Transfer-Encoding: %s'
_BASE64 = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/\n"
_PLAIN = r"[A-Za-z0-9(),.;:'\[\]-]+(?: [A-Za-z0-9(),.;:'\[\]-]+)*"
_PLAIN_SUBJECT = re.compile(_PLAIN)
_WIDE_SUBJECT = re.compile(rf"(?P<plain>{_PLAIN} )?=\?utf-8\?b\?(?P<packed>[A-Za-z0-9+/]+={{0,2}})\?=")
_ADDRESS = re.compile(
    r"(?:(?:(?P<name>[A-Za-z'&-]+(?: [A-Za-z'&-]+)*)|=\?utf-8\?b\?(?P<packed>[A-Za-z0-9+/]+={0,2})\?=) <)?(?P<box>[a-z0-9]+@[a-z0-9]+(?:\.[a-z0-9]+)+)>?"
)


def readable(data: bytes) -> Readable:
    """The email in these bytes."""
    return own(data) or parsed(data)


def parsed(data: bytes) -> Readable:
    """Any email, as the standard library understands it."""
    message = BytesParser(_class=EmailMessage, policy=policy.default).parse(BytesIO(data))
    plain, rich = message.get_body(("plain",)), message.get_body(("html",))
    to, subject, on = (str(message[name] or "") for name in ("To", "Subject", "Date"))
    return Readable(to, subject, on, plain.get_content() if plain else "", rich.get_content() if rich else "")


def own(data: bytes) -> Readable | None:
    """An email in the one form in which the program writes them; ``None`` for any other."""
    lines = data.replace(b"\r\n", b"\n")
    head, _, rest = lines.partition(b"\n\n")
    found = _HEAD.fullmatch(head)
    if found is None or b"\r" in lines or not lines.isascii():
        return None
    parts = rest.split(b"--" + found["edge"])
    if len(parts) != 4 or parts[0] or parts[3] != b"--\n":
        return None
    text, html = _body(parts[1], b"plain"), _body(parts[2], b"html")
    if text is None or html is None:
        return None
    return Readable(_address(found["to"].decode("ascii")), _words(found["subject"].decode("ascii")), found["on"].decode("ascii"), text, html)


def _body(part: bytes, subtype: bytes) -> str | None:
    """The text of one body; ``None`` when it is not in the program's form."""
    head, _, content = part.partition(b"\n\n")
    if not content.endswith(b"\n"):
        return None  # the line end before the boundary belongs to the boundary
    if head == _PART % (subtype, b"7bit"):
        return content[:-1].decode("ascii")
    if head != _PART % (subtype, b"base64") or content.rstrip(b"=\n").translate(None, _BASE64):
        return None
    try:
        return base64.b64decode(content).decode("utf-8")
    except ValueError:
        return None


def _address(line: str) -> str:
    """One receiver, with or without a name."""
    found = _ADDRESS.fullmatch(line)
    if found is not None and found["packed"] and line.endswith(">"):
        name = _unpacked(found["packed"])
        return f"{name} <{found['box']}>" if name.isalnum() else _by_library("To", line)
    return line if found is not None and bool(found["name"]) is line.endswith(">") else _by_library("To", line)


def _unpacked(word: str) -> str:
    """An encoded word; blank for one that no program should have written."""
    try:
        return base64.b64decode(word, validate=True).decode("utf-8")
    except ValueError:
        return ""


@lru_cache(maxsize=4_096)
def _words(line: str) -> str:
    """A subject: plain, or plain up to one encoded word; any other is left to the library."""
    if _PLAIN_SUBJECT.fullmatch(line):
        return line
    found = _WIDE_SUBJECT.fullmatch(line)
    wide = _unpacked(found["packed"]) if found else ""
    return f"{found['plain'] or ''}{wide}" if found and wide.isprintable() and wide else _by_library("Subject", line)


def _by_library(name: str, line: str) -> str:
    return str(policy.default.header_factory(name, line))
