"""What became of a batch of text messages: the filled-in workbook or a gateway's list of results, entered in the rows that wait."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from pyaddin.correspondence.sms import batch
from pyaddin.correspondence.sms.gateway import FINAL, Receipt
from pyaddin.errors import Stop
from pyaddin.labels import folded, label, spellings
from pyaddin.ledger.book import Cell, Value
from pyaddin.ledger.cells import BadCell, instant_text
from pyaddin.ledger.imports.grid import Grid, Source, is_blank
from pyaddin.ledger.imports.source import read_source
from pyaddin.ledger.imports.values import Reader, reader
from pyaddin.ledger.proposal import Entry as Typed
from pyaddin.ledger.rows import TypedRow
from pyaddin.rules.decide import Decision, decide_all
from pyaddin.rules.reason import phrase, text_of
from pyaddin.tasks.entering import set_cell
from pyaddin.tasks.entries import Numbers
from pyaddin.tasks.filled_list import BadRow, Form, ListRow, RowEntry, Taken, enter_rows, is_form, moment_of, rows_of
from pyaddin.tasks.opening import Opened
from pyaddin.tasks.outcome import Outcome
from pyaddin.tasks.permission import Wanted, permission

FORM = Form(batch.IDENTITY, batch.FILLED, ("case", "result"))
COLUMNS: Mapping[str, str] = {"Result": "result", "At": "sent_at", "Notes": "notes", "Document": "case", "By": "result"}
_WORDS: Mapping[str, tuple[str, ...]] = {
    "sent": ("sent", "ok", "success", "submitted", "accepted by network", "成功", "已提交", "提交成功", "发送成功", "發送成功", "傳送成功"),
    "delivered": ("delivered", "deliverd", "delivrd", "received", "送达", "送達", "已送达", "已送達"),
    "failed": ("failed", "failure", "undelivered", "undeliverable", "undeliv", "rejected", "rejectd", "expired", "error", "invalid", "blocked", "失败",
               "失敗", "发送失败", "發送失敗", "傳送失敗", "拒收"),
    "": ("pending", "queued", "waiting", "scheduled", "accepted", "acceptd", "unknown", "排队中", "排隊中", "待发送", "待傳送"),
}  # fmt: skip
_CODES = {folded(word): code for code, words in _WORDS.items() for word in words}
_REFERENCE = frozenset(
    folded(word) for word in ("reference", "ref", "client reference", "client ref", "custom id", "编号", "編號", "参考编号", "參考編號")
)
_STATUS = frozenset(folded(word) for word in ("status", "state", "result", "delivery status", "dlr", "状态", "狀態", "结果", "結果"))
_WHEN = frozenset(folded(word) for word in ("sent at", "sent", "time", "date", "timestamp", "done at", "发送时间", "傳送時間", "时间", "時間"))
_NOTE = frozenset(folded(word) for word in ("notes", "note", "error", "reason", "message id", "description", "备注", "備註", "原因", "说明", "說明"))


def read_back(opened: Opened, file: Path, *, by: str, now: Callable[[], datetime]) -> Outcome:
    """Every row with a result completes the rows of its task; a row that is done adds nothing; a blank or pending one stays open.

    Exit code 1 when rows were refused. Raises ``Stop`` X-NOT-LIST, X-NOT-FOUND, and what writing raises.
    """
    source = read_source(file, None)
    desk = _Desk(opened, reader(opened.zone, {}), by, now())
    taken = Taken()
    if is_form(source, FORM):
        rows, taken.faults = rows_of(source, FORM, opened.raw.ledger_id)
        for row in rows:
            desk.take(row, row.known["contact_ids"].split(","), taken)
    else:
        for row in _gateway_rows(source):
            desk.take_reported(row, taken)
    return enter_rows(opened, "sms", file, taken, by=by, now=now)


def enter_receipts(opened: Opened, receipts: Sequence[Receipt], *, by: str, now: Callable[[], datetime]) -> Outcome:
    """What a gateway knows at once, entered like a list of results."""
    desk, taken = _Desk(opened, reader(opened.zone, {}), by, now()), Taken()
    for number, receipt in enumerate(receipts, start=1):
        at = instant_text(receipt.at or now())
        cells: dict[str, Cell] = {"result": receipt.result, "sent_at": at, "notes": receipt.note or None}
        desk.take_reported(ListRow("", number, {"row_id": receipt.reference, "case_id": ""}, cells, {}, {}), taken)
    return enter_rows(opened, "sms", Path(), taken, by=by, now=now)


def _gateway_rows(source: Source) -> list[ListRow]:
    """The rows of a gateway's list of results. Raises ``Stop`` X-NOT-LIST where no sheet names reference and status."""
    for grid in source.grids:
        for number in sorted(grid.rows)[:30]:
            places = _places(grid, number)
            if "reference" in places and "result" in places:
                return [_reported(grid, row, number, places) for row in sorted(grid.rows) if row > number]
    advice = "Choose the batch itself, or a list of the gateway with the columns reference and status."
    raise Stop("X-NOT-LIST", f"{source.name}: neither a batch nor a list of results", advice=advice)


def _places(grid: Grid, number: int) -> dict[str, int]:
    places: dict[str, int] = {}
    for index, cell in enumerate(grid.rows[number]):
        word = folded(cell) if isinstance(cell, str) else ""
        for key, words in (("reference", _REFERENCE), ("result", _STATUS), ("sent_at", _WHEN), ("notes", _NOTE)):
            if word in words:
                places.setdefault(key, index)
    return places


