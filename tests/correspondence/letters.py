"""Letters for the tests of wording and email: plain ones, one per template, and hostile ones."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from pyaddin.correspondence.message import Letter, OverdueLine, Planned, Received, Sender, Statement

AS_OF = date(2026, 11, 23)
SENDER = Sender(
    name="Harbor Home Finance",
    address="12 Quay Street, Springfield",
    phone="+1 217 555 0100",
    contact_person="Jane Wong",
    reply_to="accounts@harbor.example",
    payment_instructions="Bank transfer: account 0012 3456 7890\nAt our counter, Monday to Friday, 9 to 5",
    complaint_line="write to Customer Care, care@harbor.example",
)
SENDER_ZH = Sender(
    name="海港家居金融有限公司",
    address="上海市滨江路 12 号",
    phone="021-5555 0100",
    contact_person="王静",
    reply_to="accounts@harbor.example",
    payment_instructions="银行转账：账号 0012 3456 7890\n营业网点：周一至周五 9:00-17:00",
    complaint_line="客户服务中心 400-555-0100",
)
SENDER_TW = Sender(
    name="海港家居金融股份有限公司",
    address="臺北市濱江路 12 號",
    phone="02-5555-0100",
    contact_person="王靜",
    reply_to="accounts@harbor.example",
    payment_instructions="銀行轉帳：帳號 0012 3456 7890\n營業據點：週一至週五 9:00-17:00",
    complaint_line="客戶服務中心 0800-555-010",
)
# language -> who writes, debtor, product, second product, currency
OFFICES = {
    "en": (SENDER, "Alex Miller", "Home improvement plan", "Garden furniture", "USD"),
    "zh-CN": (SENDER_ZH, "李小明", "家装分期", "Visa 卡", "CNY"),
    "zh-TW": (SENDER_TW, "李小明", "居家裝修分期", "Visa 卡", "TWD"),
}
# stage, template, kind, level, tone, days past due
FILES = (
    ("CONTACT", "reminder_1", "reminder", 1, "first", 3),
    ("DEEP", "reminder_2", "reminder", 2, "first", 8),
    ("DEEP", "reminder_3", "reminder", 3, "firm", 15),
    ("DEEP", "reminder_4", "reminder", 4, "final", 30),
    ("MONITOR", "missed", "missed", 0, "first", 2),
    ("CONTACT", "missed", "missed", 0, "first", 2),
    ("CONTACT", "thanks", "thanks", 0, "first", 0),
)
HOSTILE = (
    "{{ 7*7 }}",
    "{% for x in y %}",
    "{{ ''.__class__.__mro__ }}",
    '=HYPERLINK("http://evil.example","x")',
    "<script>alert(1)</script>",
    "**bold** *it* [[overdue_table]]",
    "- item",
    "line\nbreak",
    "line\r\nBcc: victim@evil.example",
    "\r\n\r\nbody",
    "a\u202egnp.exe",
    "nul\x00bell\x07",
    "👨‍👩‍👧 family",
    "X" * 300,
    "很长的名字" * 60,
    "𠮷野家 㐂",
    "private \ue000\ue001 use",
    "\U000f0000 plane",
    "# heading #}",
    "\\*",
    "A & B <b>C</b>",
    "\ud800lone",
    "@@BODY@@",
    "&amp;",
    "name\u2028sep\x85end",
    "%s %(a)s {0}",
    "מרים",
    "Zoë O'Brien",
    '"quoted", <a@b.example>',
    "`rm -rf`",
    "__import__('os')",
)


def line(no: int, days_late: int, due: str, paid: str = "0") -> OverdueLine:
    """An unpaid installment that fell due ``days_late`` days ago."""
    return OverdueLine(no, AS_OF - timedelta(days=days_late), days_late, Decimal(due), Decimal(paid), Decimal(due) - Decimal(paid))


def statement(case_id: str = "C-00012", product: str = "Home improvement plan", currency: str = "USD", days: int = 8, *, count: int = 2) -> Statement:
    """One debt with ``count`` unpaid rows, a part payment on the oldest, late interest and a fee."""
    lines = (line(3, days, "1234.50", "200.00"), *(line(3 + index, max(days - 14 * index, 1), "1234.50") for index in range(1, count)))
    arrears = sum((row.open for row in lines), Decimal(0))
    interest, fee = Decimal("84.50"), Decimal("10.00")
    late, fees = Decimal("6.17"), Decimal("25.00")
    return Statement(case_id, product, currency, days, lines, arrears - interest - fee, interest, fee, arrears, late, fees, arrears + late + fees)


def letter(
    language: str = "en",
    stage: str = "CONTACT",
    template: str = "reminder_1",
    kind: str = "reminder",
    level: int = 1,
    tone: str = "first",
    days: int = 3,
    closes: bool = False,
) -> Letter:
    """A letter of each kind, with the amounts of ``statement``."""
    sender, debtor, product, _, currency = OFFICES[language]
    debt = statement(days=days, product=product, currency=currency, count=2 if days > 20 else 1)
    return Letter(
        kind=kind,
        level=level,
        template=template,
        stage=stage,
        tone=tone,
        language=language,
        debtor_name=debtor,
        as_of=AS_OF,
        counted_until=date(2026, 11, 22),
        pay_by=date(2026, 12, 3),
        sender=sender,
        statements=(debt,),
        missed=debt.lines[0] if kind == "missed" else None,
        received=Received(Decimal("500.00"), debt.currency, date(2026, 11, 20), closes) if kind == "thanks" else None,
    )


def every_letter(language: str) -> dict[str, Letter]:
    """One letter per wording file of a language, plus the variants that take another branch of it."""
    letters = {f"{stage.lower()}-{template}": letter(language, stage, template, kind, level, tone, days) for stage, template, kind, level, tone, days in FILES}
    letters["contact-thanks-closes"] = letter(language, template="thanks", kind="thanks", level=0, closes=True)
    first = letters["deep-reminder_3"]
    second = statement("C-00077", OFFICES[language][3], "EUR", 41)
    letters["deep-reminder_3-two-references"] = replace(first, statements=(*first.statements, second))
    letters["deep-reminder_2-bare-settings"] = replace(
        letters["deep-reminder_2"], sender=replace(first.sender, address="", phone="", contact_person="", payment_instructions="", complaint_line="")
    )
    return letters


def hostile(base: Letter, text: str) -> Letter:
    """``text`` in every place that a person types."""
    sender = replace(base.sender, address=text, contact_person=text, payment_instructions=text, complaint_line=text)
    statements = tuple(replace(debt, product=text) for debt in base.statements)
    return replace(base, debtor_name=text, sender=sender, statements=statements)


def planned(recipient: str = "alex@example.org", name: str = "Alex Miller", key: str = "C-00012|1|reminder|1") -> Planned:
    """A message decided on for ``AS_OF`` at ten o'clock UTC."""
    return Planned(
        ((key, "C-00012"),), "C-00012", "D-00001", "email", recipient, name, datetime(2026, 11, 23, 10, 0, tzinfo=UTC), "RUN-1", False, "level 1 is due"
    )
