"""What a wording file must and must not say, checked when it is first used: a clerk's edit cannot drop a required fact or add a threat.

Required are the contents of rule R31. Subject and preheader may disclose nothing (they show on a locked phone); their
own words are checked, not the creditor's name. A finding is an ``X-TEMPLATE`` stop that names file and line.
"""

from __future__ import annotations

import re

from jinja2 import meta, nodes

from pyaddin.correspondence.blocks import SLOTS
from pyaddin.correspondence.fields import FIELDS
from pyaddin.errors import Stop

_IN_EVERY = ("debtor", "creditor", "reference", "contact", "reply_to", "complaints")
REQUIRED: dict[str, tuple[str, ...]] = {
    "reminder": (*_IN_EVERY, "due_on", "days_late", "amount_due", "pay_by", "payment_ways", "counted_until"),
    "missed": (*_IN_EVERY, "missed_no", "missed_due_on", "missed_open", "pay_by", "payment_ways", "counted_until"),
    "thanks": ("debtor", "creditor", "reference", "contact", "reply_to", "received_amount", "received_on"),
}
REQUIRED_SLOTS: dict[str, tuple[str, ...]] = {"reminder": SLOTS, "missed": (), "thanks": ()}

DISCLOSING = re.compile(
    r"\b(debts?|overdue|past[ -]?due|ow(e|es|ed|ing)|arrears|remind\w*|collect\w*|unpaid|outstanding|default\w*|late|pay|pays|paid|payments?|payable|"
    r"amounts?|balance|money|final|demands?|notices?|installments?|instalments?|loans?|credit|borrow\w*|delinquen\w*|missed|invoices?|bills?|urgent|due|legal)\b"
    r"|债|債|欠|逾期|催|收款|还款|還款|付款|缴|繳|款项|款項|提醒|违约|違約|分期|贷|貸|金额|金額|账单|帳單|最后|最後|通知|到期|紧急|緊急|法律",
    re.IGNORECASE,
)
THREATS = re.compile(
    r"\b(courts?|police|arrest\w*|prison|jail|blacklist\w*|su(e|es|ed|ing)|lawsuits?|lawyers?|attorneys?|legal action|seiz\w*|garnish\w*|bailiffs?|prosecut\w*|"
    r"criminal|credit (score|bureau|record|report|rating)|consequences)\b"
    r"|法院|起诉|起訴|诉讼|訴訟|律师|律師|警察|公安|报警|報警|拘留|坐牢|刑事|犯罪|黑名单|黑名單|失信|征信|徵信|聯徵|后果|後果|查封|强制|強制|上门|上門",
    re.IGNORECASE,
)
_FRONT = re.compile(r"^(Subject|Preheader):(.*)$", re.MULTILINE)
_CODE = re.compile(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)


def stop(file: str, line: int | None, what: str) -> Stop:
    """The ``X-TEMPLATE`` stop for a place in a wording file."""
    place = file if line is None else f"{file}, line {line}"
    return Stop("X-TEMPLATE", f"{place}: {what}", sheet=file, row=line)


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


def check_words(source: str, file: str) -> None:
    """Raises ``Stop`` for a disclosing word in subject or preheader and for a threat anywhere."""
    words = _blank_code(source)
    for front in _FRONT.finditer(words):
        found = DISCLOSING.search(front[2])
        if found:
            raise stop(file, _line(words, front.start()), f"the {front[1].lower()} must not disclose a debt: '{found[0]}'")
    threat = THREATS.search(words)
    if threat:
        raise stop(file, _line(words, threat.start()), f"no message may threaten or press: '{threat[0]}'")


def check(tree: nodes.Template, source: str, kind: str, file: str) -> None:
    """The whole check of one file for one kind of message."""
    if any(meta.find_referenced_templates(tree)):
        raise stop(file, None, "a wording file is whole in itself; it includes no other file")
    used = check_names(tree, kind, file)
    check_words(source, file)
    missing = [f"{{{{ {name} }}}}" for name in REQUIRED[kind] if name not in used]
    missing += [f"[[{slot}]]" for slot in REQUIRED_SLOTS[kind] if f"[[{slot}]]" not in _blank_code(source)]
    if missing:
        raise stop(file, None, f"a message of this kind must carry {', '.join(missing)}")
