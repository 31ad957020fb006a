"""What every command answers in a terminal: the same facts line by line in each language of a ledger, and no English sentence in a Chinese one."""

from __future__ import annotations

import importlib
import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from pyaddin.commands import COMMANDS
from pyaddin.entrypoints import say, speech
from pyaddin.entrypoints.cli import main
from pyaddin.entrypoints.speaks import language_at
from pyaddin.errors import Fault
from pyaddin.labels import LANGUAGES
from tests.entrypoints.test_say import RUN
from tests.stories.desk import Office, case, debtor, installments

FAULT = {"code": "E-DATE", "sheet": "Cases", "row": 4, "column": "Opened on", "found": "1/3", "advice": "Type a real date, for example 2026-11-23."}
STANDING = {
    "case_id": "C-1", "debtor": "Li", "stage": "", "arrears": "5.00", "outstanding": "9.00", "currency": "CNY", "next_action": "X", "next_action_on": "D",
}  # fmt: skip
WEEKLY: dict[str, Any] = RUN | {"faults": [FAULT]}
ENTERED = {"rows": [{"table": "Payments", "key": "P-1", "values": {"Amount": "5.00", "Method": None}}], "cases": [STANDING], "notes": []}
PERSON = {"case_id": "C-1", "debtor": "Li", "why": "X", "action": "X", "hours": "9-17", "number": "+86", "parts": 1, "text": "X"}
VERSION = {"plan_id": "PL-1", "version": 2, "status": "signed", "totals": {"original": "9.00"}, "rows": [{"no": 1, "due_on": "D", "status": "missed"}]}
PLAN = {
    "plan_id": "PL-1", "version": 2, "status": "proposed", "total": "9.00", "currency": "CNY", "count": 3, "first_due": "D", "ends_on": "E", "waived": "1.00",
}  # fmt: skip
ACT = {"seq": 1, "kind": "hand", "local": "D", "by": "A", "login": "a", "host": "h", "run_id": "W-1", "task": "pay"}
REVIEW = {
    "case_id": "C-1", "debtor": "Li", "outstanding": "9.00", "currency": "CNY", "ripe": [{"why": "X"}], "missing": ["X"], "exits": ["T8", "WRITTEN_OFF"],
    "stage": "NEGOTIATE", "counsel": "Wu", "recommendation": "sue", "next_hearing": "D", "limitation": {"words": "X"}, "worth_words": "X",
}  # fmt: skip
KPI = {"id": "cured", "name": "X", "variant": "all", "currency": "CNY", "value": "0.5", "unit": "share", "numerator": "1", "denominator": "2"}
WEEK = {"as_of": "D", "sent": 1, "queued": 2, "blocked": 3, "past_due": 4, "expected": {"CNY": "5.00"}}
RESTORED = {
    "restored": "a-1.xlsm", "entered_again": [{"key": "K-1", "result": "sent"}], "lost": [{"at": "D", "by": "A", "task": "pay", "cells": 2}], "notes": [],
}  # fmt: skip
ANSWERS: dict[str, list[dict[str, Any]]] = {
    "new": [{"path": "a.xlsm", "cases": 1}],
    "check": [{"faults": []}, {"faults": [FAULT]}, {"faults": [FAULT] * 203 + [FAULT | {"code": "E-DATE", "row": 5}] * 2}],
    "assess": [{"as_of": "D", "cases": [{"case_id": "C-1", "stage": "DEEP", "level": 2, "why": "X"}]}],
    "weekly": [WEEKLY, WEEKLY | {"dry_run": True, "report": None, "stopped": "X"}, WEEKLY | {"transport": "smtp", "faults": [FAULT] * 7}],
    "refresh": [{**WEEKLY, "flagged": 1}],
    "remind": [{"messages": []}, {"messages": [{"case_id": "C-1", "kind": "reminder", "level": 2, "channel": "email", "result": "sent", "why": "X"}]}],
    "tidy": [
        {"restored": [], "changes": [], "told": [], "faults": []},
        {"restored": [{"table": "Cases", "column": "Opened on", "place": "A", "old": "1", "new": "2"}],
         "changes": [{"table": "Cases", "key": "C-1", "column": "Owner", "old": "", "new": "Li"}], "told": [{"table": "Cases", "place": "9", "old": "1"}],
         "faults": []},
    ],
    "setup": [{"path": "a.xlsm", "settings": {"actor_role": "", "reply_to": "x"}, "changed": ["reply_to"], "warnings": [],
               "packs": [{"pack": "cn", "version": 1, "reviewed_on": "D", "source": "X"}]}],
    "case": [{"path": "a.xlsm", "rows": [{"table": "Cases", "key": "C-1", "values": {"Case ID": "C-1", "Currency": "CNY"}},
                                         {"table": "Installments", "key": "1", "values": {"No": 1}}], "notes": []}],
    "import": [{"from": "l.csv", "path": "a.xlsm", "preview": preview,
                "columns": [{"header": "X", "field": "Cases.Owner", "how": "exact"}, {"header": "Y", "how": "unknown"}],
                "added": [{"table": "Cases"}], "changed": [{"table": "Cases", "key": "C-1", "column": "Owner", "old": "", "new": "Li"}], "refused": [],
                "unchanged": {"Debtors": 2}, "faults": [FAULT], "missing": [{"table": "Cases"}], "notes": [], "mapping": "m.txt",
                "sums": [{"column": "X", "listed": "9", "taken": "8", "refused": "1"}]} for preview in (True, False)],
    "outbox": [{"items": []}, {"items": [{"key": "K-1", "channel": "call", "state": "planned", "at": "D", "why": "X"}]}],
    "verify": [{"faults": []}, {"faults": [FAULT]}],
    "restore": [
        {"backups": []}, {"backups": [{"name": "a-1.xlsm", "at": "D", "bytes": 9}]}, RESTORED | {"kept": "b.xlsm"}, RESTORED,
    ],
    "doctor": [{"checks": [{"name": "python", "ok": False, "advice": "X"}, {"name": "office", "ok": True, "advice": ""}], "mended": ["ribbon"]}],
    "pay": [ENTERED], "answers": [ENTERED | {"filed": 1, "bounced": 0, "holds": 1, "others": number} for number in (0, 1, 2)],
    "calls": [{"as_of": "D", "listed": [PERSON], "blocked": [PERSON], "file": "c.xlsx"}, ENTERED | {"entered": 1, "file": "c.xlsx", "faults": [FAULT]}],
    "sms": [{"as_of": "D", "listed": [PERSON], "parts": 1, "blocked": [PERSON], "file": "s.xlsx", "csv": "s.csv"}],
    "queue": [{"as_of": "D", "owner": "Li", "queue": [PERSON | {"rank": 1, "priority": 5, "points": ""}] * number,
               "excluded": [PERSON | {"on": "E", "points": "X"}],
               "workload": [{"owner": "", "open": 1, "due": 1}]} for number in (1, 2)],
    "stop": [{"items": [], "entered": True}, {"items": [{"case_id": "C-1", "kind": "reminder", "recipient": "a@b"}]}],
    "undo": [{"action": None}, {"action": {"task": "pay", "at": "D", "by": ""}, "cells": 1, "rows": 2, "stopped_sends": 1,
                                "sent": [{"kind": "reminder", "recipient": "a@b", "case_id": "C-1", "channel": "email"}],
                                "stays": [{"table": "Cases", "key": "C-1", "column": "Owner", "why": "X"}]}],
    "letter": [{"case_id": "C-1", "debtor": "Li", "kind": "reminder", "level": 2, "pages": 1, "files": ["l.pdf"], "told": ["X"], "blocked": "X"}],
    "letters": [{"on": "D", "posted": 1}, {"withdrawn": 1}, {"withdrawn": 0, "printed": 0},
                {"printed": 1, "pages": 2, "files": ["l.pdf"], "printed_before": [{"case_id": "C-1", "on": "", "why": "X"}],
                                          "blocked": [{"case_id": "C-2", "why": "X"}], "refused": [{"case_id": "C-3", "found": "X", "advice": "X"}],
                                          "told": [{"case_id": "C-1", "what": "X"}, {"what": "X"}]}],
    "preview": [{"subject": "X", "text": "X", "template": "reminder_1", "channel": "email", "tone": "calm", "sha256": "ab",
                 "files": ["p.txt"], "warnings": []}],
    "mail-test": [{"to": "a@b", "account": "X", "steps": [{"ok": True, "said": "X", "advice": ""}, {"ok": False, "said": "X", "advice": "X"}]}],
    "mail-password": [{"user": "u", "host": "h"}],
    "explain": [{"case_id": "C-1", "debtor": "Li", "as_of": "D", "steps": [{"group": "X", "label": "X", "value": "1", "note": "X"}]}],
    "changes": [{"changes": []}, {"accepted": True, "changes": [ACT | {"table": "Cases", "key": "C-1", "column": "Owner", "old": "", "new": "B"}] * 201},
                {"changes": [ACT | {"kind": kind, "seq": kind, "table": "Cases", "key": "C-1", "old": old, "new": new}
                             for kind, old, new in (("first", "", "B"), ("restore", "A", ""), ("task", "A", ""))]}],
    "practice": [{"path": "p.xlsm", "cases": 1}],
    "privacy": [{"debtor": None, "due": []}, {"debtor": None, "due": [{"debtor": "D-1", "since": "D", "rule": "R-1", "source": "X"}]},
                {"debtor": "D-1", "files": ["a"], "notes": ["X"]},
                {"debtor": "D-1", "erased": {"cells": 3, "files": 1}, "kept": [{"what": "X", "why": "X", "source": "X"}], "notes": []}],
    "review": [{"as_of": "D", "cases": [REVIEW, REVIEW | {"ripe": [], "missing": [], "ready": True}, REVIEW | {"missing": [], "recommendation": ""}],
                "came_back": [PERSON], "recoveries": [{"amount": "5.00", "currency": "CNY"}], "warning": "X"}],
    "agree": [{"plan": PLAN, "cases": [STANDING], "notes": ["X"], "versions": [VERSION]}],
    "versions": [{"case_id": "C-1", "as_of": "D", "currency": "CNY", "versions": [VERSION, {"rows": []}]}],
    "agreement": [{"plan_id": "PL-1", "version": 1, "balance": "9.00", "as_of": "D", "waived": "1.00", "total": "8.00", "currency": "CNY", "digest": "ab",
                   "documents": [{"path": "a.pdf", "pages": 2}], "warnings": ["X"], "notes": []}],
    "statement": [{"as_of": "D", "cases": [{"case_id": "C-1", "arrears": "5.00"}], "documents": [{"path": "a.pdf", "pages": 1}]}],
    "legal": [{"documents": [{"path": "a.pdf", "pages": 1}], "missing": [{"item": "X", "why": "X"}, {"item": "X"}]}],
    "kpis": [{"since": "D", "until": "E", "kpis": [KPI], "notes": ["X"],
              "rows": [{"table": "Cases", "key": "C-1", "case_id": "C-1", "counted": True, "amount": "1"}]}],
    "report": [{"files": ["r.pdf"], "notes": ["X"]},
               {"files": [], "month": "M-1", "lines": {"CNY": {"opening": "5.00"}}, "since_close": {"CNY": "1.00"}, "closed": None},
               {"files": [], "month": "M-1", "lines": {"CNY": {}}, "closed": {"by": "Li"}}],
    "simulate": [{"weeks": [WEEK], "changed": {"weeks": [WEEK]}, "files": ["s.html"]}],
    "archive": [{"dry_run": dry, "archived": 1, "files": [{"path": "a-2025.xlsm", "cases": 1}],
                 "totals": [{"figure": "Payments Amount CNY", "before": "9.00", "after": "4.00", "moved": "5.00"},
                            {"figure": "Payments", "before": 2, "after": 1, "moved": 1},
                            {"figure": "written-off CNY", "before": "0", "after": "0", "moved": "0"}],
                 "staying": [{"case_id": "C-2", "why": "X"}] * number} for dry, number in ((True, 1), (False, 201))]
    + [{"dry_run": True, "archived": 0, "files": [], "totals": [], "staying": [], "before": "2026-01-01"}],
}  # fmt: skip
SAME_AS = {
    "daily": "weekly", "demand": "remind", "handover": "remind", "promise": "pay", "hold": "pay", "log": "pay", "advice": "pay", "dispose": "pay",
}  # fmt: skip
ELSEWHERE = {"talk", "offers", "bank", "slice", "merge", "store", "portfolio", "train"}
"""Their sentences have tests of their own."""
ENGLISH_ONLY = {"allocate", "schedule", "gate", "build", "check-wording"}
"""They read no ledger, so they know no language but the one of the command line."""
FACTS = re.compile(r"[A-Z]+-\d+|\d[\d,.]*\d|[\w-]+\.(?:xlsm|pdf|txt|csv|html|xlsx)")
WORDS = re.compile(r"\b(?:the|is|are|was|of|and|or|none|no|not|written|nothing|as|row|found|note|made|with|by|for|to|from|in|it|case)\b", re.IGNORECASE)
AS_IS = re.compile(r"`[^`]*`|--\w+|\bverify\b|\ba@b\b|[\w-]+\.(?:xlsm|pdf|txt|csv|html|xlsx)")
"""Commands, options and files keep their names."""
CASES = [(name, data) for name, answers in ANSWERS.items() for data in answers]


