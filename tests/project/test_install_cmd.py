"""install.cmd as text: what a Windows command file must be so that it runs, also in folders with blanks and Chinese names."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
RAW = (ROOT / "install.cmd").read_bytes()
LINES = RAW.decode("ascii").split("\r\n")
CODE = [line for line in LINES if not line.lstrip().startswith(("rem ", "echo "))]
# variables that hold paths: a blank or an ampersand in them must not end a word
PATHS = ("LEDGER", "WHEELS", "HERE", "LOCALAPPDATA", "ProgramFiles", "USERPROFILE", "~dp0", "~f1", "~f2")


def test_ascii_with_windows_line_ends() -> None:
    assert RAW.isascii()
    assert RAW.count(b"\n") == RAW.count(b"\r\n") == RAW.count(b"\r")
    assert max(map(len, LINES)) < 1000
    assert b"\t" not in RAW
    assert "*.cmd text eol=crlf" in (ROOT / ".gitattributes").read_text(encoding="utf-8")


def quoted(line: str) -> list[str]:
    """The pieces of a line that stand in double quotes."""
    return line.split('"')[1::2]


def test_quotes_and_brackets_are_balanced() -> None:
    depth = 0
    for line in LINES:
        assert line.count('"') % 2 == 0, line
        if line.startswith("rem "):
            continue
        bare = re.sub(r'"[^"]*"|\^.', "", line)
        if depth and not bare.strip().startswith(")"):
            assert ")" not in bare.replace("(", ""), f"an open bracket would be closed too early: {line}"
        depth += bare.count("(") - bare.count(")")
        assert depth >= 0, line
    assert depth == 0


def test_every_path_stands_in_quotes() -> None:
    for line in LINES:
        for name in PATHS:
            closing = "" if name.startswith("~") else "%"
            for place in re.finditer(re.escape(f"%{name}{closing}"), line):
                before = line[: place.start()].count('"')
                assert before % 2 == 1, line


def test_labels_exist_and_are_used() -> None:
    labels = {line[1:].strip() for line in LINES if line.startswith(":")}
    used = set(re.findall(r"(?:goto|call) :(\w+)", "\n".join(LINES)))
    assert used <= labels
    assert labels - used == set()


def test_variables_are_set_before_they_are_used() -> None:
    text = "\n".join(LINES)
    own = set(re.findall(r'set "(\w+)=', text))
    used = set(re.findall(r"%([A-Za-z]\w*)(?::[^%]*)?%(?!%)", text))
    assert used - own <= {"LOCALAPPDATA", "ProgramFiles", "USERPROFILE"}
    assert own <= used | set(re.findall(r"defined (\w+)", text))


def test_it_ends_with_a_code_everywhere() -> None:
    text = "\n".join(LINES)
    assert "exit /b 0" in text
    assert text.rstrip().endswith("exit /b 1")
    assert not re.search(r"^\s*exit\s*$", text, re.MULTILINE)


def test_it_does_what_it_says() -> None:
    text = "\n".join(CODE)
    assert text.count("--require-hashes") == 2
    assert text.count("--no-index --find-links") == 1
    assert '-m pyaddin doctor "%LEDGER%" --mend' in text
    for word in ("calcsize('P') == 8", "(3, 11)", "windowsapps", "conda-meta"):
        assert word in text
    assert not re.search(r"runas|net session|setx|reg add|powershell", text, re.IGNORECASE)


def test_the_python_in_it_runs_here() -> None:
    """The condition on the interpreter is Python text inside a variable: it must compile, and judge this Python right."""
    found = re.search(r'^set "SUITS=(.*)"$', "\n".join(LINES), re.MULTILINE)
    assert found is not None
    assert '"' not in found.group(1)
    assert "%" not in found.group(1)
    compile(found.group(1), "install.cmd", "exec")


def test_the_place_of_the_file_is_kept_before_words_are_taken_away() -> None:
    """``shift`` moves %0 as well: with a ledger dropped on the file, %~dp0 would be the ledger's folder."""
    kept = [number for number, line in enumerate(LINES) if "%~dp0" in line]
    taken = [number for number, line in enumerate(LINES) if line.strip() == "shift"]
    assert taken
    assert len(kept) == 1
    assert kept[0] < min(taken)
