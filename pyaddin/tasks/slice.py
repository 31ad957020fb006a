"""A clerk's workbook cut out of a larger ledger: a whole ledger of its own, and the origin does nothing to these debtors until it is merged back."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from pyaddin.build.workbook import write_workbook
from pyaddin.correspondence.carrying import bring_in
from pyaddin.errors import Stop
from pyaddin.ledger.book import Value
from pyaddin.ledger.cells import instant_text
from pyaddin.ledger.closed import ClosedBook
from pyaddin.ledger.rows import TypedRow
from pyaddin.ledger.schema import EVERY_TABLE
from pyaddin.tasks import pending
from pyaddin.tasks.audited import author, notice
from pyaddin.tasks.new import SUFFIX, require_free
from pyaddin.tasks.opening import Opened, open_book, require_supervisor
from pyaddin.tasks.outcome import Outcome
from pyaddin.tasks.recorded import write
from pyaddin.tasks.slice_origin import Origin
from pyaddin.tasks.slice_origins import origin_of
from pyaddin.tasks.slice_policy import policy_of
from pyaddin.tasks.slicing import CHAIN, SLICE, Share, held, remembered, rows_of, share_of, stored


def run(source: str, *, owner: str, out: Path, by: str, now: Callable[[], datetime]) -> Outcome:
    """The debtors whose heaviest case ``owner`` looks after, with everything of them, in the new ledger ``out``.

    First the origin is told (memory, then holds), then the new file is made: a program that dies between leaves debtors on hold, never two ledgers that
    write to one debtor. Raises ``Stop``: X-OPTION (another suffix, no supervisor), X-EXISTS, X-SLICE when nothing can be cut, and what writing raises.
    """
    if out.suffix.lower() != SUFFIX:
        raise Stop("X-OPTION", out.name, advice=f"A ledger is a {SUFFIX} file; give it that ending.")
    require_free(out)
    with origin_of(source, now) as origin:
        origin.only_of(owner=owner)
        opened, told = _opened(origin, now)
        require_supervisor(opened, by)
        every = frozenset(str(row.values["Case ID"]) for row in opened.typed.tables["Cases"])
        sent = origin.messages(opened.raw.ledger_id, every)
        share = share_of(opened, owner, {str(message.row["debtor_id"]) for message in sent if message.waits})
        if not share.debtors:
            left = "; ".join(f"{debtor}: {reason}" for debtor, reason in share.left_out)
            raise Stop("X-SLICE", f"{owner}: {left or 'no case has this owner'}", sheet="Cases", column="Owner")
        at = now()
        slice_id = SLICE + hashlib.sha256(f"{opened.raw.ledger_id}|{owner}|{out.absolute()}|{instant_text(at)}".encode()).hexdigest()[:8]
        rows = rows_of(opened.typed, share)
        memory = {
            "slice": slice_id, "origin": opened.raw.ledger_id, "ledger_id": f"{opened.raw.ledger_id}.{slice_id}", "owner": owner, "file": out.name,
            "cut_at": instant_text(at), "by": by, "debtors": sorted(share.debtors), "rows": remembered(rows), "policy": policy_of(opened), "intended": {},
            "merged_at": "",
        }  # fmt: skip
        reason = f"Out with {owner} since {opened.as_of}, file {out.name}"
        with origin.all_or_nothing():
            origin.remember(slice_id, memory)
            edits = list(held(opened, share.debtors, slice_id, reason))
            as_of = opened.settings.day("as_of") or opened.as_of
            try:
                write(origin.book, opened.raw, edits, as_of=as_of, at=at, by=by, task="slice", run_id=slice_id, undoable=False)
            except Stop:  # nobody is on hold for this slice, and nobody will have it
                origin.forget(slice_id)
                raise
            _made(opened, out, str(memory["ledger_id"]), {name: [_cells(row) for row in found] for name, found in rows.items()})
            mine = [message for message in sent if {key[2] for key in message.keys} <= share.cases]
            runs = [str(row.values["Run ID"]) for row in rows["Runs"]]
            bring_in(out, str(memory["ledger_id"]), mine, runs, now=now, why=f"cut from {origin.name}")
            cut = ClosedBook(out)
            notice(cut, cut.read(), who=author(at, by, "slice", slice_id))  # its audit chain begins here: the one beside the origin is not its own
    return Outcome("slice", {
        "slice": slice_id, "path": str(out), "owner": owner, "ledger_id": memory["ledger_id"], "debtors": len(share.debtors), "cases": len(share.cases),
        "language": opened.policy.language,
        "rows": {name: len(found) for name, found in rows.items() if found}, "payments": _sums(opened, share),
        "left_out": [{"debtor": debtor, "reason": why} for debtor, why in share.left_out], "notes": told,
    })  # fmt: skip


def _opened(origin: Origin, now: Callable[[], datetime]) -> tuple[Opened, list[str]]:
    told: list[str] = []
    if origin.book.path.exists():
        pending.enter_kept(origin.book, now=now, told=told)
    return open_book(origin.book, as_of=None, now=now), told


def _made(opened: Opened, out: Path, ledger_id: str, rows: dict[str, list[dict[str, Value]]]) -> None:
    """The new file, with the office's settings and policy tables as they stand."""
    policy = {
        name: [_cells(row) for row in opened.typed.tables[name]]
        for name, table in EVERY_TABLE.items() if table.kind == "policy" and name != "Settings"
    }  # fmt: skip
    language = opened.settings.text("ledger_language")
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        write_workbook(out, {**policy, **rows}, ledger_id=ledger_id, language=language, settings=_settings(opened))
    except OSError as error:
        raise Stop("X-WRITE", f"{out.name}: {error.strerror}") from error


def _cells(row: TypedRow) -> dict[str, Value]:
    return {name: stored(value) for name, value in row.values.items() if name != CHAIN}


def _settings(opened: Opened) -> dict[str, Value]:
    copied: dict[str, Value] = {}
    for _, cells in opened.raw.tables["Settings"].rows:
        key, value = cells.get("Key"), cells.get("Value")
        if not isinstance(key, str) or value is None:
            continue
        if isinstance(value, datetime):
            copied[key.strip()] = value.date()
        elif isinstance(value, str | date):
            copied[key.strip()] = value
        elif isinstance(value, float | int):
            copied[key.strip()] = Decimal(str(value)).normalize()
    return copied | {"as_of": opened.settings.day("as_of")}


def _sums(opened: Opened, share: Share) -> dict[str, str]:
    """Payments that went along, by currency: what the merge ties its totals to."""
    return payment_sums(opened, share.cases)


def payment_sums(opened: Opened, cases: frozenset[str] | None = None) -> dict[str, str]:
    """The sum of the accepted payments by currency, of these cases only where they are given."""
    currency = {str(row.values["Case ID"]): str(row.values["Currency"]) for row in opened.typed.tables["Cases"]}
    sums: dict[str, Decimal] = {}
    for row in opened.typed.tables["Payments"]:
        case, amount = str(row.values["Case ID"]), row.values["Amount"]
        if (cases is None or case in cases) and isinstance(amount, Decimal):
            sums[currency[case]] = sums.get(currency[case], Decimal(0)) + amount
    return {name: format(total, "f") for name, total in sorted(sums.items())}
