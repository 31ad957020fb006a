"""The page of a run: complete, tied to its data, safe with any borrower text, and closed to the outside."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from html.parser import HTMLParser

import pytest

from pyaddin.correspondence.report import (
    AgeingLine,
    ChangeLine,
    Explained,
    ExplainLine,
    FaultLine,
    FlaggedLine,
    MessageLine,
    MovedLine,
    RunReport,
    StageLine,
    TotalLine,
    money,
    render,
    rule_of,
)

AS_OF = date(2026, 11, 23)
HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{ 7*7 }}{% for x in y %}",
    '=HYPERLINK("x")',
    "Anna & Ben\nBcc: x",
    "]]><!--",
    "\u202egnirts \U0001f600",
    "javascript:alert(1)",
)
NAMES = ("Mei Lin", "王小明", "Farida Osei-Bonsu", "Jonas van der Meer", "陳淑芬", "Acme Building Supplies & Sons (Holdings) Ltd.")
VOID = {"meta", "br", "rect", "link", "img"}


def _moved(number: int) -> MovedLine:
    rule = ("T1", "T2", "T2", "T10", "T7")[number % 5]
    steps = {"T1": ("", "CONTACT", 0, 0), "T2": ("CONTACT", "DEEP", 1, 1), "T10": ("DEEP", "CLOSED", 2, 2), "T7": ("MONITOR", "DEEP", 2, 2)}
    before, after, level_from, level_to = steps[rule]
    why = {
        "T1": "T1: arrears of 812.40 above the tolerance of 1.00, 3 days past due",
        "T2": "T2: 9 days past due and the first notice was sent on 2026-11-16",
        "T10": "T10: principal, interest and fees are paid",
        "T7": "T7: plan L-00003 broken since 2026-11-12 without a new plan or promise",
    }[rule]
    return MovedLine(f"C-{number:05}", NAMES[number % len(NAMES)], before, after, level_from, level_to, rule, why)


def _message(number: int) -> MessageLine:
    case, name = f"C-{number:05}", NAMES[number % len(NAMES)]
    if number % 9 == 0:
        rule = (
            "HOLD-DISPUTE: dispute since 2026-10-01 (Holds row 4)",
            "HOLD-PROMISE: promise of 400.00 for 2026-11-27 is open",
            "R29: last reminder on 2026-11-20, least gap 6 days",
        )
        return MessageLine(case, name, "reminder", 2, "email", "blocked", rule[number // 9 % 3], "")
    if number % 7 == 0:
        return MessageLine(
            case, name, "reminder", 3, ("call", "letter", "sms")[number % 3], "queued", "prefers this channel, which has no driver: task on Today", ""
        )
    if number == 31:
        return MessageLine(case, name, "reminder", 1, "email", "failed", "the address was refused: 550 no such user", "")
    if number == 32:
        return MessageLine(case, name, "thanks", 0, "email", "unknown", "the run ended while the message was on its way", "")
    kind, level = (("reminder", 1), ("reminder", 2), ("missed", 0), ("thanks", 0))[number % 4]
    return MessageLine(case, name, kind, level, "email", "sent", f"level {level} is due since day 8; written to folder", f"emails/{case}-{kind}-{level}.eml")


FLAGGED = tuple(
    FlaggedLine(
        f"C-{n:05}", NAMES[n % 6], "" if n % 3 else "L-00003", n, AS_OF - timedelta(days=n + 1), Decimal("1234.56") + n, ("CNY", "USD", "TWD")[n % 3], n + 1
    )
    for n in range(1, 13)
)

CHANGES = tuple(
    ChangeLine(
        "Cases" if n % 3 else "Installments",
        f"C-{n:05}",
        ("Days past due", "Arrears", "Why")[n % 3],
        "" if n % 5 == 0 else f"{n}",
        f"{n + 7}",
        "weekly refresh",
    )
    for n in range(420)
)

REFUSED = (
    FaultLine("Payments", 17, "Value date", "31/02/2026", "Type a real date, for example 2026-11-23.", "E-DATE"),
    FaultLine("Installments", 204, "Principal", "=A1*2", "Replace the formula by its value.", "E-FORMULA"),
)

AGEING = tuple(
    AgeingLine(currency, bucket, cases, Decimal(arrears))
    for currency, rows in {
        "CNY": (
            ("1-3", 6, "4210.00"),
            ("4-7", 9, "8120.50"),
            ("8-30", 21, "48210.55"),
            ("31-60", 12, "61020.10"),
            ("61-90", 7, "40118.00"),
            ("91-120", 0, "0"),
            (">180", 2, "120044.99"),
        ),
        "JPY": (("1-3", 1, "12000"), ("8-30", 2, "88000")),
    }.items()
    for bucket, cases, arrears in rows
)

STAGES = tuple(
    StageLine(stage, n) for stage, n in (("", 38), ("CONTACT", 24), ("DEEP", 27), ("NEGOTIATE", 11), ("MONITOR", 9), ("DISPOSITION", 3), ("CLOSED", 8))
)

TOTALS = (
    TotalLine("CNY", 57, Decimal("281724.14"), Decimal("3120.07"), Decimal(640), Decimal("1204551.90")),
    TotalLine("JPY", 3, Decimal("100000"), Decimal("812"), Decimal("0"), Decimal("640812")),
)

EXAMPLE = Explained(
    "C-00002",
    "Farida Osei-Bonsu",
    (
        ExplainLine("Installment 3, due 2026-10-14", "1,000.00", "principal 900.00, interest 100.00"),
        ExplainLine("Payment P-000122 of 2026-10-20", "-400.00", "interest 100.00, then principal 300.00"),
        ExplainLine("Arrears", "600.00", "1,000.00 - 400.00"),
        ExplainLine("Days past due", "40", "from 2026-10-14 to 2026-11-23"),
        ExplainLine("Late interest", "8.29", "900.00 x 12 % x 6 / 365 + 600.00 x 12 % x 34 / 365"),
    ),
)


def rich() -> RunReport:
    """A run with everything in it, whose figures tie."""
    moved = tuple(_moved(number) for number in range(1, 19))
    messages = tuple(_message(number) for number in range(1, 46))
    counts = Counter(line.result for line in messages)
    return RunReport(
        run_id="W-20261123-1",
        kind="weekly",
        as_of=AS_OF,
        started="2026-11-23T01:00:02Z",
        ended="2026-11-23T01:00:04Z",
        ledger_name="collections.xlsm",
        transport="folder",
        dry_run=False,
        counts={
            "assessed": 120,
            "flagged": len(FLAGGED),
            "moved": len(moved),
            "sent": counts["sent"],
            "queued": counts["queued"],
            "blocked": counts["blocked"],
            "failed": 1,
            "parked": 1,
            "refused": 2,
        },
        moved=moved,
        flagged=FLAGGED,
        messages=messages,
        changes=CHANGES,
        refused=REFUSED,
        ageing=AGEING,
        stages=STAGES,
        totals=TOTALS,
        example=EXAMPLE,
        notes=("Payments up to 2026-11-22 are counted.",),
    )


def empty() -> RunReport:
    return RunReport("W-1", "weekly", AS_OF, "s", "e", "ledger.xlsm", "folder", False, {})


class Page(HTMLParser):
    """Reads a page strictly: every element is closed in order; keeps ids, links, texts by element id and table rows."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.tags: Counter[str] = Counter()
        self.ids: list[str] = []
        self.references: list[str] = []
        self.attributes: list[tuple[str, str, str]] = []
        self.rows: dict[str, list[list[str]]] = {}
        self.by_id: dict[str, str] = {}
        self._table = self._id = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1
        values = {name: value or "" for name, value in attrs}
        assert len(values) == len(attrs), f"doubled attribute in <{tag}>"
        self.attributes += [(tag, name, value) for name, value in values.items()]
        self._id = values.get("id", "")
        self.ids += [self._id] if self._id else []
        self.references += values.get("aria-labelledby", "").split() + [v[1:] for n, v in values.items() if n == "href" and v.startswith("#")]
        if tag == "table":
            self._table = values.get("id", "")
            self.rows[self._table] = []
        if tag == "tr":
            self.rows[self._table].append([])
        if tag in ("td", "th"):
            self.rows[self._table][-1].append("")
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        assert self.open[-1:] == [tag], f"</{tag}> closes nothing"
        self.open.pop()
        self._id = ""

    def handle_data(self, data: str) -> None:
        if self._id:
            self.by_id[self._id] = self.by_id.get(self._id, "") + data
        if {"td", "th"} & set(self.open) and self._table:
            self.rows[self._table][-1][-1] += data


