"""How long one debtor's data must be kept, what is kept after an erasure and why, and what forbids erasing now.

Months come from the rule packs that bind for the debtor (kind retention) and from the setting retention_months; the longest counts. Only rules read in a
legal text or confirmed twice (A, B) forbid erasing by themselves; the others are told, and a supervisor decides with a reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from pyaddin.labels import language_index
from pyaddin.records import dataclass
from pyaddin.rules.decide import Decision
from pyaddin.rules.hold import in_force
from pyaddin.rules.packs import LAW, Retention
from pyaddin.rules.policy import Policy
from pyaddin.rules.reason import Phrase, phrase

Words = tuple[str, str, str]
KEPT: tuple[tuple[str, Words, str], ...] = (
    (
        "Cases, Installments, Payments, Adjustments, Plans, Promises",
        (
            "amounts, dates and ids without a name: the books must stay whole",
            "金额、日期和编号（不含姓名）：账簿须保持完整",
            "金額、日期和編號（不含姓名）：帳簿須保持完整",
        ),
        "accounting records; the period is your country's: ask whoever keeps the books",
    ),
    (
        "Contacts",
        (
            "when, by which channel and with what result, without text or address: proof that contact was lawful",
            "时间、渠道和结果（不含内容和地址）：证明联系合规",
            "時間、管道和結果（不含內容和地址）：證明聯絡合規",
        ),
        "12 CFR 1006.100 and the retention rules of the packs (docs/compliance.md)",
    ),
    (
        "Moves, Runs, Legal",
        ("dates and rules of the course of the case: limitation and disputes", "案件过程的日期和规则：时效与争议", "案件過程的日期和規則：時效與爭議"),
        "limitation periods, compliance-facts 3",
    ),
    (
        "journal, audit chain",
        (
            "states, hashes and who did what, without content: the chain must verify",
            "状态、散列和操作人（不含内容）：链须可验证",
            "狀態、雜湊和操作人（不含內容）：鏈須可驗證",
        ),
        "issue 9.3; docs/privacy.md",
    ),
)
"""What stays, why, and by which source; the same table stands in docs/privacy.md."""
STILL_NEEDED = frozenset({"DISPUTE", "LITIGATION", "COMPLAINT", "INSOLVENCY", "MORATORIUM", "COUNSEL"})
"""Holds under which the data are needed for the matter itself."""


@dataclass(frozen=True, slots=True)
class Kept:
    """Data of a debtor must be kept until this day (included) by this rule. ``binding``: the rule forbids erasing before."""

    until: date
    rule: str
    source: str
    binding: bool


def kept_words(language: str) -> list[dict[str, str]]:
    """The table of what stays, in the ledger's language."""
    place = language_index(language)
    return [{"what": what, "why": words[place], "source": source} for what, words, source in KEPT]


def add_months(day: date, months: int) -> date:
    """The same day so many months later; the last of the month where there is none."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    following = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    last = date.fromordinal(following.toordinal() - 1).day
    return date(year, month + 1, min(day.day, last))


def hindrances(decisions: Iterable[Decision], as_of: date) -> Iterator[Phrase]:
    """Why the data are needed now: an open case, money owed either way, a hold about the matter itself."""
    for decision in decisions:
        case_id = decision.case_id
        if decision.state.stage != "CLOSED" and (decision.state.stage or decision.position.outstanding > 0):
            yield phrase("privacy open-case", case=case_id)
        elif decision.position.outstanding > 0:
            yield phrase("privacy still-owed", case=case_id, amount=str(decision.position.outstanding))
        if decision.position.credit > 0:
            yield phrase("privacy credit", case=case_id, amount=str(decision.position.credit))
        for hold in in_force(decision.file.holds, as_of):
            if hold.type in STILL_NEEDED:
                yield phrase("privacy held", case=case_id, hold=hold.type, start=hold.start)


def kept_until(decisions: Iterable[Decision], policy: Policy, as_of: date, months: int | None) -> list[Kept]:
    """Until when each rule keeps the data, the latest first; counted from the closing, or from the last contact or payment where the rule says so."""
    found: list[Kept] = []
    for decision in decisions:
        file = decision.file
        closed = decision.state.since or file.case.opened_on
        active = max([closed, *(c.on for c in file.contacts), *(p.value_date for p in file.payments)])
        if months is not None:
            found.append(Kept(add_months(closed, months), "retention_months", "setting of the office", True))
        keeper, debtor = policy.keeper, file.debtor
        if keeper is None:
            continue
        debt_class = "business" if debtor.kind == "business" else keeper.debt_class
        for pack in keeper.packs_for(debtor.country or keeper.jurisdiction, debtor.region, debt_class, as_of):
            for rule in pack.rules:
                if isinstance(rule.params, Retention):
                    start = active if rule.params.since == "last_activity" else closed
                    source = f"{pack.name} {pack.version}: {rule.cite} ({rule.confidence})"
                    found.append(Kept(add_months(start, rule.params.months), rule.id, source, rule.confidence in LAW))
    return sorted(set(found), key=lambda kept: (kept.until, kept.rule), reverse=True)
