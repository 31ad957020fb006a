"""The command line door: words in, one task, sentences or one JSON object out, an exit code, and never a traceback.

0 = done; 1 = done with something a person must look at, or stopped in the middle; 2 = could not start, nothing changed.
"""

from __future__ import annotations

import importlib
import json
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, TextIO, cast

from pyaddin import clock
from pyaddin.commands import BY_NAME, Command
from pyaddin.entrypoints import arguments, say
from pyaddin.entrypoints.at_one_go import at_one_go
from pyaddin.entrypoints.service.asked import listening
from pyaddin.entrypoints.speaks import language_at
from pyaddin.entrypoints.terminal import Terminal, let_go
from pyaddin.entrypoints.where import where
from pyaddin.errors import KINDS, Fault, Stop
from pyaddin.history.login import account
from pyaddin.labels import Words, language_index
from pyaddin.machine.modes import following

if TYPE_CHECKING:
    from pyaddin.tasks.outcome import Outcome

_BAR = 30


def progress_bar(stream: TextIO) -> Callable[[int, int, str], None]:
    """A one-line bar where a person watches; nothing where the stream is a file or a pipe."""
    if not stream.isatty():
        return lambda done, total, label: None

    def show(done: int, total: int, label: str) -> None:
        share = min(1.0, done / total) if total else 1.0
        bar = "#" * round(share * _BAR)
        stream.write(f"\r[{bar:<{_BAR}}] {share:4.0%} {say.plain(label)[:40]:<40}")
        if share >= 1.0:
            stream.write("\r" + " " * (_BAR + 49) + "\r")
        stream.flush()

    return show


def _call(command: Command, values: Mapping[str, object], as_json: bool) -> Outcome:
    """Run the command's task; what the door itself provides is added here."""
    dialog = Terminal(sys.stdin, sys.stderr, quiet=as_json)
    given: dict[str, object] = {"now": clock.now, "progress": progress_bar(sys.stderr), "dialog": dialog, "account": account()}
    keywords = {key: value for key, value in values.items() if key not in ("path", "engine")}
    if "by" in keywords and not keywords["by"]:
        keywords["by"] = account()
    keywords |= {name: given[name] for name in command.given}
    positional = [values["path"]] if "path" in values else []
    beside = positional[0] if positional and isinstance(positional[0], Path) else None
    with at_one_go(), following(beside), listening() if "progress" in command.given else nullcontext() as asked:  # Ctrl-C ends a run between two messages
        task = importlib.import_module(command.task)
        if asked is not None:
            keywords["progress"] = asked.watched(progress_bar(sys.stderr))
        if values.get("engine") != "libreoffice":
            return cast("Outcome", task.run(*positional, **keywords))
        return _in_libreoffice(task, positional, keywords)


def _in_libreoffice(task: ModuleType, positional: list[object], keywords: Mapping[str, object]) -> Outcome:
    from pyaddin.ledger.libreoffice.door import opened  # xlwings is only loaded where it is wanted

    with opened(cast(Path, positional[0])) as book:
        return cast("Outcome", task.run(*positional, **keywords, book=book))


def _utf8(stream: TextIO) -> None:
    """Chinese names on a Windows console, and file names that are no text, must never end a run."""
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(encoding="utf-8", errors="backslashreplace")


def _with_option(fault: Fault, command: str) -> Fault:
    """A cell that a command should have filled is, in a terminal, an option that was not given."""
    option = "--" + fault.column.lower().replace(" ", "-")
    known = command in BY_NAME and any(one.flag == option for one in BY_NAME[command].options)
    if fault.code != "E-REQUIRED" or fault.row is not None or fault.advice not in ("", KINDS[fault.code].advice) or not known:
        return fault
    return replace(fault, advice=f"Give {option}; `collections {command} --help` says what it takes.")


def _refuse(stop: Stop, as_json: bool, path: object = None, command: str = "") -> int:
    """The first fault is the error; all faults of one entry are told, in the language of the ledger."""
    if as_json:
        more = {"faults": [fault.as_json() for fault in (stop.fault, *stop.others)]} if stop.others else {}
        print(json.dumps({"error": stop.fault.as_json()} | more, ensure_ascii=False))
    else:
        language = language_at(path)
        print("\n".join(line for fault in (stop.fault, *stop.others) for line in say.stopped(_with_option(fault, command), language)), file=sys.stderr)
    return 2


_INTERRUPTED: Words = (
    "Stopped by the keyboard; what was done is complete and recorded.", "已由键盘中断；已完成的部分完整并已记录。", "已由鍵盤中斷；已完成的部分完整並已記錄。",
)  # fmt: skip


def _interrupted(as_json: bool, path: object) -> int:
    if as_json:
        print(json.dumps({"stopped": _INTERRUPTED[0][0].lower() + _INTERRUPTED[0][1:-1]}))
    else:
        print(f"\n{_INTERRUPTED[language_index(language_at(path))]}", file=sys.stderr)
    return 1


def _listed(found: object) -> list[object]:
    """An answer's list that is made when it is asked for."""
    if isinstance(found, Sequence):
        return list(found)
    raise TypeError(f"{type(found).__name__} is no JSON value")


def _sentences(outcome: Outcome, path: object) -> list[str]:
    """In the language that the answer names, else in that of the ledger it is about."""
    return say.lines(outcome, say.spoken(outcome) or language_at(path))


def _ledger_in(words: Sequence[str]) -> Path | None:
    """The ledger that words name which could not be understood, so that this is told in its language."""
    return next((Path(word) for word in words if word.lower().endswith((".xlsm", ".xlsx")) and os.path.isfile(word)), None)


def _answer(words: Sequence[str]) -> int:
    as_json, path, name = "--json" in words, None, ""
    try:
        name, values, as_json = arguments.parse(words)
        path = values.get("path")
        outcome = _call(BY_NAME[name], values, as_json)
        # JSON text and sentences are made before the first byte is printed: a failure here must not leave half an object
        text = json.dumps(outcome.data, ensure_ascii=False, default=_listed) if as_json else "\n".join(_sentences(outcome, path))
    except Stop as stop:
        return _refuse(stop, as_json, path or _ledger_in(words), name)
    except KeyboardInterrupt:
        return _interrupted(as_json, path)
    except Exception as error:  # the desk never sees a traceback
        return _refuse(Stop("X-INTERNAL", where(error)), as_json, path)
    print(text)
    return outcome.exit_code


def main(argv: Sequence[str] | None = None) -> int:
    """Entry of ``collections`` and ``python -m pyaddin``; returns the exit code."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        _utf8(stream)
    try:
        code = _answer(sys.argv[1:] if argv is None else argv)
        sys.stdout.flush()
    except BrokenPipeError:  # `collections ... | head`: the reader has what it wanted
        let_go(sys.stdout)
        return 1
    return code