def _reported(grid: Grid, row: int, header: int, places: Mapping[str, int]) -> ListRow:
    cells = {key: grid.cell(row, places[key]) if key in places else None for key in batch.FILLED}
    heads = {key: str(grid.cell(header, index)) for key, index in places.items()} | {"case": str(grid.cell(header, places["reference"]))}
    reference = str(grid.cell(row, places["reference"]) or "").strip()
    return ListRow(grid.name, row, {"row_id": reference, "case_id": ""}, cells, places, heads)


class _Desk:
    """What all rows are read with."""

    def __init__(self, opened: Opened, cells: Reader, by: str, at: datetime) -> None:
        self.opened, self.cells, self.by, self.at = opened, cells, by, at
        self.language = opened.policy.language
        contacts = opened.typed.tables["Contacts"]
        self.waiting = {str(row.values["Contact ID"]): row for row in contacts if row.values["Result"] == "queued" and row.values["Channel"] == "sms"}
        self.of_batch: dict[str, list[TypedRow]] = {}
        for row in contacts:
            if row.values["Document"] and row.values["Channel"] == "sms":
                self.of_batch.setdefault(str(row.values["Document"]), []).append(row)
        self.decisions = {d.case_id: d for d in decide_all(opened.files, opened.policy, opened.as_of, "weekly", seen=opened.seen("weekly"))}

    def take_reported(self, row: ListRow, taken: Taken) -> None:
        """A row that names its message by the reference alone."""
        mine = self.of_batch.get(row.known["row_id"], [])
        if not mine:
            if any(not is_blank(cell) for cell in row.cells.values()) or row.known["row_id"]:
                advice = "The ledger knows no text message of this reference; references stand in the batch."
                taken.faults.append(row.fault("E-ORPHAN", "case", row.known["row_id"], advice))
            return
        self.take(row, [str(one.values["Contact ID"]) for one in mine], taken)

    def take(self, row: ListRow, contact_ids: Sequence[str], taken: Taken) -> None:
        tasks = [self.waiting[key] for key in contact_ids if key in self.waiting]
        try:
            result = self._result(row)
            if not result:
                taken.blank += 1
            elif not tasks:
                taken.known += 1
            else:
                taken.entries.append(self._entry(row, result, tasks))
        except BadRow as bad:
            taken.faults.append(bad.fault)

    def _result(self, row: ListRow) -> str:
        """``sent``, ``delivered`` or ``failed``; blank for one that nobody knows yet. Raises ``BadRow``."""
        cell = row.cells["result"]
        if is_blank(cell):
            said = [key for key in ("sent_at", "notes") if not is_blank(row.cells[key])]
            if said:
                raise BadRow(row.fault("E-REQUIRED", "result", "", "The row says something of the text, but not what became of it: choose a Result."))
            return ""
        word = folded(cell) if isinstance(cell, str) else str(cell)
        code = spellings("Result", FINAL).get(word, _CODES.get(word))
        if code is None:
            words = ", ".join(label("Result", code, self.language) for code in FINAL)
            raise BadRow(row.fault("E-CODE", "result", cell, f"Of a text message comes one of: {words}."))
        return code

    def _entry(self, row: ListRow, result: str, tasks: Sequence[TypedRow]) -> RowEntry:
        at = self._instant(row)
        notes = row.read(self.cells, "notes", "Contacts.Notes")
        values: dict[str, Value] = {
            "At": instant_text(at), "Result": result, "By": self.by, "Document": row.known["row_id"], "Notes": str(notes) if notes is not None else None,
        }  # fmt: skip
        edits: list[Typed] = [
            set_cell(self.opened, task, column, value, f"SMS batch {row.known['row_id']}")
            for task in tasks
            for column, value in values.items()
            if value is not None
        ]
        cases = frozenset(str(task.values["Case ID"]) for task in tasks)
        said = self._notes(self.decisions[str(tasks[0].values["Case ID"])], str(tasks[0].values["Key"]), result, at)

        def make(numbers: Numbers) -> tuple[Typed, ...]:
            return tuple(edits)

        return RowEntry(row, make, COLUMNS, cases, said)

    def _instant(self, row: ListRow) -> datetime:
        if "made_at" in row.known:
            return moment_of(row, "sent_at", self.opened, self.cells, self.at)
        if is_blank(row.cells["sent_at"]):
            return self.at
        try:
            at = self.cells.read("Contacts.At", row.cells["sent_at"], 0, -1)
        except BadCell as problem:
            raise BadRow(row.fault(problem.code, "sent_at", row.cells["sent_at"], problem.advice)) from None
        return at if isinstance(at, datetime) else self.at

    def _notes(self, decision: Decision, key: str, result: str, at: datetime) -> tuple[str, ...]:
        """That a text failed, or went although the rules stood against it at that moment: what is done is recorded, and told."""
        if result == "failed":
            return (phrase("note row-failed", case=decision.case_id).says(self.language),)
        answer = permission(self.opened, decision, Wanted("sms", key.rsplit("|", 2)[1]), at)
        if answer.allowed:
            return ()
        return (phrase("note row-unlawful", case=decision.case_id, why=text_of(answer.forbids, self.language)).says(self.language),)