def lines(command: str, data: dict[str, Any], language: str) -> list[str]:
    return say.lines(SimpleNamespace(command=command, data=data), language)  # type: ignore[arg-type]


def test_every_command_is_tried_here_or_elsewhere() -> None:
    names = {command.name for command in COMMANDS}
    assert set(ANSWERS) | set(SAME_AS) | ELSEWHERE | ENGLISH_ONLY == names
    assert all(say._SENTENCES[name] == say._SENTENCES[other] for name, other in SAME_AS.items())
    assert all(callable(say._speaker(name)) for name in names)


@pytest.mark.parametrize(("command", "data"), CASES)
def test_the_same_facts_line_by_line_in_each_language(command: str, data: dict[str, Any]) -> None:
    english = lines(command, data, "en")
    for language in ("zh-CN", "zh-TW"):
        chinese = lines(command, data, language)
        assert len(chinese) == len(english)
        for line, original in zip(chinese, english, strict=True):
            assert sorted(FACTS.findall(line)) == sorted(FACTS.findall(original)), (line, original)


@pytest.mark.parametrize("language", ["zh-CN", "zh-TW"])
@pytest.mark.parametrize(("command", "data"), [one for one in CASES if one[0] not in ("weekly", "refresh")])
def test_a_chinese_answer_holds_no_english_sentence(command: str, data: dict[str, Any], language: str) -> None:
    for line in lines(command, data, language):
        assert not WORDS.search(AS_IS.sub("", line)), line


