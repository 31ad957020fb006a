"""One debtor's data: handed out as a readable package, or erased; and which debtors' data have been kept long enough."""

from __future__ import annotations

import html
import json
import shutil
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from pyaddin.correspondence import erasing
from pyaddin.correspondence.entry import Entry
from pyaddin.errors import Stop
from pyaddin.history.audit import Chain, Damaged
from pyaddin.history.audit_erasure import lines_about
from pyaddin.ledger.book import Book
from pyaddin.ledger.closed.bring_back import backups
from pyaddin.ledger.of_debtor import OwnRow, cases_of, rows_of, text
from pyaddin.rules.decide import Decision, decide
from pyaddin.rules.retention import hindrances, kept_until
from pyaddin.tasks import erasure
from pyaddin.tasks.debtor_files import about_debtor, files_of
from pyaddin.tasks.opening import Opened, open_ledger, require_supervisor
from pyaddin.tasks.outcome import Outcome

_STYLE = (
    "<style>body{font:14px sans-serif}table{border-collapse:collapse}"
    "td,th{border:1px solid #bbb;padding:2px 6px;text-align:left;vertical-align:top}</style>"
)


def run(
    path: Path, *, debtor: str | None, export: Path | None, erase: bool, due: bool, approved_by: str | None, reason: str | None, by: str,
    now: Callable[[], datetime],
) -> Outcome:  # fmt: skip
    """Exactly one of ``export`` (a folder that is not there yet), ``erase`` and ``due``.

    Raises ``Stop``: X-OPTION for a person who is no supervisor, an unknown debtor, missing options or data that are still needed; X-FOUR-EYES; X-EXISTS;
    what reading and writing raise.
    """
    opened = open_ledger(path, as_of=None, now=now)
    if due or not erase:
        return _shown(opened, debtor=debtor, export=export, due=due, by=by, now=now)
    require_supervisor(opened, by)
    rows = _own_rows(opened, debtor)
    done = erasure.erase(opened, debtor or "", rows, by=by, approved_by=approved_by or "", reason=reason or "", now=now)
    return Outcome("privacy", _answer(debtor, **done))


def look(path: Path, *, debtor: str | None, export: Path | None, due: bool, by: str, now: Callable[[], datetime], book: Book) -> Outcome:
    """As ``run`` for the package and the list of a ledger that is open on the desk; data are erased in a closed one only."""
    return _shown(open_ledger(path, as_of=None, now=now, book=book), debtor=debtor, export=export, due=due, by=by, now=now)


def require_erasable(path: Path, *, debtor: str | None, approved_by: str | None, reason: str | None, by: str, now: Callable[[], datetime], book: Book) -> None:
    """Raises ``Stop`` as erasing would, from a ledger that is open on the desk; nothing is changed."""
    opened = open_ledger(path, as_of=None, now=now, book=book)
    _own_rows(opened, debtor)
    erasure.require_erasable(opened, debtor or "", by=by, approved_by=approved_by or "", reason=reason or "")


def _shown(opened: Opened, *, debtor: str | None, export: Path | None, due: bool, by: str, now: Callable[[], datetime]) -> Outcome:
    require_supervisor(opened, by)
    if due:
        return Outcome("privacy", _answer(None, due=_ripe(opened)))
    rows = _own_rows(opened, debtor)
    if export is None:
        raise Stop("X-OPTION", "--export", advice="Give --export DIR, --erase or --due.")
    return Outcome("privacy", _answer(debtor, files=_export(opened, debtor or "", rows, export, now)))


def _own_rows(opened: Opened, debtor: str | None) -> list[OwnRow]:
    """The debtor's rows in all sheets. Raises ``Stop`` X-OPTION for a debtor who is not there."""
    rows = rows_of(opened.raw, debtor or "") if debtor else []
    if not any(own.sheet == "Debtors" for own in rows):
        raise Stop("X-OPTION", f"debtor {debtor or '-'}", sheet="Debtors", column="Debtor ID", advice="Give --debtor ID as it stands on the sheet Debtors.")
    return rows


def _answer(debtor: str | None, **more: object) -> dict[str, object]:
    return {"debtor": debtor, "files": [], "erased": {}, "kept": [], "notes": [], "due": [], **more}


def decisions_of(opened: Opened, debtor_id: str) -> list[Decision]:
    """The debtor's accepted cases, decided on the day."""
    return [decide(file, opened.policy, opened.as_of, "weekly") for file in opened.files if file.case.debtor_id == debtor_id]


def _ripe(opened: Opened) -> list[dict[str, object]]:
    """Debtors whose cases are all closed, whose data nothing needs, and that every known rule lets go: they may be erased."""
    months = opened.settings.integer("retention_months")
    found: list[dict[str, object]] = []
    for row in opened.typed.tables["Debtors"]:
        debtor_id = text(str(row.values["Debtor ID"]))
        mine = decisions_of(opened, debtor_id)
        if not mine or str(row.values["Name"]) == erasure.ERASED or any(True for _ in hindrances(mine, opened.as_of)):
            continue
        latest = next(iter(kept_until(mine, opened.policy, opened.as_of, months)), None)
        if latest is not None and latest.until < opened.as_of:
            found.append({"debtor": debtor_id, "since": latest.until.isoformat(), "rule": latest.rule, "source": latest.source})
    return found


