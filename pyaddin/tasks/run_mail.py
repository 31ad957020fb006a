"""Mail the report of a run to the person named in the setting report_to, by the transport of the run, once per run."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from pyaddin.correspondence import report_mail
from pyaddin.correspondence.email import AddressRefused, mailbox
from pyaddin.correspondence.entry import Delivery, Entry
from pyaddin.correspondence.report_mail import RunTold
from pyaddin.correspondence.send.account import account
from pyaddin.correspondence.send.smtp import SmtpTransport
from pyaddin.errors import Stop
from pyaddin.ledger.closed import ClosedBook
from pyaddin.settings import Settings
from pyaddin.tasks import report
from pyaddin.tasks.opening import read_settings
from pyaddin.tasks.outcome import COUNTS

TROUBLE = ("failed:", "deferred:", "unknown:")
"""How the line about an email begins that did not go, or of which nobody can tell."""


def run(path: Path, data: Mapping[str, object], *, transport: str | None, now: Callable[[], datetime]) -> str:
    """``data`` is the answer of a weekly or daily run. Returns one line about what became of the email, without names.

    With the folder transport it is the file ``report.eml`` beside the report; with smtp it goes through the office's mail account, or to
    redirect_all_to. It is no message to a debtor: the contact gate is not asked. Raises ``Stop``: X-OPTION for an address that cannot
    be used, X-MAIL-* and X-WRITE as sending does, X-JOURNAL.
    """
    raw = ClosedBook(path).read()
    settings, _ = read_settings(raw)
    told = _told(raw.ledger_id, path.name, data, settings)
    out = Path(str(data["out"]))
    if told.kind == "weekly":
        told = _with_week(path, told, out, now)
    by_mail = (transport or settings.text("transport")) == "smtp"
    to = (settings.text("redirect_all_to").strip() if by_mail else "") or settings.text("report_to")
    sender = settings.text("smtp_from").strip() or settings.text("reply_to") or to
    try:
        body = report_mail.build(told, sender=sender, sender_name=settings.text("creditor_name"), to=to, at=now())
    except AddressRefused as refused:
        raise Stop("X-OPTION", f"report_to or reply_to: {refused.found}", sheet="Settings", column="Value", advice=refused.advice) from None
    if not report_mail.note_begun(path, raw.ledger_id, told.run_id, now()):
        return "mailed before"
    result = "failed"
    try:
        answer = _handed_over(settings, told, mailbox(to).text, body) if by_mail else _written(out / "report.eml", body)
        result = answer.result if answer.result in ("sent", "unknown") else "failed"
    finally:
        report_mail.note_ended(path, told.run_id, result, now())
    return answer.why if result == "sent" else f"{answer.result}: {answer.why}"


def _told(ledger_id: str, name: str, data: Mapping[str, object], settings: Settings) -> RunTold:
    notes = data.get("notes")
    page = Path(str(data["report"]))
    try:
        html = page.read_bytes()
    except OSError as problem:
        raise Stop("X-NOT-FOUND", f"{page.name}: {problem.strerror}") from None
    stopped = [str(data["stopped"])] if data.get("stopped") else []
    return RunTold(
        ledger_id, name, str(data["run_id"]), str(data["kind"]), date.fromisoformat(str(data["as_of"])), {key: int(str(data[key])) for key in COUNTS},
        (*stopped, *(str(note) for note in (notes if isinstance(notes, list) else []))), html, settings.text("ledger_language"),
    )  # fmt: skip


def _with_week(path: Path, told: RunTold, out: Path, now: Callable[[], datetime]) -> RunTold:
    """The weekly report goes with the run's own; where it cannot be made, the email says why and goes without it."""
    try:
        files = report.run(path, as_of=told.as_of, out=out, now=now).data["files"]
        paths = [Path(str(file)) for file in (files if isinstance(files, list) else ())]
        return replace(told, documents=tuple((file.name, file.read_bytes()) for file in paths if file.suffix in (".html", ".pdf")))
    except (Stop, OSError) as problem:
        return replace(told, notes=(*told.notes, f"Weekly report: {problem}"))


def _written(target: Path, body: bytes) -> Delivery:
    """The email as a file, whole or not at all."""
    part = target.with_name(f".{target.name}.part")
    try:
        part.write_bytes(body)
        os.replace(part, target)
    except OSError as problem:
        raise Stop("X-WRITE", f"{target.name}: {problem.strerror}") from None
    return Delivery("sent", f"written to {target.name}")


def _handed_over(settings: Settings, told: RunTold, to: str, body: bytes) -> Delivery:
    """Through the office's mail account, over a connection of its own."""
    way = SmtpTransport(account(settings), redirect=to)
    entry = _entry(told, to, body)
    try:
        way.ready()
        return way.envelope(entry) or way.send(entry, body)
    finally:
        way.close()


def _entry(told: RunTold, to: str, body: bytes) -> Entry:
    """The report as a transport knows messages. It is in no outbox."""
    at = datetime.combine(told.as_of, datetime.min.time())
    return Entry(
        uid=f"report-{told.run_id}", keys=(), attempt=1, case_id="", debtor_id="", channel="email", recipient=to, recipient_name="", kind="report", level=0,
        template="", wording_sha256="", message_id="", state="queued", result="queued", transport="smtp", place="", run_id=told.run_id, at=at, done_at=None,
        file_name="report.eml", sha256=hashlib.sha256(body).hexdigest(), needs_approval=False, approved_by="", why="", note="",
    )  # fmt: skip
