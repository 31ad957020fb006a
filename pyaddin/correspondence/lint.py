"""What a wording file must and must not say, checked when it is first used: a clerk's edit cannot drop a required fact or add a threat.

Required are the contents of rule R31. Subject and preheader may disclose nothing (they show on a locked phone), nor may a text message, nor
a call script before the right person is on the line; the office's own words are checked, not the creditor's name. ``forbidden`` lists
what no message may say. A finding is an ``X-TEMPLATE`` stop that names file and line.
"""

from __future__ import annotations

import re

from jinja2 import meta, nodes

from pyaddin.correspondence import right_party
from pyaddin.correspondence.fields import FIELDS
from pyaddin.correspondence.forbidden import found_in
from pyaddin.errors import Stop
from pyaddin.patterns import Pattern

_IN_EVERY = ("debtor", "creditor", "reference", "contact", "reply_to", "complaints")
_REMINDER = (*_IN_EVERY, "due_on", "days_late", "amount_due", "pay_by", "payment_ways", "counted_until")
REQUIRED: dict[str, tuple[str, ...]] = {
    "validation": (
        *_IN_EVERY, "address", "debtor_address", "creditor_now", "creditor_then", "account", "itemized_on", "amount_now", "period_end",
    ),
    "reminder": _REMINDER,
    "missed": (*_IN_EVERY, "missed_no", "missed_due_on", "missed_open", "pay_by", "payment_ways", "counted_until"),
    "notice": (*_IN_EVERY, "next_no", "next_due_on", "next_amount", "payment_ways"),
    "thanks": ("debtor", "creditor", "reference", "contact", "reply_to", "received_amount", "received_on"),
    "paid": ("debtor", "creditor", "reference", "contact", "reply_to", "letter_date", "settled_on", "balance", "by_settlement"),
    "cured": ("debtor", "creditor", "reference", "contact", "reply_to", "letter_date", "settled_on"),
    "promise": (*_IN_EVERY, "promise_amount", "promise_made_on", "promise_due_on", "payment_ways"),
    "agreement": (*_IN_EVERY, "plan_id", "plan_total", "plan_count", "plan_first_due", "pay_by"),
    "broken": (*_IN_EVERY, "plan_missed", "arrears", "amount_due", "pay_by", "payment_ways", "counted_until"),
    "hardship": (*_IN_EVERY, "pay_by"),
    "demand": _REMINDER,
    "handover": (*_IN_EVERY, "handover_to", "handover_on", "amount_due"),
    "checkin": (*_IN_EVERY, "plan_settled", "plan_count"),
}
"""Fields that an email and a letter of each kind must carry."""
REQUIRED_SLOTS: dict[str, tuple[str, ...]] = {
    "validation": ("itemization_table",),
    "reminder": ("overdue_table", "amount_table"),
    "demand": ("overdue_table", "amount_table"),
    "broken": ("overdue_table", "amount_table"),
    "handover": ("amount_table",),
    "agreement": ("plan_table",),
}

SMS_FIELDS = frozenset(
    ("debtor", "creditor", "reference", "contact", "phone", "reply_to", "channel", "tone", "pay_by", "next_due_on", "promise_due_on")
)
"""All that a text message may name: it is read on a locked phone, perhaps by someone else. A date tells nothing as long as no word says what it is for."""
SMS_REQUIRED = ("creditor", "reference", "phone", "reply_to")
UNVEILED_FIELDS = frozenset(("debtor", "creditor", "contact", "phone", "channel", "tone"))
"""All that a call script may name before the right person is on the line."""
_CALL_ASKS = {"reminder": ("amount_due", "due_on"), "demand": ("amount_due", "due_on", "pay_by"), "missed": ("missed_open", "missed_due_on"),
              "broken": ("arrears",), "checkin": ("plan_count",), "hardship": ("empathy", "empathy_prompts")}  # fmt: skip
CALL_REQUIRED = ("debtor", "creditor", "reference", "empathy", "complaints")

DISCLOSING = Pattern(
    r"\b(debts?|overdue|past[ -]?due|ow(e|es|ed|ing)|arrears|remind\w*|collect\w*|unpaid|outstanding|default\w*|late|pay|pays|paid|payments?|payable|"
    r"amounts?|balance|money|final|demands?|notices?|installments?|instalments?|loans?|credit|borrow\w*|delinquen\w*|missed|invoices?|bills?|urgent|due|legal)\b"
    r"|债|債|欠|逾期|催|收款|还款|還款|付款|缴|繳|款项|款項|提醒|违约|違約|分期|贷|貸|金额|金額|账单|帳單|最后|最後|通知|到期|紧急|緊急|法律",
    re.IGNORECASE,
)
_FRONT = Pattern(r"^(Subject|Preheader):(.*)$", re.MULTILINE)
_CODE = Pattern(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
_PLAN_TABLE = Pattern(r"\[\[\s*plan_table\s*\]\]")
_ITEMIZATION = Pattern(r"\[\[\s*itemization_table\s*\]\]")
_RIGHT_PARTY = Pattern(rf"\[\[\s*{right_party.SLOT}\s*\]\]")


def stop(file: str, line: int | None, what: str) -> Stop:
    """The ``X-TEMPLATE`` stop for a place in a wording file."""
    place = file if line is None else f"{file}, line {line}"
    return Stop("X-TEMPLATE", f"{place}: {what}", sheet=file, row=line)


def medium(file: str) -> str:
    """What a wording file is for, from its name: ``sms``, ``call``, or ``page`` for email and letter."""
    parts = file.rpartition("/")[2].split(".")[1:-1]
    return next((part for part in parts if part in ("sms", "call")), "page")


def _line(source: str, at: int) -> int:
    return source.count("\n", 0, at) + 1


def _blank_code(source: str) -> str:
    """The clerk's own words at their own places: code and comments replaced by blanks, line breaks kept."""
    return _CODE.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), source)