def read(text: str) -> Page:
    page = Page(text)
    assert page.open == [], "unclosed elements"
    return page


@pytest.mark.parametrize("report", [rich(), empty(), replace(rich(), dry_run=True)], ids=["rich", "empty", "dry"])
def test_page_is_whole_and_asks_for_nothing(report: RunReport) -> None:
    text = render(report)
    page = read(text)
    assert [page_id for page_id, n in Counter(page.ids).items() if n > 1] == []
    assert set(page.references) <= set(page.ids)
    assert not re.search(r"https?:|//[a-z]", text, re.I)
    assert not {"script", "link", "img", "iframe", "object", "base"} & set(page.tags)
    assert not [(tag, name) for tag, name, _ in page.attributes if name.startswith("on") or name == "src"]
    assert "url(" not in text
    assert "None" not in text
    assert "Decimal(" not in text


def test_every_table_has_a_caption_and_scoped_heads() -> None:
    page = read(render(rich()))
    assert page.tags["table"] == page.tags["caption"] > 8
    assert sum(1 for tag, name, _ in page.attributes if (tag, name) == ("th", "scope")) == page.tags["th"]


def test_headline_figures_are_the_counts() -> None:
    report = rich()
    page = read(render(report))
    assert {key: page.by_id[f"count-{key}"] for key in report.counts} == {key: str(number) for key, number in report.counts.items()}


