"""What the desk says in a Chinese ledger: faults with their advice, and what tidy, import, setup and new case tell on the sheet Result."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from pyaddin.advice_words import SPECIFIC, in_chinese
from pyaddin.entrypoints import say
from pyaddin.entrypoints.line import fault, stopped
from pyaddin.entrypoints.live import words as buttons
from pyaddin.entrypoints.live.form import advise
from pyaddin.errors import KINDS, Fault
from pyaddin.fault_words import KIND_WORDS, advice, meaning
from pyaddin.ledger.book import Value
from pyaddin.ledger.closed import ClosedBook
from pyaddin.ledger.memory import MemoryBook
from pyaddin.sentence_forms import SHAPES
from pyaddin.tasks import import_list, setup, tidy
from pyaddin.tasks.check import run as check
from pyaddin.tasks.outcome import Outcome
from tests.ledger.ledger_files import ROWS, small_ledger

CHINESE = ("zh-CN", "zh-TW")
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
ENGLISH = re.compile(r"\b(?:the|is|are|was|of|and|none|written|nothing|column|row|found|type|note)\b", re.IGNORECASE)
"""Words that an English sentence cannot do without; names of sheets, codes and settings have none of them."""


def test_every_fault_is_told_in_three_languages() -> None:
    assert set(KIND_WORDS) == set(KINDS), "fault_words.KIND_WORDS says every kind of errors.KINDS in Chinese"
    for (simplified, its_advice), (traditional, their_advice) in KIND_WORDS.values():
        assert all(re.search("[一-鿿]", words) for words in (simplified, its_advice, traditional, their_advice))
        assert simplified != traditional or not re.search("[们个这为时间]", simplified)


def sample(name: str, number: int) -> str:
    """What fills a gap of a sentence."""
    return {"day": f"2026-11-{number:02d}", "episode": f"{number}"}.get(name, f"{number}.50" if name in SHAPES else f"<{number}>")


@pytest.mark.parametrize("english", SPECIFIC)
def test_a_sentence_with_figures_keeps_them(english: str) -> None:
    gaps = re.findall(r"\{(\w+)\}", english)
    filled = {name: sample(name, number) for number, name in enumerate(gaps)}
    given = english.format(**filled)
    for language, words in zip(CHINESE, SPECIFIC[english], strict=True):
        said = in_chinese(given, language)
        assert re.search("[一-鿿]", said)
        assert said == words.format(**filled), "another sentence, of which this one is a longer form, was taken for it"
    for words in SPECIFIC[english]:
        assert set(re.findall(r"\{(\w+)\}", words)) <= set(gaps)


def test_an_advice_of_its_own_and_one_that_only_english_knows() -> None:
    assert advice("E-NUMBER", "Type a whole number.", "zh-CN") == "请输入整数。"
    assert advice("E-NUMBER", KINDS["E-NUMBER"].advice, "zh-TW") == "請輸入純數字，不帶文字或符號。"
    assert advice("E-NUMBER", "Ask Zoe.", "zh-CN") == "请输入纯数字，不带文字或符号。 (Ask Zoe.)"
    assert advice("E-NUMBER", "请填写。", "zh-CN") == "请填写。"
    assert advice("E-NUMBER", "Ask Zoe.", "en") == "Ask Zoe."
    assert meaning("E-NUMBER", "en") == KINDS["E-NUMBER"].meaning


def test_a_fault_and_a_stop_in_chinese() -> None:
    row = Fault("E-DATE", "Cases", 4, "Opened on", "1 March").as_json()
    assert fault(row, "zh-CN") == "Cases 第 4 行“合同日期”列：现为“1 March”。请输入真正的日期，例如 2026-11-23。 [E-DATE]"
    assert fault(row, "zh-TW") == "Cases 第 4 列「契約日期」欄：現為「1 March」。請輸入真正的日期，例如 2026-11-23。 [E-DATE]"
    assert stopped(Fault("X-PROTECTED", "Promises", found="Promises"), "zh-CN") == [
        "X-PROTECTED：工作表受保护，无法写入。（Promises，Promises）", "请取消保护（审阅 > 撤消工作表保护），然后重试。",
    ]  # fmt: skip


def test_what_somebody_typed_stays_as_typed_in_a_chinese_refusal() -> None:
    """Neither a case id that is a word of ours nor a name that holds a column's is said in Chinese."""
    assert "（Cases，案件编号，blank）" in stopped(Fault("X-CASE", "Cases", column="Case ID", found="blank"), "zh-CN")[0]
    assert "空白" in fault(Fault("E-REQUIRED", "Cases", 4, "Owner", "blank").as_json(), "zh-CN")
    word = Fault("E-TEXT", "Debtors", 4, "Opted-out channels", "Address", advice="'Address' is not one of: email, sms.").as_json()
    assert "“Address”不在以下选项中：email、sms" in fault(word, "zh-CN").replace(", ", "、")
    column = Fault("E-REQUIRED", "Legal", 4, "Filed on", advice="The plan is signed; fill Court number.").as_json()
    assert "“案号（Court number）”" in fault(column, "zh-CN")


