"""Who is behind an address: the same number written in two ways, and mailboxes that an employer or a whole office reads."""

from __future__ import annotations

import re
from functools import lru_cache

EMPLOYER_MAILBOXES = frozenset(
    {"hr", "humanresources", "human-resources", "human.resources", "human_resources", "personnel", "payroll", "people", "recruiting", "recruitment",
     "jobs", "career", "careers", "staff", "employees", "renshi", "personalabteilung"}
)  # fmt: skip
"""Mailboxes of an employer: never written to about anybody's debt."""

OFFICE_MAILBOXES = frozenset(
    {"info", "office", "admin", "administration", "reception", "frontdesk", "contact", "contactus", "enquiries", "inquiries", "post",
     "postmaster", "webmaster", "hostmaster", "abuse", "noreply", "no-reply", "donotreply", "sales", "support", "service", "services", "help", "helpdesk",
     "marketing", "press", "media", "legal", "orders", "team", "everyone", "all", "it", "security", "secretary", "secretariat", "manager",
     "management", "director", "ceo", "kontakt", "buero", "contacto", "kefu", "xingzheng"}
)  # fmt: skip
"""Mailboxes that a whole office reads: a debt is never told there."""

FINANCE_MAILBOXES = frozenset(
    {"accounts", "accounting", "accountspayable", "ap", "ar", "billing", "finance", "invoice", "invoices", "purchasing", "procurement", "cfo",
     "contabilidad", "comptabilite", "buchhaltung", "caiwu"}
)  # fmt: skip
"""Where a firm receives its bills: a business debtor may be written to there, a person's debt is never told there."""

_SPLIT = re.compile(r"[._-]")
_NOT_DIGIT = re.compile(r"[^0-9]")


@lru_cache(maxsize=65536)
def same_form(address: str) -> str:
    """An address in the form in which two spellings of it are equal: mail without case, phone numbers as digits, others without case and blanks."""
    text = " ".join(address.casefold().split())
    if "@" in text:
        return text.replace(" ", "")
    digits = _NOT_DIGIT.sub("", text)
    if len(digits) >= 5 and not any(map(str.isalpha, text)):
        return digits.removeprefix("00")
    return text


@lru_cache(maxsize=65536)
def mailbox_kind(address: str) -> str:
    """``employer``, ``office``, ``finance`` or blank for an address that is nobody's mailbox but a person's."""
    text = same_form(address)
    if "@" not in text:
        return ""
    local = text.split("@", 1)[0].split("+", 1)[0].rstrip("0123456789")
    words = {local, local.strip("._-"), _SPLIT.split(local)[0]}
    if words & EMPLOYER_MAILBOXES:
        return "employer"
    if words & OFFICE_MAILBOXES:
        return "office"
    return "finance" if words & FINANCE_MAILBOXES else ""