def test_totals_in_the_page_tie_to_the_data() -> None:
    report = rich()
    page = read(render(report))
    assert page.rows["totals"][1:] == [["CNY", "57", "281,724.14", "3,120.07", "640.00", "1,204,551.90"], ["JPY", "3", "100,000", "812", "0", "640,812"]]
    assert ["Arrears CNY: total = sum of its ranges", "281,724.14", "281,724.14", "yes"] in page.rows["ties"]
    assert {row[3] for row in page.rows["ties"][1:]} == {"yes"}


def test_figures_that_do_not_tie_are_said() -> None:
    report = rich()
    short = replace(report, ageing=report.ageing[1:], counts={**report.counts, "sent": 99})
    page = read(render(short))
    assert ["Arrears CNY: total = sum of its ranges", "281,724.14", "277,514.14", "no"] in page.rows["ties"]
    assert [row[0] for row in page.rows["ties"] if row[3] == "no"] == ["Arrears CNY: total = sum of its ranges", "Messages sent"]
    assert "No: see below" in render(short)


def test_every_line_stands_in_its_section() -> None:
    report = rich()
    page = read(render(report))
    assert [row[0] for row in page.rows["moved-lines"][1:]] == [line.case_id for line in report.moved]
    assert page.rows["flagged-lines"][1] == ["C-00001", "王小明", "contract", "1", "2026-11-21", "2", "1,235.56", "USD"]
    assert [row[0] for row in page.rows["sent-lines"][1:]] == [line.case_id for line in report.messages if line.result == "sent"]
    assert [row[5] for row in page.rows["trouble-lines"][1:]] == ["failed", "unknown"]
    assert [row[5] for row in page.rows["refused-lines"][1:]] == ["E-DATE", "E-FORMULA"]
    waiting = [row[0] for key, rows in page.rows.items() if key.startswith("waiting-") for row in rows[1:]]
    assert sorted(waiting) == [line.case_id for line in report.messages if line.result == "queued"]
    assert page.rows["example-lines"][-1][1] == "8.29"


def test_blocked_messages_are_grouped_by_rule() -> None:
    report = rich()
    text = render(report)
    rows = read(text).rows["blocked-lines"][1:]
    assert sorted(row[1] for row in rows) == [line.case_id for line in report.messages if line.result == "blocked"]
    assert [row[0] for row in rows] == ["HOLD-PROMISE"] * 2 + ["R29"] * 2 + ["HOLD-DISPUTE"]
    assert all(rule_of(row[6]) == row[0] for row in rows)
    chips = text[text.index("Blocked messages by rule") : text.index("blocked-lines")]
    assert re.findall(r'"rule">([^<]+)</span> <b>(\d+)', chips) == [("HOLD-PROMISE", "2"), ("R29", "2"), ("HOLD-DISPUTE", "1")]