@pytest.mark.parametrize(("language", "written"), [("en", "forty: Type a whole number."), ("zh-CN", "forty：请输入整数。"), ("zh-TW", "forty：請輸入整數。")])
def test_what_is_written_beside_a_field_has_the_colon_of_its_language(language: str, written: str) -> None:
    @dataclass
    class Sheet:
        texts: list[str] = field(default_factory=list)

        def grid(self, sheet: str) -> list[list[object]]:
            return []

        def write_text(self, sheet: str, row: int, column: int, text: str) -> None:
            self.texts.append(text)

    sheet = Sheet()
    advise(sheet, [Fault("E-NUMBER", found="forty", advice="Type a whole number.")], language)  # type: ignore[arg-type]
    assert sheet.texts == [written]


def test_a_column_whose_name_holds_that_of_another_is_named_once() -> None:
    """Court and Court number are columns of Legal."""
    row = Fault("E-ORDER", "Legal", 4, "Filed on", "2026-11-23", advice="The plan is signed; fill Court number.").as_json()
    assert "请填写“案号（Court number）”。" in fault(row, "zh-CN")


BAD: dict[str, list[dict[str, Value]]] = {
    "Debtors": [{"Debtor ID": "D-1", "Name": "x" * 900, "Country": "XX", "Time zone": "Nowhere"},
                {"Debtor ID": "D-2", "Name": "A", "Preferred channel": "owl"}],
    "Cases": [
        {"Case ID": "C-1", "Debtor ID": "D-2", "Currency": "ZZZ", "Opened on": "31.2.2026"},
        {"Case ID": "C-2", "Debtor ID": "D-9", "Currency": "CNY", "Opened on": "03/04/2026", "Annual rate": Decimal(30)},
        {"Case ID": "C-3", "Debtor ID": "D-2", "Currency": "CNY", "Opened on": date(2026, 1, 1)},
        {"Case ID": "C-3", "Debtor ID": "D-2", "Currency": "CNY", "Opened on": date(2026, 1, 1)},
    ],
    "Installments": [{"Case ID": "C-3", "No": Decimal("1.5"), "Due on": date(2026, 2, 1), "Principal": Decimal("1.234")}],
    "Payments": [{"Payment ID": "P-1", "Case ID": "C-3", "Value date": date(2026, 2, 1), "Amount": "12 EUR"}],
    "Holds": [{"Hold ID": "H-1", "Scope": "case", "Applies to": "C-8", "Type": "MANUAL", "Start": date(2026, 2, 2), "End": date(2026, 2, 1), "Reason": "x"}],
}  # fmt: skip


@pytest.mark.parametrize("language", CHINESE)
def test_row_faults_are_told_without_english_sentences(tmp_path: Path, language: str) -> None:
    outcome = check(tmp_path / "ledger.xlsm", book=MemoryBook(BAD))
    faults = outcome.data["faults"]
    assert isinstance(faults, list)
    assert len(faults) >= 12
    for row in faults:
        said = fault(row, language)
        assert not ENGLISH.search(said.replace(str(row["found"]), "")), said


def in_language(folder: Path, language: str) -> Path:
    return small_ledger(folder, ROWS | {"Settings": [{"Key": "ledger_language", "Value": language}]})


@pytest.mark.parametrize("language", CHINESE)
def test_what_tasks_tell_is_chinese(tmp_path: Path, language: str) -> None:
    path = in_language(tmp_path, language)
    listed = tmp_path / "list.csv"
    listed.write_text(
        "Case ID,Debtor ID,Name,Currency,Opened on,Due on,Amount due,Remark\nC-9,D-9,Zoe,CNY,2026-01-01,2026-02-01,100.00,x\n"
        "C-8,D-9,Zoe,CNY,soon,2026-02-01,50,\n"
        "Total,,,,,,200.00,\n",
        encoding="utf-8",
    )
    class Nobody:
        live = False

        def tell(self, text: str) -> None: ...
        def ask(self, text: str) -> str | None:
            return None

    outcomes: list[Outcome] = []
    for preview in (True, False):
        outcomes.append(
            import_list.run(
                path, source=listed, mapping=None, preview=preview, full=True, encoding=None, sheets=(), columns=(), fixed=(), split_payments=False,
                now=lambda: NOW, book=ClosedBook(path),
            )  # fmt: skip
        )
    outcomes.append(
        setup.run(
            path, role="agency", debt_class=None, jurisdiction="CN", creditor_name=None, reply_to=None, time_zone=None, now=lambda: NOW, dialog=Nobody(),
        )  # fmt: skip
    )
    outcomes += [tidy.run(path, by="Amy", now=lambda: NOW) for _ in range(2)]
    for outcome in outcomes:
        said = say.lines(outcome, language)
        assert all(re.search("[一-鿿]", line) or not ENGLISH.search(line) for line in said), said
        assert say.lines(outcome, "en") != said
    first = say.lines(outcomes[0], language)
    assert first[0] == {"zh-CN": "预览 list.csv：未写入任何内容。", "zh-TW": "預覽 list.csv：未寫入任何內容。"}[language]


def test_every_sentence_that_a_button_says_is_there() -> None:
    rooms = Path(buttons.__file__).parent
    used = {
        key
        for file in rooms.glob("*.py")
        for key in re.findall(r"""(?:\bword|\bsay)\((?:(?:desk\.)?language, )?["']([a-z0-9.-]+)["']""", file.read_text(encoding="utf-8"))
    }
    assert len(used) > 80
    assert not {key for key in used if key not in buttons._SENTENCES}
