"""Training: marked by the gate, recorded once and only added to, due again six months later."""

from __future__ import annotations

import io
import json
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from pyaddin.entrypoints import cli, say
from pyaddin.errors import Stop
from pyaddin.policy.questions import NUMBER, PASS_MARK, questions
from pyaddin.tasks import train
from pyaddin.tasks.outcome import Outcome
from tests.ledger.made import make_ledger
from tests.tasks.typed_lines import Script

NOW = datetime(2026, 11, 23, 20, 30, tzinfo=UTC)  # already the 24th in Shanghai
SEED = 4


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    path = tmp_path / "office.xlsm"
    rows = {"Cases": [{"Case ID": "C-1", "Debtor ID": "D-1", "Currency": "CNY", "Opened on": date(2026, 1, 1), "Owner": "Mei"},
                      {"Case ID": "C-2", "Debtor ID": "D-1", "Currency": "CNY", "Opened on": date(2026, 1, 1), "Owner": "Old", "Outcome": "PAID"}]}  # fmt: skip
    make_ledger(path, rows, ledger_id="T", language="zh-CN", settings={"supervisors": "Zhou, Mei"})
    return path


def right(seed: int = SEED, wrong: int = 0) -> list[str]:
    """The right answers of a seed, the first ``wrong`` of them turned round."""
    other = {"allowed": "blocked", "blocked": "allowed"}
    answers = [question.answer for question in questions(seed, "en")]
    return [other[word] for word in answers[:wrong]] + answers[wrong:]


def file_of(folder: Path, answers: object) -> Path:
    path = folder / "answers.json"
    path.write_text(json.dumps(answers), encoding="utf-8")
    return path


def take(
    path: Path | None, *, answers: Path | None = None, by: str = "Mei", status: bool = False, dialog: Script | None = None, language: str | None = None,
    as_of: date | None = None, seed: int | None = SEED,
) -> Outcome:  # fmt: skip
    return train.run(
        path, language=language, seed=seed, by=by, answers=answers, status=status, as_of=as_of, now=lambda: NOW, dialog=dialog or Script()
    )


