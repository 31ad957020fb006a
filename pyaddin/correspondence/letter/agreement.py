"""An agreement for signature as PDF: clauses from a wording file, balance and schedule as tables, both signatures on the last clause's page.

The foot of every page carries the number, the version and a digest of all that is printed: two papers with the same digest say the same.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from pyaddin.correspondence import formats
from pyaddin.correspondence.letter import account_tables as tables
from pyaddin.correspondence.letter import clauses, press
from pyaddin.correspondence.letter.account_words import word
from pyaddin.correspondence.letter.boundary import Boundary
from pyaddin.correspondence.letter.paper import head, page_words, postal_lines, said
from pyaddin.correspondence.letter.stationery import Stationery
from pyaddin.correspondence.message import Sender
from pyaddin.correspondence.wording import TEMPLATES
from pyaddin.errors import Stop
from pyaddin.labels import LANGUAGES, label, language_index
from pyaddin.records import dataclass
from pyaddin.rules.agreement import PARTS, Terms
from pyaddin.rules.arrears import ZERO
from pyaddin.rules.capital import capital
from pyaddin.rules.policy import Policy
from pyaddin.rules.regimes import rate_on, rate_periods

LAYOUT = "agreement"
TABLES = ("balance_table", "schedule_table")
_CAPITALS = ("balance_capital", "total_capital", "waived_capital")
FIELDS = frozenset((
    "creditor", "creditor_address", "contact", "phone", "reply_to", "complaints", "debtor", "debtor_address", "reference", "product", "opened_on", "plan_id",
    "version", "balance", "balance_on", "total", "count", "frequency", "first_due", "last_due", "waived", "plan_interest", "method", "payment_ways",
    "allocation", "early_money", "late_rate", "day_count", "grace_days", "broken_days", "earlier_plan", *_CAPITALS,
))  # fmt: skip
REQUIRED = (
    "creditor", "creditor_address", "debtor", "debtor_address", "reference", "balance", "balance_on", "total", "count", "frequency", "first_due", "last_due",
    "waived", "plan_interest", "method", "allocation", "late_rate", "broken_days", "complaints", "plan_id", "version",
)  # fmt: skip
"""Contents that both sides sign for (R21)."""

_WORDS: Mapping[str, tuple[str, str, str]] = {
    "makeup": ("What the balance is made of (in {currency})", "欠款构成（币种：{currency}）", "欠款組成（幣別：{currency}）"),
    "part": ("Part", "项目", "項目"),
    "amount": ("Amount", "金额", "金額"),
    "principal": ("Principal", "本金", "本金"),
    "contract_interest": ("Interest under the contract", "合同利息", "契約利息"),
    "installment_fees": ("Fees in the installments", "各期内的费用", "各期內的費用"),
    "late_interest": ("Late interest up to this day", "截至当日的逾期利息", "截至當日的遲延利息"),
    "fees": ("Fees and costs", "费用", "費用"),
    "balance": ("Owed", "欠款合计", "欠款合計"),
    "waived": ("Given up by the creditor", "减免", "減免"),
    "on-top": ("Interest of the installments", "各期所含利息", "各期所含利息"),
    "total": ("To be paid under this agreement", "本协议还款总额", "本協議還款總額"),
    "schedule": ("Installments (in {currency})", "还款计划（币种：{currency}）", "還款計畫（幣別：{currency}）"),
    "no": ("No.", "期数", "期別"),
    "due-on": ("To be paid by", "应付日期", "應繳日期"),
    "interest": ("Interest", "利息", "利息"),
    "fee": ("Fee", "费用", "費用"),
    "capital": ("", "大写", "大寫"),
    "together": ("Together", "合计", "合計"),
    "creditor-signs": ("The creditor", "甲方（债权人）", "甲方（債權人）"),
    "debtor-signs": ("The debtor", "乙方（债务人）", "乙方（債務人）"),
    "place-date": ("Place, date", "地点、日期", "地點、日期"),
    "signature": ("Signature", "签字（盖章）", "簽名（蓋章）"),
    "foot": ("Agreement {plan}, version {version}, reference {reference}. Digest {digest}", "协议 {plan}，版本 {version}，编号 {reference}。摘要 {digest}",
             "協議 {plan}，版本 {version}，編號 {reference}。摘要 {digest}"),
    "number": ("Number {plan}, version {version}", "编号 {plan}，版本 {version}", "編號 {plan}，版本 {version}"),
    "next": ("the next installment", "下一期", "下一期"),
    "last": ("the last installment", "最后一期", "最後一期"),
    "re-amortize": ("all remaining installments in equal parts", "其余各期（平均分摊）", "其餘各期（平均分攤）"),
    "late-today": ("{rate} (today's rate for this product)", "{rate}（本产品现行利率）", "{rate}（本產品現行利率）"),
    "late-from": (
        "{rate} (the rate for this product from {on} on)", "{rate}（本产品自{on}起的利率）", "{rate}（本產品自{on}起的利率）",
    ),
    "late-after": (" (late interest directly after it)", "（其后为逾期利息）", "（其後為遲延利息）"),
    "late-order": ("{order}; from {days} days past due on: {late}", "{order}；逾期满 {days} 天起：{late}", "{order}；逾期滿 {days} 天起：{late}"),
}  # fmt: skip


def _w(key: str, language: str, **values: object) -> str:
    return _WORDS[key][language_index(language)].format(**values)


@dataclass(frozen=True, slots=True)
class Made:
    """A finished agreement: the page, its digest, the wording it was made with, and what was left out of typed texts."""

    page: press.Page
    digest: str
    template: str
    wording_sha256: str
    told: tuple[str, ...]


class _Page:
    """The texts of one agreement in its language, every typed one cleaned."""

    def __init__(self, terms: Terms, sender: Sender, policy: Policy, language: str) -> None:
        self.terms, self.sender, self.policy, self.language = terms, sender, policy, language
        self.boundary = Boundary()
        self.currency = terms.file.case.currency
        self.rows = sorted(terms.rows, key=lambda row: row.no)

    def amount(self, value: Decimal) -> str:
        return formats.amount(value, self.currency, self.language)

    def figure(self, value: Decimal) -> str:
        return formats.figure(value, self.currency, self.language)

    def day(self, on: date) -> str:
        return formats.day(on, self.language)

    def capital(self, value: Decimal) -> str:
        return capital(value, self.currency, self.language) if self.language != "en" else ""

    def joined(self, parts: list[str]) -> str:
        return (", " if self.language == "en" else "、").join(parts)

    def _order(self, words: tuple[str, ...]) -> str:
        said_ = [label("Component", word, self.language) for word in words]
        if self.language == "en":
            said_ = [word.lower() for word in said_]
        late = _w("late-after", self.language)
        runs = bool(self._late_rate())
        return self.joined([text + late if word == "interest" and runs else text for word, text in zip(words, said_, strict=True)])

    def allocation(self) -> str:
        """The order inside an installment, and the other one where Settings have it for old arrears."""
        order = self._order(self.policy.order)
        if not self.policy.order_late or self.policy.order_late == self.policy.order:
            return order
        return _w("late-order", self.language, order=order, days=self.policy.late_from, late=self._order(self.policy.order_late))

    def _late_rate(self) -> str:
        """The yearly rate of late interest: the case's own, else its product's of the day or, where none has begun yet, the first to come; empty = none."""
        file, on = self.terms.file, self.terms.balance.on
        if file.case.annual_rate is not None:
            return tables.percent(file.case.annual_rate) if file.case.annual_rate else ""
        if today := rate_on(file, self.policy, on):
            return _w("late-today", self.language, rate=tables.percent(today))
        coming = [period for period in rate_periods(file, self.policy) if period.start > on and period.annual]
        if not coming:
            return ""
        first = min(coming, key=lambda period: period.start)
        return _w("late-from", self.language, rate=tables.percent(first.annual), on=self.day(first.start))

    def _frequency(self) -> str:
        text = label("Frequency", self.terms.frequency, self.language)
        return text.lower() if self.language == "en" else text

    def _who(self) -> dict[str, clauses.Field]:
        line, sender, debtor = self.boundary.line, self.sender, self.terms.file.debtor
        return {
            "creditor": line("creditor's name", sender.name),
            "creditor_address": said(self.boundary.lines("creditor's address", sender.address), self.language),
            "contact": line("contact person", sender.contact_person) or line("creditor's name", sender.name),
            "phone": line("creditor's phone", sender.phone), "reply_to": line("reply_to", sender.reply_to),
            "complaints": line("complaint line", sender.complaint_line) or line("reply_to", sender.reply_to),
            "debtor": line("debtor's name", debtor.name),
            "debtor_address": said(postal_lines(debtor, self.boundary, self.language), self.language),
        }  # fmt: skip

    def fields(self, earlier: str) -> dict[str, clauses.Field]:
        """Every value that the clauses may use."""
        terms, case, plan, line = self.terms, self.terms.file.case, self.terms.plan, self.boundary.line
        return self._who() | {
            "reference": line("case id", case.case_id), "product": line("product", case.product), "opened_on": self.day(case.opened_on),
            "plan_id": line("plan id", plan.plan_id), "version": plan.version,
            "balance": self.amount(terms.balance.outstanding), "balance_capital": self.capital(terms.balance.outstanding),
            "balance_on": self.day(terms.balance.on),
            "total": self.amount(plan.total), "total_capital": self.capital(plan.total),
            "waived": self.amount(plan.waived) if plan.waived else "", "waived_capital": self.capital(plan.waived) if plan.waived else "",
            "count": len(self.rows), "frequency": self._frequency(), "first_due": self.day(self.rows[0].due_on), "last_due": self.day(self.rows[-1].due_on),
            "plan_interest": self.amount(terms.interest) if terms.interest else "",
            "method": line("payment method", terms.method),
            "payment_ways": tuple(self.boundary.lines("payment instructions", self.sender.payment_instructions)),
            "allocation": self.allocation(), "early_money": _w(self.policy.future, self.language),
            "late_rate": self._late_rate(), "day_count": word(case.day_count, self.language), "grace_days": self.policy.grace_days,
            "broken_days": 30 if len(self.rows) > 1 else 7, "earlier_plan": line("plan id", earlier),
        }  # fmt: skip

    def printable(self, block: dict[str, Any]) -> dict[str, Any]:
        """A block whose own words, which a clerk may have edited, are printable as well."""
        if "items" not in block:
            return block
        return block | {"items": [[span | {"text": self.boundary.body(span["text"])} for span in item] for item in block["items"]]}

    def makeup(self) -> tables.Table:
        """The parts of the balance, and how the total of the agreement follows from it."""
        terms, plan, language = self.terms, self.terms.plan, self.language
        body = [(_w(name, language), self.figure(terms.balance.parts[name])) for name in PARTS if terms.balance.parts[name] or name == "principal"]
        foot = [(_w("balance", language), self.figure(terms.balance.outstanding))]
        waived = terms.balance.outstanding - (plan.total - self._on_top())
        foot += [(_w("waived", language), self.figure(-waived))] if waived else []
        foot += [(_w("on-top", language), self.figure(self._on_top()))] if self._on_top() else []
        foot.append((_w("total", language), self.figure(plan.total)))
        return tables.table(_w("makeup", language, currency=self.currency), (_w("part", language), _w("amount", language)), body, (1,), 0, foot)

    def _on_top(self) -> Decimal:
        """Interest of the rows that comes on top of what was owed."""
        plan, terms = self.terms.plan, self.terms
        return plan.total + plan.waived - terms.taken_over if terms.interest and plan.total + plan.waived > terms.taken_over else ZERO

    def schedule(self) -> tables.Table:
        """The installments; their parts where they have any, and each amount in capital numerals in Chinese."""
        language, rows = self.language, self.rows
        parts = [name for name in ("interest", "fee") if any(getattr(row, name) for row in rows)]
        parts = ["principal", *parts] if parts else []
        head_words = [_w("no", language), _w("due-on", language), *(_w(name, language) for name in parts), _w("amount", language)]
        body = [[str(row.no), self.day(row.due_on), *(self.figure(getattr(row, name)) for name in parts), self.figure(row.due)] for row in rows]
        sums = [self.figure(sum((getattr(row, name) for row in rows), ZERO)) for name in parts]
        foot = [_w("together", language), "", *sums, self.figure(self.terms.plan.total)]
        figures = list(range(2, 3 + len(parts)))
        if language != "en":
            head_words.append(_w("capital", language))
            body = [[*line, self.capital(row.due)] for line, row in zip(body, rows, strict=True)]
            foot.append(self.capital(self.terms.plan.total))
        return tables.table(_w("schedule", language, currency=self.currency), head_words, body, figures, len(head_words) - 1 if language != "en" else 1, [foot])

    def signatures(self) -> dict[str, Any]:
        """Two boxes; a date that is typed already is printed."""
        plan, who = self.terms.plan, self._who()
        boxes = [("creditor", plan.creditor_signed_on), ("debtor", plan.debtor_signed_on)]
        return {
            "boxes": [
                {"role": _w(f"{name}-signs", self.language), "name": who[name], "date": self.day(on) if on and plan.agreed_on else ""} for name, on in boxes
            ],
            "place_date": _w("place-date", self.language),
            "signature": _w("signature", self.language),
        }


def form_of(language: str) -> clauses.Form:
    """What the clause file of a language may and must use."""
    return clauses.Form(LAYOUT, FIELDS, REQUIRED if language == "en" else (*REQUIRED, *_CAPITALS), TABLES)


def make(terms: Terms, sender: Sender, policy: Policy, language: str, paper: Stationery, earlier: str = "", templates: Path = TEMPLATES) -> Made:
    """The agreement as it is to be signed. ``earlier`` = the plan in force that it replaces.

    Raises ``Stop`` X-TEMPLATE for a wording file that lacks what must be signed, ``press.Unprintable`` for text that cannot be printed.
    """
    page = _Page(terms, sender, policy, language)
    fields = page.fields(earlier)
    said_ = clauses.render(form_of(language), language, fields, {"balance_table": page.makeup(), "schedule_table": page.schedule()}, templates)
    data: dict[str, Any] = {
        "lang": language, "paper": paper.paper, "title": said_.title, "author": str(fields["creditor"]), "head": head(sender, page.boundary, paper),
        "number": _w("number", language, plan=fields["plan_id"], version=terms.plan.version),
        "clauses": [{"heading": page.boundary.body(heading), "blocks": [page.printable(block) for block in blocks]} for heading, blocks in said_.clauses],
        "signatures": page.signatures(), "page": page_words(language),
    }  # fmt: skip
    digest = digest_of(data)
    data["foot"] = _w("foot", language, plan=fields["plan_id"], version=terms.plan.version, reference=fields["reference"], digest=digest)
    made = press.compile(LAYOUT, data, on=terms.balance.on)
    return Made(made, digest, said_.file, said_.sha256, tuple(dict.fromkeys(page.boundary.told)))


def tried(templates: Path, only: str = "") -> list[tuple[str, Stop | None]]:
    """The clause file of each language, rendered with sample values: its path and what is wrong with it, if anything.

    A folder without any such file has none to try; where one language has it, the others must have it, too.
    """
    names = {language: f"{language}/{clauses.FOLDER}/{LAYOUT}.txt" for language in LANGUAGES}
    if not any((templates / name).is_file() for name in names.values()):
        return []
    sample: dict[str, clauses.Field] = {**dict.fromkeys(FIELDS, "1"), "payment_ways": ("1",), "count": 2, "grace_days": 0}
    found: list[tuple[str, Stop | None]] = []
    for language, name in names.items():
        if only not in name:
            continue
        try:
            clauses.render(form_of(language), language, sample, dict.fromkeys(TABLES, {}), templates)
            found.append((name, None))
        except Stop as stop:
            found.append((name, stop))
    return found


def digest_of(data: Mapping[str, Any]) -> str:
    """The first sixteen signs of the SHA-256 of all texts of the page."""
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