def test_money_is_never_added_across_currencies() -> None:
    text = render(rich())
    assert "381,724.14" not in text
    assert text.count("<svg") == 3


def test_hostile_text_stays_text() -> None:
    for evil in HOSTILE:
        report = rich()
        report = replace(
            report,
            ledger_name=evil,
            moved=(replace(report.moved[0], debtor=evil, why=evil),),
            flagged=(replace(report.flagged[0], debtor=evil, plan_id=evil),),
            messages=tuple(replace(line, debtor=evil, why=evil, file=evil, channel=evil) for line in report.messages),
            changes=(ChangeLine("Cases", evil, "Why", evil, evil, evil),),
            refused=(FaultLine("Payments", None, evil, evil, evil, "E-TEXT"),),
            ageing=(AgeingLine(evil, evil, 1, Decimal("1.00")),),
            stages=(StageLine(evil, 1),),
            totals=(TotalLine(evil, 1, Decimal("1.00"), Decimal(0), Decimal(0), Decimal("1.00")),),
            example=Explained(evil, evil, (ExplainLine(evil, evil, evil),)),
            notes=(evil,),
        )
        text = render(report)
        page = read(text)
        assert page.tags == read(render(replace(report, ledger_name="x"))).tags
        assert "<script" not in text
        assert "<img" not in text
        assert "<!--" not in text
        assert page.rows["moved-lines"][1][1] == evil
        assert not [value for tag, name, value in page.attributes if name == "href" and (":" in value or '"' in value)]
        assert "49" not in page.rows["example-lines"][1]


def test_long_lists_are_cut_and_the_rest_is_counted() -> None:
    report = rich()
    page_text = render(report)
    assert len(read(page_text).rows["change-lines"]) == 1 + 300
    assert "The first 300 of 420 changed cells are shown; 120 more are not listed here." in page_text
    many = replace(report, moved=tuple(replace(report.moved[0], case_id=f"C-{n:05}") for n in range(1_501)))
    assert len(read(render(many)).rows["moved-lines"]) == 1 + 500
    assert "The first 500 of 1,501 moves are shown; 1,001 more are not listed here." in render(many)


def test_empty_run_says_so() -> None:
    text = render(empty())
    for sentence in (
        "no message was blocked, none failed, and no row was refused",
        "No case changed its stage",
        "No installment was newly missed",
        "No message was sent",
        "No cell changed",
    ):
        assert sentence in text
    assert read(text).by_id["count-sent"] == "0"


def test_dry_run_is_marked() -> None:
    dry, real = render(replace(rich(), dry_run=True)), render(rich())
    assert "Dry run: nothing was written and nothing was sent." in dry
    assert "Would be sent" in dry
    assert "Dry run" not in real
    assert "Would be sent" not in real


def test_message_files_are_linked_relative() -> None:
    report = replace(rich(), messages=(replace(rich().messages[0], file="emails\\C-1 #a?.eml"),))
    assert 'href="emails/C-1%20%23a%3F.eml"' in render(report)


@pytest.mark.parametrize(
    ("amount", "currency", "shown"),
    [
        ("0", "CNY", "0.00"),
        ("1234567.5", "USD", "1,234,567.50"),
        ("-1200.10", "EUR", "-1,200.10"),
        ("1E+3", "JPY", "1,000"),
        ("12345678901234567890.125", "CNY", "12,345,678,901,234,567,890.125"),
    ],
)
def test_amounts_are_printed_exactly(amount: str, currency: str, shown: str) -> None:
    assert money(Decimal(amount), currency) == shown


@pytest.mark.parametrize(
    ("why", "rule"),
    [
        ("HOLD-DISPUTE: since 2026-10-01", "HOLD-DISPUTE"),
        ("CN-WIN-CBA: 规则要求：只能在 08:00 至 20:00 联系。", "CN-WIN-CBA"),
        ("C-00012: P-000123: HOLD-DATA: Payments row 4", "HOLD-DATA"),
        ("T11b: every plan row paid", "T11b"),
        ("JOURNAL: Nothing is sent", "JOURNAL"),
        ("no address", ""),
    ],
)
def test_rule_named_in_a_reason(why: str, rule: str) -> None:
    assert rule_of(why) == rule


def test_same_report_gives_the_same_page() -> None:
    assert render(rich()) == render(rich())