def records(ledger: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in train.record_path(ledger).read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize(("wrong", "passed"), [(0, True), (NUMBER - PASS_MARK, True), (NUMBER - PASS_MARK + 1, False), (NUMBER, False)])
def test_eighteen_right_answers_pass(tmp_path: Path, wrong: int, passed: bool) -> None:
    data = take(None, answers=file_of(tmp_path, right(wrong=wrong))).data
    assert (data["score"], data["of"], data["passed"]) == (NUMBER - wrong, NUMBER, passed)
    rows = data["questions"]
    assert isinstance(rows, list)
    assert [row["right"] for row in rows] == [False] * wrong + [True] * (NUMBER - wrong)
    assert set(rows[0]) == {"text", "answer", "given", "right", "rules", "explanation"}
    assert all(bool(row["rules"]) == (row["answer"] == "blocked") for row in rows)
    assert list(tmp_path.iterdir()) == [tmp_path / "answers.json"]


@pytest.mark.parametrize(
    ("on", "due"),
    [
        (date(2026, 11, 23), date(2027, 5, 23)),
        (date(2026, 8, 31), date(2027, 2, 28)),
        (date(2027, 8, 31), date(2028, 2, 29)),
        (date(2026, 6, 30), date(2026, 12, 30)),
    ],
)
def test_due_six_months_later(on: date, due: date) -> None:
    assert train.due_on(on, PASS_MARK) == due
    assert train.due_on(on, PASS_MARK - 1) == on


def test_a_result_is_recorded_once_and_the_next_one_added(ledger: Path, tmp_path: Path) -> None:
    before = ledger.read_bytes()
    take(ledger, answers=file_of(tmp_path, right(wrong=5)))
    first = train.record_path(ledger).read_bytes()
    take(ledger, answers=file_of(tmp_path, right()), by="  Mei ")
    assert train.record_path(ledger).read_bytes().startswith(first)
    one, two = records(ledger)
    assert (one["score"], one["passed"], one["due_on"], two["score"], two["passed"]) == (15, False, "2026-11-24", 20, True)
    assert (two["by"], two["on"], two["at"], two["due_on"], two["seed"]) == ("Mei", "2026-11-24", "2026-11-23T20:30:00Z", "2027-05-24", SEED)
    assert two["packs"]["CN"] == "2026.11.0"  # type: ignore[index]
    assert ledger.read_bytes() == before


def test_status_tells_who_is_due(ledger: Path, tmp_path: Path) -> None:
    take(ledger, answers=file_of(tmp_path, right()), as_of=date(2026, 6, 1))
    take(ledger, answers=file_of(tmp_path, right(wrong=9)), by="Lin", as_of=date(2026, 11, 1))
    size = train.record_path(ledger).stat().st_size

    def due(on: date) -> dict[str, bool]:
        people = take(ledger, status=True, as_of=on).data["people"]
        assert isinstance(people, list)
        return {row["by"]: row["due"] for row in people}

    assert due(date(2026, 11, 30)) == {"Lin": True, "Mei": False, "Zhou": True}
    assert due(date(2026, 12, 1)) == {"Lin": True, "Mei": True, "Zhou": True}
    assert train.record_path(ledger).stat().st_size == size
    assert take(ledger, status=True).data["score"] is None


def test_a_line_cut_off_by_a_crash_spoils_nothing(ledger: Path, tmp_path: Path) -> None:
    train.record_path(ledger).write_text('{"by": "Mei", "on": "2026-', encoding="utf-8")
    take(ledger, answers=file_of(tmp_path, right()))
    lines = train.record_path(ledger).read_text(encoding="utf-8").splitlines()
    assert len(lines) == 2
    assert json.loads(lines[1])["score"] == 20
    people = take(ledger, status=True).data["people"]
    assert isinstance(people, list)
    assert [row["by"] for row in people if not row["due"]] == ["Mei"]


def test_asked_in_the_terminal_one_by_one(ledger: Path) -> None:
    person = Script(["perhaps", *("y" if word == "allowed" else "N" for word in right(wrong=1))])
    data = take(ledger, dialog=person).data
    assert data["score"] == NUMBER - 1
    asked = questions(SEED, "zh-CN")
    assert person.said[0].endswith(asked[0].text)
    assert person.said[1] == "请回答 y 或 n。"
    assert person.said[2] == f"答错了。 {asked[0].explanation}\n"
    assert person.said[4] == f"答对了。 {asked[1].explanation}\n"
    assert len(records(ledger)) == 1


@pytest.mark.parametrize("language", ["en", "zh-CN", "zh-TW"])
def test_the_language_is_the_one_asked_for_or_the_ledgers(ledger: Path, tmp_path: Path, language: str) -> None:
    rows = take(ledger, answers=file_of(tmp_path, right()), language=language).data["questions"]
    assert isinstance(rows, list)
    assert [row["text"] for row in rows] == [question.text for question in questions(SEED, language)]


def test_answers_that_end_early_are_not_recorded(ledger: Path) -> None:
    with pytest.raises(Stop, match="after 3 of 20"):
        take(ledger, dialog=Script(["y", "y", "n"]))
    assert not train.record_path(ledger).exists()


def test_without_answers_the_questions_are_shown_and_the_answers_withheld(ledger: Path) -> None:
    data = take(ledger, dialog=Script(live=False)).data
    rows = data["questions"]
    assert isinstance(rows, list)
    assert len(rows) == NUMBER
    assert all(row["text"] and row["answer"] is None and row["explanation"] is None and not row["rules"] for row in rows)
    assert (data["score"], data["passed"], data["due_on"]) == (None, None, None)
    assert not train.record_path(ledger).exists()


def test_without_a_seed_each_day_has_its_own_questions() -> None:
    seeds = [take(None, dialog=Script(), seed=None, as_of=date(2026, 11, day)).data["seed"] for day in (23, 23, 24)]
    assert seeds[0] == seeds[1] != seeds[2]


@pytest.mark.parametrize("answers", [[], ["allowed"] * 19, ["allowed"] * 21, ["yes"] * 20, [True] * 20, {"answers": []}, [["allowed"]] * 20])
def test_nonsense_answers_stop(ledger: Path, tmp_path: Path, answers: object) -> None:
    with pytest.raises(Stop) as stop:
        take(ledger, answers=file_of(tmp_path, answers))
    assert stop.value.fault.code == "X-OPTION"
    assert not train.record_path(ledger).exists()


def test_status_needs_a_ledger() -> None:
    with pytest.raises(Stop, match="--status"):
        take(None, status=True)
    with pytest.raises(Stop) as stop:
        take(Path("nowhere.xlsm"))
    assert stop.value.fault.code == "X-NOT-FOUND"


@pytest.mark.parametrize("language", ["en", "zh-CN", "zh-TW"])
def test_the_mark_in_words(tmp_path: Path, language: str) -> None:
    lines = say.lines(take(None, answers=file_of(tmp_path, right(wrong=3)), language=language))
    asked = questions(SEED, language)
    assert [line for line in lines if line[:2] in ("1.", "2.", "3.")] == [f"{number}. {asked[number - 1].text}" for number in (1, 2, 3)]
    assert "17" in lines[-2]
    assert "2026-11-23" in lines[-2]


def test_at_the_command_line_questions_go_to_the_error_stream(
    ledger: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("".join("y\n" if word == "allowed" else "n\n" for word in right())))
    assert cli.main(["train", str(ledger), "--seed", str(SEED), "--by", "Mei", "--as-of", "2026-11-23", "--language", "en", "--json"]) == 0
    out, err = capsys.readouterr()
    data = json.loads(out)
    assert (data["score"], data["passed"], data["due_on"]) == (20, True, "2027-05-23")
    assert f"20/20  {questions(SEED, 'en')[-1].text}" in err
    assert len(records(ledger)) == 1