# the package


def _export(opened: Opened, debtor_id: str, rows: list[OwnRow], folder: Path, now: Callable[[], datetime]) -> list[str]:
    """Everything in readable form: an index page, one JSON file, each message as .eml, each document as it is. Raises ``Stop`` X-EXISTS, X-WRITE."""
    if folder.exists():
        raise Stop("X-EXISTS", folder.name)
    path, cases = opened.book.path, cases_of(opened.raw, debtor_id)
    try:
        (folder / "messages").mkdir(parents=True)
        (folder / "documents").mkdir()
        data: dict[str, object] = {
            "debtor_id": debtor_id,
            "made_at": now().isoformat(timespec="seconds"),
            "tables": _tables(rows),
            "messages": _messages(opened, debtor_id, cases, folder / "messages"),
            "documents": _documents(path, cases, folder / "documents"),
            "audit": _audit(opened, debtor_id, rows),
            "backups": [backup.name for backup in backups(path)],
        }
        (folder / "data.json").write_text(json.dumps(data, ensure_ascii=False, indent=1), encoding="utf-8")
        (folder / "index.html").write_text(_page(data), encoding="utf-8")
    except OSError as error:
        raise Stop("X-WRITE", f"{folder.name}: {error.strerror}") from error
    return sorted(str(file.relative_to(folder)) for file in folder.rglob("*") if file.is_file())


def _tables(rows: list[OwnRow]) -> dict[str, list[dict[str, str]]]:
    tables: dict[str, list[dict[str, str]]] = {}
    for own in rows:
        tables.setdefault(own.sheet, []).append({name: text(cell) for name, cell in own.cells.items() if text(cell)})
    return tables


def _messages(opened: Opened, debtor_id: str, cases: tuple[str, ...], folder: Path) -> list[dict[str, str]]:
    told: list[dict[str, str]] = []

    def take(entry: Entry, body: bytes) -> None:
        name = f"{entry.uid}.eml" if body else ""
        if body:
            (folder / name).write_bytes(body)
        told.append({
            "key": entry.keys[0][0] if entry.keys else "", "at": entry.at.isoformat(), "channel": entry.channel, "recipient": entry.recipient,
            "state": entry.state, "result": entry.result, "why": entry.why, "file": name,
        })  # fmt: skip

    with suppress(FileNotFoundError):
        journal = erasing.opened(opened.book.path, opened.raw.ledger_id, write=False)
        try:
            erasing.read_out(journal, debtor_id, cases, take)
        finally:
            journal.close()
    return told


def _documents(path: Path, cases: tuple[str, ...], folder: Path) -> list[str]:
    copied: list[str] = []
    for number, file in enumerate(files_of(path, cases).mine, 1):
        name = f"{number:03}_{file.name}"
        shutil.copyfile(file, folder / name)
        copied.append(name)
    return copied


def _audit(opened: Opened, debtor_id: str, rows: list[OwnRow]) -> list[dict[str, str]]:
    mine = about_debtor(opened.raw, debtor_id, rows)
    with suppress(FileNotFoundError, Damaged), Chain.look(opened.book.path, opened.raw.ledger_id) as chain:
        return [
            {
                "entry": str(entry.seq), "at": entry.author.at, "by": entry.author.by, "task": entry.author.task, "sheet": change.sheet, "key": change.key,
                "column": change.column, "old": change.old, "new": change.new, "why": change.why,
            }
            for entry, change in lines_about(chain, mine)
        ]  # fmt: skip
    return []


def _page(data: Mapping[str, object]) -> str:
    """One page that a person reads in a browser; every text is shielded."""
    parts = [f"<h1>{html.escape(str(data['debtor_id']))}</h1><p>{html.escape(str(data['made_at']))}</p>"]
    tables = dict(data["tables"]) if isinstance(data["tables"], dict) else {}
    tables |= {name: data[name] for name in ("messages", "audit")}
    for name, rows in tables.items():
        if not isinstance(rows, list) or not rows:
            continue
        heads = list(dict.fromkeys(key for row in rows for key in row))
        cells = "".join("<tr>" + "".join(f"<td>{html.escape(str(row.get(key, '')))}</td>" for key in heads) + "</tr>" for row in rows)
        parts.append(f"<h2>{html.escape(name)}</h2><table><tr>{''.join(f'<th>{html.escape(key)}</th>' for key in heads)}</tr>{cells}</table>")
    for name in ("documents", "backups"):
        listed = data[name]
        if isinstance(listed, list) and listed:
            parts.append(f"<h2>{name}</h2><ul>{''.join(f'<li>{html.escape(str(item))}</li>' for item in listed)}</ul>")
    return f'<!doctype html><html><head><meta charset="utf-8">{_STYLE}</head><body>{"".join(parts)}</body></html>'