def test_a_run_in_chinese() -> None:
    assert lines("weekly", RUN, "zh-CN") == [
        "运行 W-2026-11-23-1，基准日 2026-11-23。",
        "已评估 40 个案件。",
        "新标记 3 期逾期未付。",
        "阶段变更 2 个案件：1 × 新案 -> 首次联系；1 × 首次联系 -> 深入沟通（依据 T1、T2、T10）",
        "已发送 5 条消息：已写入 out/W-1",
        "待处理 1 条：1 × APPROVAL（Waits for a supervisor's release）",
        "被阻止 2 条：2 × HOLD-DISPUTE（since 2026-11-14, the debt is disputed）",
        "失败 1 条，搁置 0 条：1 × no address",
        "未接受 1 行：",
        "  Cases 第 4 行“合同日期”列：现为“1 March”。请输入真正的日期，例如 2026-11-23。 (Type a real date.) [E-DATE]",
        "报告：out/W-1/report.html",
    ]


def test_a_long_list_of_findings_ends_with_what_they_are() -> None:
    said = lines("check", {"faults": [FAULT] * 203 + [FAULT | {"code": "W-LIMIT", "found": "50,000 rows", "row": None, "column": ""}]}, "en")
    assert len(said) == 200 + 1 + 1 + 2 + 1
    assert said[200].startswith("Cases: found '50,000 rows'.")
    assert said[201:] == [
        "204 findings.",
        "  203 x E-DATE: The cell is not a date between 1990 and 2100, or it can be read as two.",
        "  1 x W-LIMIT: The sheet grows towards the end of what Excel holds, and the ledger becomes slow to open.",
        "Of each kind the first 200 are listed; --json has all of them.",
    ]


