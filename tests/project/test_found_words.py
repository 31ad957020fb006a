"""Every sentence in which a refusal says what it found stands in the tables that say it again in Chinese (``found_desk``, ``found_files``, ``found_mail``)."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pyaddin
from pyaddin.found_words import found

CHINESE = ("zh-CN", "zh-TW")
NO_WORDS = re.compile(r"--[\w-]+|\w+_\w+|camt\.\w+|crontab -\w?|[\w*]*\.typ|smtp|PostgreSQL")
"""Options, settings, names of programs and files: they are called the same in every language."""
ROOM = Path(pyaddin.__file__).parent
NOT_AT_THE_DESK = {"build"}
FILLS = ("7", "2026-11-23")
PUT_TOGETHER = {
    "no password for 7 at 7 is stored for this user7", "7 is 7", "7 a period is not above the interest, or needs more than 7 installments; 7",
}  # fmt: skip
"""Sentences whose end is another sentence; the tables have them whole."""
NAMES = {"Bank", "LibreOffice (7)", "buckets = 7"}
"""A sheet, a program and a setting, which are called the same in every language."""


def sentence(node: ast.expr, fill: str) -> str:
    """The text of an argument with ``fill`` where something is put in; blank where it is no text of its own."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else ""
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else fill for part in node.values)
    return ""


def made() -> list[tuple[str, tuple[str, ...]]]:
    """Place and text, filled in two ways, of every ``found`` that is written out where a fault or stop is made."""
    texts = []
    for path in sorted(ROOM.rglob("*.py")):
        if path.relative_to(ROOM).parts[0] in NOT_AT_THE_DESK:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("Stop", "Fault")):
                continue
            place = 1 if node.func.id == "Stop" else 4
            given = node.args[place : place + 1] + [word.value for word in node.keywords if word.arg == "found"]
            for argument in given:
                filled = tuple(sentence(argument, fill) for fill in FILLS)
                if re.search("[a-z]{2}", NO_WORDS.sub("", filled[0])):
                    texts.append((f"{path.relative_to(ROOM)}:{node.lineno}", filled))
    return texts


def test_every_found_that_the_program_writes_out_is_told_in_chinese() -> None:
    texts = [(place, filled) for place, filled in made() if filled[0] not in PUT_TOGETHER | NAMES]
    assert len(texts) > 200
    for place, filled in texts:
        for language in CHINESE:
            assert any(re.search("[一-鿿]", found("X-OPTION", text, language)) for text in filled), f"{place} {filled[0]!r} is in no found_*.py"
