"""What the sheet Result tells of columns, codes and tasks in a Chinese ledger: by captions, labels and buttons; in English as it is stored."""

from __future__ import annotations

import pytest

from pyaddin.entrypoints import say_taking, say_upkeep
from pyaddin.entrypoints.live import cells
from pyaddin.entrypoints.live.disposing import _way
from pyaddin.entrypoints.live.words import say


@pytest.mark.parametrize(("name", "value", "told"), [
    ("Due on", "2026-11-21", "應繳日 2026-11-21"), ("Open", "9248.25", "未繳 9248.25"), ("tolerance", "1", "容許差額 1"), ("grace_days", "0", "grace_days 0"),
    ("Preferred channel", "email", "偏好管道 電子郵件"), ("Language", "zh-TW", "語言 繁體中文"),
    ("Lawful hours of calls", "08:00-21:00", "可致電時段 08:00-21:00"),
    ("part payment 2026-08-21", "P-000062", "部分清償 2026-08-21 P-000062"), ("Principal", "8850.00", "本金 8850.00"),
])  # fmt: skip
def test_facts_behind_a_figure(name: str, value: str, told: str) -> None:
    assert cells.fact(name, value, "zh-TW") == told
    assert cells.fact(name, value, "en") == f"{name} {value}"


def test_cells_and_rows_that_changed() -> None:
    assert cells.cell("Cases", "Stage", "CONTACT", "zh-TW") == "首次聯絡"
    assert cells.cell("Installments", "Status", "missed", "zh-CN") == "逾期未付"
    assert cells.cell("Cases", "Notes", "missed", "zh-CN") == "missed"
    assert cells.cell("Cases", "A clerk's own", "x", "zh-CN") == "x"
    row = "As of 2026-11-23, By Amy, Case ID C-1, Level from 0, Rule T1, To CONTACT, Why T1: 自 2026-11-21 起, 開始"
    told = "基準日 2026-11-23，承辦人 Amy，案件編號 C-1，原級別 0，規則 開始催收，新階段 首次聯絡，理由 T1: 自 2026-11-21 起, 開始"
    assert cells.row("Moves", row, "zh-TW") == told
    assert cells.row("Moves", row, "en") == row
    assert cells.row("", "", "zh-CN") == ""


@pytest.mark.parametrize(("task", "simplified", "traditional"), [
    ("refresh", "更新", "更新"), ("weekly", "每周跟进", "每週跟進"), ("entry", "录入", "登錄"), ("first", "首次记录", "首次記錄"),
    ("undo", "撤销上一步", "復原上一步"),
    ("tidy", "整理工作表", "整理工作表"), ("pay", "登记还款", "登記還款"), ("unheard-of", "unheard-of", "unheard-of"),
])  # fmt: skip
def test_a_task_is_called_as_its_button(task: str, simplified: str, traditional: str) -> None:
    assert (cells.task_word(task, "zh-CN"), cells.task_word(task, "zh-TW"), cells.task_word(task, "en")) == (simplified, traditional, task)


def test_ways_out_that_begin_with_the_letter_of_a_move() -> None:
    """TRANSFERRED and TIME_BARRED are outcomes, T9 is a move of the stage table."""
    ways = ("T9", "WRITTEN_OFF", "TRANSFERRED", "TIME_BARRED")
    assert [_way(way, "zh-CN") for way in ways] == ["减免方案", "已核销", "已移交他方", "已过诉讼时效"]
    assert [_way(way, "zh-TW") for way in ways] == ["減免方案", "已打消呆帳", "已移轉他方", "已罹於時效"]


def test_states_of_waiting_messages() -> None:
    assert [say_upkeep.state(name, "zh-TW") for name in ("planned", "queued", "held", "sent")] == ["計畫中", "待處理", "擱置", "sent"]
    assert say_upkeep.state("planned", "en") == "planned"


def test_what_tidy_put_right() -> None:
    changes = [
        {"table": "Cases", "key": "C-1", "column": "Stage", "old": "", "new": "CONTACT"},
        {"table": "Holds", "key": "H-1", "column": "", "old": "", "new": "new row"},
    ]  # fmt: skip
    data = {"restored": [{"table": "Cases", "column": "Notes", "place": "AA2", "old": "a", "new": "b"}], "changes": changes, "told": [], "faults": []}
    assert say_taking.tidy(data, "zh-CN")[:4] == ["已恢复 3 处：", "Cases 备注 AA2：a → b", "Cases C-1 阶段：（空） → 首次联系", "Holds H-1：新增一行"]
    assert say_taking.tidy(data, "en")[1:4] == ["Cases Notes AA2: a -> b", "Cases C-1 Stage: blank -> CONTACT", "Holds H-1: new row"]


def test_signs_between_words_are_those_of_the_language() -> None:
    assert [say(language, "who-why", who="何静", why="x") for language in ("en", "zh-CN")] == ["何静 (x)", "何静（x）"]
    assert [say("zh-TW", key) for key in ("and", "colon", "semicolon")] == ["、", "：", "；"]