def test_every_table_of_words_says_each_sentence_with_the_same_gaps() -> None:
    modules = {target.partition(".")[0] for target in say._SENTENCES.values()} | {"scale_words"}
    tables = [getattr(importlib.import_module(f"pyaddin.entrypoints.{module}"), "_WORDS", {}) for module in sorted(modules)]
    assert sum(len(table) for table in tables) > 250
    for table in (*tables, speech._COMMON):
        for key, words in table.items():
            assert len(words) == len(LANGUAGES), key
            gaps = [set(re.findall(r"\{(\w+)\}", text)) for text in words]
            assert gaps[0] == gaps[1] == gaps[2], key
    assert all(len(words) == 4 and all(words) for words in speech.NOUNS.values())


def test_an_answer_without_a_language_is_said_in_that_of_the_ledger(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = {"Debtors": [debtor()], "Cases": [case()], "Installments": installments(1, ["11-02"])}
    office = Office(tmp_path).new(rows, {"ledger_language": "zh-TW", "supervisors": "Chen"})
    assert language_at(office.path) == "zh-TW"
    assert language_at(tmp_path / "none.xlsm") == language_at(tmp_path) == language_at("x") == "en"
    (tmp_path / "no.xlsm").write_bytes(b"PK")
    assert language_at(tmp_path / "no.xlsm") == "en"
    path = str(office.path)
    for words, said in (
        (["check", path], "各工作表一切正常。"),
        (["outbox", path, "list"], "沒有計畫中、待處理、擱置或失敗的訊息。"),
        (["archive", path, "--dry-run", "--by", "Chen"], "將移出 0 個已結案件。"),
        (["restore", path], "尚無備份。"),
    ):
        main(words)
        got = capsys.readouterr()
        assert said in got.out, got


def test_a_stop_is_told_in_the_language_of_the_ledger(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    office = Office(tmp_path).new({"Debtors": [debtor()], "Cases": [case()], "Installments": installments(1, ["11-02"])}, {"ledger_language": "zh-CN"})
    assert main(["explain", str(office.path), "--case", "C-404"]) == 2
    assert "X-CASE：台账中没有这个案件。（" in capsys.readouterr().err
    assert main(["explain", str(office.path), "--case", "C-404", "--json"]) == 2
    assert '"code": "X-CASE"' in capsys.readouterr().out


def test_a_run_says_which_command_deals_with_what_waits_for_people() -> None:
    def waits(channel: str, why: str = "TASK: For a person.") -> dict[str, str]:
        return {"case_id": "C-1", "channel": channel, "result": "queued", "why": why}

    waiting = [waits("call"), waits("sms"), waits("sms"), waits("letter"), waits("letter", "APPROVAL: Waits for a supervisor's release."), waits("email")]
    said = lines("weekly", RUN | {"messages": waiting}, "en")
    assert [line for line in said if "wait" in line and "`" in line] == [
        "1 call waits for a person: `calls` makes the list.", "2 text messages wait for a person: `sms` makes the batch.",
        "1 letter waits to be printed: `letters` prints it.",
    ]  # fmt: skip


def test_an_option_that_was_not_given_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = {"Debtors": [debtor()], "Cases": [case()], "Installments": installments(1, ["11-02"])}
    office = Office(tmp_path).new(rows, {"ledger_language": "zh-CN", "supervisors": "Chen"})
    assert main(["talk", str(office.path), "--case", str(case()["Case ID"])]) == 2
    said = capsys.readouterr().err
    assert "请给出 --channel；`collections talk --help` 有说明。" in said
    assert "E-REQUIRED" in said
    assert main(["archive", str(office.path), "--by", "Li Na"]) == 2
    assert "（Settings，值，Li Na 不是主管）" in capsys.readouterr().err
    told = ["E-REQUIRED: A cell that must be filled is empty. Found: Plans, Count", "Fill the cell."]
    assert say.stopped(Fault("E-REQUIRED", "Plans", column="Count")) == told


def test_small_things_are_told_as_people_say_them() -> None:
    assert lines("letters", {"printed": 0, "pages": 0}, "en") == ["No letter waits to be printed."]
    missing = [{"item": "legal-id", "why": "the debtor's id"}, {"item": "Rate of the plan", "why": "not known"}]
    assert lines("legal", {"documents": [], "missing": missing}, "en") == ["Missing: the debtor's id", "Missing: Rate of the plan (not known)"]
    assert speech.Speech.minute("2026-11-27T12:36:11.363582+00:00") == speech.Speech.minute("2026-11-27T12:36:11Z") == "2026-11-27 12:36 UTC"
    assert speech.Speech.minute("2026-11-27") == "2026-11-27"
    assert "件数" in lines("kpis", {"since": "D", "until": "E", "kpis": [KPI | {"variant": "count"}]}, "zh-CN")[2]
