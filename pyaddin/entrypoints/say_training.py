"""What a person reads after a training: the mark, every wrong answer explained, and who is due."""

from __future__ import annotations

from collections.abc import Mapping

from pyaddin.entrypoints.line import plain, rows_of, table


def train(data: Mapping[str, object], language: str) -> list[str]:
    """The mark with every wrong answer explained; without answers the questions; and who is due."""
    score, of = data.get("score"), data.get("of")
    words = _TRAINING.get(language, _TRAINING["en"])
    said = []
    for number, row in enumerate(rows_of(data, "questions"), 1):
        if score is None:
            said.append(f"{number}. {plain(row.get('text'), 2000)}")
        elif not row.get("right"):
            said += [f"{number}. {plain(row.get('text'), 2000)}", f"   {plain(row.get('explanation'), 2000)}"]
    if score is not None:
        verdict = words["passed" if data.get("passed") else "failed"]
        said.append(words["score"].format(score=score, of=of, verdict=verdict, due=data.get("due_on")))
        said.append(words["kept"].format(path=plain(data["record"], 300)) if data.get("record") else words["not-kept"])
    elif data.get("seed") is not None:
        said.append(words["open"].format(seed=data["seed"]))
    people = rows_of(data, "people")
    if score is None and people:
        rows = [[row.get("by"), row.get("on"), row.get("score"), row.get("due_on"), words["due"] if row.get("due") else ""] for row in people]
        said += table(rows, words["header"].split("|"))
    return said or [words["nobody"]]


_TRAINING: Mapping[str, Mapping[str, str]] = {
    "en": {
        "score": "{score} of {of}: {verdict}. Due again on {due}.", "passed": "passed", "failed": "not passed", "kept": "Recorded in {path}.",
        "not-kept": "Not recorded: name a ledger to keep the result.", "due": "due", "header": "Name|Last on|Score|Due on|", "nobody": "Nobody is listed.",
        "open": "Answer with --seed {seed} --answers FILE (a JSON list of allowed and blocked), or in a terminal.",
    },
    "zh-CN": {
        "score": "{score}/{of}：{verdict}。下次培训日期：{due}。", "passed": "合格", "failed": "不合格", "kept": "已记录于 {path}。",
        "not-kept": "未记录：请指定台账以保存成绩。", "due": "到期", "header": "姓名|上次|得分|下次|", "nobody": "没有人员。",
        "open": "请用 --seed {seed} --answers FILE 作答（由 allowed 和 blocked 组成的 JSON 列表），或在终端中作答。",
    },
    "zh-TW": {
        "score": "{score}/{of}：{verdict}。下次訓練日期：{due}。", "passed": "及格", "failed": "不及格", "kept": "已記錄於 {path}。",
        "not-kept": "未記錄：請指定台帳以保存成績。", "due": "到期", "header": "姓名|上次|得分|下次|", "nobody": "沒有人員。",
        "open": "請用 --seed {seed} --answers FILE 作答（由 allowed 和 blocked 組成的 JSON 清單），或在終端機中作答。",
    },
}  # fmt: skip
