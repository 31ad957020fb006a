"""What an email address must look like so that a message can be sent to it: one plain address with a domain that has a DNS form."""

from __future__ import annotations

import re
from functools import lru_cache

_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_LABEL = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)")
_LONGEST_LOCAL, _LONGEST = 64, 254


def in_parts(typed: str) -> tuple[str, str]:
    """The part before the @ and the domain in its DNS form, blanks around the address ignored; blank for a part that cannot be used."""
    local, at, domain = typed.strip(" \t").rpartition("@")
    if not at or not _LOCAL.fullmatch(local) or len(local) > _LONGEST_LOCAL:
        return "", ""
    dns = _domain(domain)
    return local, dns if len(local) + 1 + len(dns) <= _LONGEST else ""


def usable(typed: str) -> bool:
    """Whether a message can be sent to it. No answer to whether anybody reads it."""
    return bool(in_parts(typed)[1])


@lru_cache(maxsize=4_096)
def _domain(typed: str) -> str:
    """A domain in its DNS form; empty for what is none."""
    try:
        dns = (typed if typed.isascii() else typed.encode("idna").decode("ascii")).lower()
    except UnicodeError:
        return ""
    names = dns.split(".")
    return "" if len(names) < 2 or not all(_LABEL.fullmatch(name) for name in names) or names[-1].isdigit() else dns