def check_names(tree: nodes.Template, kind: str, file: str) -> frozenset[str]:
    """The fields the file uses. Raises ``Stop`` at the first name that is no field of this kind of message."""
    used = meta.find_undeclared_variables(tree)
    for node in tree.find_all(nodes.Name):
        if node.name in used and node.name not in FIELDS[kind]:
            raise stop(file, node.lineno, f"there is no field '{node.name}' in this kind of message")
    return frozenset(used)


def _check_names_before(tree: nodes.Template, last_line: int | None, allowed: frozenset[str], kind: str, file: str, where: str) -> None:
    """Raises ``Stop`` at a field that discloses the matter in a place that others may see or hear. ``last_line`` None = the whole file."""
    for node in tree.find_all(nodes.Name):
        if (last_line is None or node.lineno < last_line) and node.name in FIELDS[kind] and node.name not in allowed:
            raise stop(file, node.lineno, f"{where} must not tell '{node.name}'")


def _check_quiet(words: str, start: int, end: int, file: str, where: str) -> None:
    found = DISCLOSING.search(words, start, end)
    if found:
        raise stop(file, _line(words, found.start()), f"{where} must not disclose a debt: '{found[0]}'")


def check_words(source: str, file: str) -> None:
    """Raises ``Stop`` for a disclosing word in subject or preheader and for a forbidden wording anywhere."""
    words = _blank_code(source)
    if medium(file) == "page":
        for front in _FRONT.finditer(words):
            _check_quiet(words, front.start(2), front.end(2), file, f"the {front[1].lower()}")
    hit = found_in(words)
    if hit:
        row, match = hit
        raise stop(file, _line(words, match.start()), f"no message may threaten or press: '{match[0]}' {row.means} ({row.name}: {row.source})")


def _check_sms(tree: nodes.Template, source: str, kind: str, file: str) -> None:
    words = _blank_code(source)
    _check_names_before(tree, None, SMS_FIELDS, kind, file, "a text message")
    _check_quiet(words, 0, len(words), file, "a text message")


def _check_call(tree: nodes.Template, source: str, kind: str, file: str) -> None:
    """The script reaches the line of the right person, and says nothing about the matter before it."""
    words = _blank_code(source)
    place = _RIGHT_PARTY.search(words)
    if place is None:
        raise stop(file, None, f"a call script must carry [[{right_party.SLOT}]] before it names the matter")
    where = f"a call script before [[{right_party.SLOT}]]"
    _check_quiet(words, 0, place.start(), file, where)
    _check_names_before(tree, _line(words, place.start()), UNVEILED_FIELDS, kind, file, where)


def required(kind: str, file: str) -> tuple[str, ...]:
    """The fields that this file must carry."""
    used_for = medium(file)
    if used_for == "sms":
        return SMS_REQUIRED
    return (*CALL_REQUIRED, *_CALL_ASKS.get(kind, ())) if used_for == "call" else REQUIRED[kind]


def _check_slots(source: str, kind: str, file: str) -> None:
    """Raises ``Stop`` for a table that this kind of message has no facts for, and for the line of the right person outside a call script."""
    words = _blank_code(source)
    if "plan_total" not in FIELDS[kind] and (place := _PLAN_TABLE.search(words)):
        raise stop(file, _line(words, place.start()), "there is no agreement in this kind of message; [[plan_table]] has no place in it")
    if "period_end" not in FIELDS[kind] and (place := _ITEMIZATION.search(words)):
        raise stop(file, _line(words, place.start()), "there is no itemization in this kind of message; [[itemization_table]] has no place in it")
    if medium(file) != "call" and (place := _RIGHT_PARTY.search(words)):
        raise stop(file, _line(words, place.start()), f"[[{right_party.SLOT}]] has its place in a call script only")


def check(tree: nodes.Template, source: str, kind: str, file: str) -> None:
    """The whole check of one file for one kind of message."""
    if any(meta.find_referenced_templates(tree)):
        raise stop(file, None, "a wording file is whole in itself; it includes no other file")
    used = check_names(tree, kind, file)
    check_words(source, file)
    _check_slots(source, kind, file)
    used_for = medium(file)
    if used_for == "sms":
        _check_sms(tree, source, kind, file)
    if used_for == "call":
        _check_call(tree, source, kind, file)
    missing = [f"{{{{ {name} }}}}" for name in required(kind, file) if name not in used]
    slots = REQUIRED_SLOTS.get(kind, ()) if used_for == "page" else ()
    missing += [f"[[{slot}]]" for slot in slots if f"[[{slot}]]" not in _blank_code(source)]
    if missing:
        raise stop(file, None, f"a message of this kind must carry {', '.join(missing)}")
