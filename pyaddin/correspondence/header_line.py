"""One header line of an email: checked, encoded and ended, as the standard library writes it.

The library parses and refolds each value, which takes longer than all the rest of a message. Names and subjects that need nothing but one
encoded word are written here straight away; everything else is left to the library, and a property test holds both to the same bytes.
"""

from __future__ import annotations

import re
from binascii import b2a_base64
from email.headerregistry import Address
from email.policy import SMTP
from functools import lru_cache
from typing import NamedTuple

from pyaddin.correspondence.clean import cleaned

MAIL_POLICY = SMTP.clone(max_line_length=998)
NAME_LIMIT = 120
_SUBJECT_LIMIT = 240
_PLAIN_NAME = re.compile(r"[A-Za-z0-9'-]+(?: [A-Za-z0-9'-]+)*")
_WIDE_NAME = re.compile(r"[^\x00-\x7f]+")
_SUBJECT = re.compile(r"(?P<plain>[!-~]+(?: [!-~]+)*)?(?P<wide>(?:(?:^| )[!-~]*[^\x00-\x7f][^ ]*)+)?")


class Mailbox(NamedTuple):
    """A checked address: ASCII local part, domain in its DNS form."""

    local: str
    domain: str

    @property
    def text(self) -> str:
        return f"{self.local}@{self.domain}"


def address_line(header: str, name: str, box: Mailbox) -> bytes:
    """``header: name <box>``. A display name too long for a header is left out: it stands in the message itself."""
    if len(name) <= NAME_LIMIT:
        if _PLAIN_NAME.fullmatch(name):
            return f"{header}: {name} <{box.local}@{box.domain}>\r\n".encode("ascii")
        if _WIDE_NAME.fullmatch(name) and cleaned(name) == name and (word := _encoded_word(name)):
            return f"{header}: {word} <{box.local}@{box.domain}>\r\n".encode("ascii")
    return by_library(header, name, box)


def text_line(header: str, text: str) -> bytes:
    """``header: text`` for a text without addresses, such as a subject."""
    found = _SUBJECT.fullmatch(text) if len(text) <= _SUBJECT_LIMIT and "=?" not in text else None
    if found and (plain := found["plain"] or "") and found["wide"] is None:
        return f"{header}: {plain}\r\n".encode("ascii")
    if found and found["wide"] and cleaned(text) == text and (word := _encoded_word(found["wide"].removeprefix(" "))):
        before = f"{found['plain']} " if found["plain"] else ""
        return f"{header}: {before}{word}\r\n".encode("ascii")
    return by_library(header, text)


def _encoded_word(text: str) -> str:
    """``text`` as one word of RFC 2047; empty where the library might prefer the other encoding (q) or more than one word."""
    data = text.encode("utf-8", "replace")
    coded = b2a_base64(data, newline=False).decode("ascii")
    plain = sum(map(str.isascii, text))
    as_q = 3 * (len(data) - plain) + plain  # at least: what is not a letter or digit takes three there, too
    return f"=?utf-8?b?{coded}?=" if as_q - len(coded) >= 5 and len(coded) < 800 else ""


@lru_cache(maxsize=4_096)
def by_library(header: str, text: str, box: Mailbox | None = None) -> bytes:
    """Any header line, made by the standard library. With ``box``, ``text`` is its display name."""
    shown = cleaned(text)
    value = Address(shown if len(shown) <= NAME_LIMIT else "", box.local, box.domain) if box else shown
    line: str = MAIL_POLICY.header_factory(header, value).fold(policy=MAIL_POLICY)
    return line.encode("ascii")
