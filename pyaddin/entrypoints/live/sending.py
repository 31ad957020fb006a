"""Buttons that send: figures first, then a question that counts as No, then the ledger is assessed again and the messages go.

Above ``MOST`` messages a click is not enough: the clerk types their number into the Form.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from pyaddin import fault_words, found_words
from pyaddin.commands import Option
from pyaddin.entrypoints import sender
from pyaddin.entrypoints.live import form, result
from pyaddin.entrypoints.live.desk import Desk, label_of
from pyaddin.errors import Fault
from pyaddin.ledger.book import Value
from pyaddin.tasks import outlook
from pyaddin.tasks import stop_sends as stopping

MOST = 20
_NAMES = 5
_WORDS = {"sent": "r-sent", "queued": "r-queued", "blocked": "r-blocked", "failed": "r-failed", "unknown": "r-unknown"}
_WIDTHS = (14, 26, 16, 90)
_NUMBER = Option("--number", "integer", "Type the number of messages to confirm them.", required=True, metavar="N")
_CASES = Option("--cases", "text", "The cases they are for; blank = all that are due.", repeat=True, metavar="IDS", dest="cases")
Data = Mapping[str, object]


def preview(desk: Desk) -> None:
    """The message of each selected case as its debtor would get it; nothing is written."""
    chosen = desk.chosen()
    outcome = desk.call("remind", {"cases": chosen.cases, "preview": True})
    debtors = desk.debtors()
    lines = []
    for message in _rows(outcome.data, "messages"):
        case_id, kind = str(message["case_id"]), str(message["result"])
        text = str(message.get("text") or message["why"])
        if case_id in chosen.cases:
            word = desk.word("r-would-go") if kind in ("sent", "queued") else _word(desk, kind)
            lines.append(result.Line((case_id, debtors.get(case_id, ""), word, text), kind))
    looked = _looked(desk, "button", chosen.cases)
    lines += _not_due(desk, looked)
    headers = tuple(desk.word(key) for key in ("case", "debtor", "result", "text"))
    result.show(desk.screen, result.Page(desk.title, chosen.told(desk.language), headers, lines, _WIDTHS))


def remind(desk: Desk) -> None:
    """Reminders for the selected cases. Raises ``NoSelection``."""
    if _confirmed(desk, "button"):
        return
    chosen = desk.chosen()
    _offer(desk, "button", chosen.cases, chosen.told(desk.language))


def send_due(desk: Desk) -> None:
    """Every reminder that is due today."""
    if _confirmed(desk, "button"):
        return
    looked = _looked(desk, "button", ())
    _offer(desk, "button", tuple(str(case) for case in _list(looked, "cases")), "", looked)


def run(desk: Desk) -> None:
    """The weekly or daily run, named like its button: the ledger is brought up to date whether anything is to be sent or not."""
    if _confirmed(desk, desk.button_id):
        return
    _offer(desk, desk.button_id, (), "")


def _looked(desk: Desk, kind: str, cases: tuple[str, ...]) -> Data:
    """What would go; asked again in the same click and on the same day it is the same answer, unless the ledger was changed."""

    def look() -> Data:
        return outlook.run(desk.ledger.path, kind=kind, cases=cases, as_of=None, by=desk.screen.user, now=desk.now, book=desk.ledger).data

    return desk.ledger.made(("outlook", desk.today, kind, cases), look)


def _offer(desk: Desk, kind: str, cases: tuple[str, ...], told: str, looked: Data | None = None) -> None:
    """Figures and the question; what the clerk does not say yes to is not sent."""
    looked = _looked(desk, kind, cases) if looked is None else looked
    count, asked_on = int(str(looked["count"])), desk.today
    late = tuple(case for case in map(str, _list(looked, "to_enter")) if not cases or case in cases)
    if count == 0 and kind == "button" and late:
        _send(desk, kind, late, told)  # what left before something ended in the middle is entered; nothing new goes
        return
    if count == 0 and kind == "button":
        page(desk, looked, [], told)
        desk.tell(told, desk.word("none-due"))
        return
    summary = (told, *_summary(desk, looked))
    if count > MOST:
        _ask_number(desk, kind, () if desk.button_id == "send_due" else cases, summary)
    elif count == 0:
        _send(desk, kind, cases, told)
    elif desk.screen.ask("\n".join([*(line for line in summary if line), "", desk.word("send-them")]), desk.title):
        desk.fresh()
        if desk.today == asked_on:
            _send(desk, kind, cases, told)
        else:  # the question stood over midnight: other messages are due now
            _offer(desk, kind, cases, told)
    else:
        desk.tell(desk.word("kept"))


def _summary(desk: Desk, looked: Data) -> list[str]:
    """Count, totals, highest level, newest payment, first names, who is blocked."""
    count = int(str(looked["count"]))
    names = [str(name) for name in _list(looked, "names")]
    listed = desk.word("and").join(names)
    people = listed if count <= len(names) else desk.word("and-more", names=listed, n=count - len(names))
    totals = [desk.word("total", amount=row["amount"], currency=row["currency"]) for row in _rows(looked, "totals")]
    newest = looked["newest_payment"]
    blocked = _rows(looked, "blocked")
    who = desk.word("semicolon").join(desk.word("who-why", who=row["debtor"], why=row["why"])[:200] for row in blocked[:_NAMES])
    waiting = len(_list(looked, "not_due"))
    return [
        desk.word("would-go", n=count, on=looked["as_of"]),
        *totals,
        desk.word("highest", level=looked["highest_level"]) if looked["highest_level"] else "",
        desk.word("newest-payment", on=newest) if newest else desk.word("no-payment"),
        desk.word("to", names=people) if names else "",
        desk.word("blocked", n=len(blocked), who=who) if blocked else "",
        desk.word("not-due", n=waiting) if waiting else "",
        desk.age(),
    ]


def _questions(kind: str) -> tuple[Option, ...]:
    """What the Form asks before many messages go: a weekly or daily run is always one over all cases."""
    return (_NUMBER, _CASES) if kind == "button" else (_NUMBER,)


def _ask_number(desk: Desk, kind: str, cases: tuple[str, ...], summary: Sequence[str]) -> None:
    """Many messages: their number is typed, and the button pressed again."""
    lines = tuple(line for line in (*summary, desk.word("type-number", most=MOST, label=desk.title)) if line)
    ask = form.Ask(desk.button_id, desk.title, "remind", _questions(kind), lines, desk.screen.active)
    values: dict[str, Value] = {"cases": ", ".join(cases) or None}
    form.show(desk.screen, ask, values, desk.language)


def _confirmed(desk: Desk, kind: str) -> bool:
    """Whether this press answers the Form's question for a number; if it does, it is carried out here."""
    if desk.screen.active != form.SHEET:
        return False
    standing = form.filled(desk.screen)
    if standing is None or standing.button != desk.button_id:
        return False
    answered = form.Filled(standing.button, standing.origin, {**standing.cells, "number": standing.cells.get("number") or "0"})
    values = form.typed_values(answered, _questions(kind), "remind", desk.language, desk.ledger.path.parent)
    cases = values.get("cases", ())
    assert isinstance(cases, tuple)
    looked = _looked(desk, kind, cases)
    count = looked["count"]
    if kind == "button" and not cases:
        cases = tuple(str(case) for case in _list(looked, "cases"))
    if not values["number"]:
        form.advise(desk.screen, [Fault("X-OPTION", column="number", advice=desk.word("number-missing"))], desk.language)
    elif values["number"] != count:
        form.advise(desk.screen, [Fault("X-OPTION", column="number", advice=desk.word("number-differs", n=count, typed=values["number"]))], desk.language)
    else:
        desk.screen.erase(form.SHEET)
        _send(desk, kind, cases, "")
        return True
    desk.tell(desk.word("kept"))
    return True


def _send(desk: Desk, kind: str, cases: tuple[str, ...], told: str) -> None:
    """Assess again, send, and show a row per case."""
    desk.debtors()
    result.working(desk.screen, desk.title, desk.language)
    not_due = _looked(desk, kind, cases) if cases else {}
    with desk.screen.progress(result.STOP_CELL) as progress:
        outcome = desk.call("remind", {"cases": cases}, progress) if kind == "button" else desk.call(kind, {}, progress)
    desk.computed()
    page(desk, not_due, _rows(outcome.data, "messages"), told, outcome.data)
    stopped = outcome.data.get("stopped")
    counts = {name: outcome.data[name] for name in ("sent", "queued", "blocked", "failed")}
    waiting = handed_over(desk, outcome.data)
    ran = {name: outcome.data[name] for name in ("assessed", "flagged", "moved", "refused")}
    assessed = "" if kind == "button" else desk.word("run-line", **ran)
    notes = _list(outcome.data, "notes") if outcome.data.get("brake") else []  # the first one says that all is parked, and why
    earlier = "" if kind == "button" else desk.earlier()
    desk.tell(told, assessed, desk.word("sent-line", **counts), waiting, *map(str, notes[:1]), str(stopped or ""), desk.word("see-result"), earlier)


def handed_over(desk: Desk, data: Data) -> str:
    """Messages that can still be taken back are left to the sender, which outlives the click; says until when."""
    pending, due_at = data.get("pending"), data.get("due_at")
    if not pending or not isinstance(due_at, str):
        return ""
    sender.start(desk.ledger.path)
    at = datetime.fromisoformat(due_at).astimezone(desk.zone)
    return desk.word("pending", n=pending, at=f"{at:%H:%M}", stop=label_of("stop_sends", desk.language))


def stop_sends(desk: Desk) -> None:
    """Messages that wait for the sender are taken back."""
    debtors = desk.debtors()
    data = stopping.run(desk.ledger.path, by=desk.screen.user, now=desk.now, book=desk.ledger).data
    items = _rows(data, "items")
    if not items:
        desk.tell(desk.word("none-pending"))
        return
    taken = desk.word("r-taken-back")
    lines = [result.Line((str(i["case_id"]), debtors.get(str(i["case_id"]), ""), taken, str(i["kind"])), "blocked") for i in items]
    headers = tuple(desk.word(key) for key in ("case", "debtor", "result", "why"))
    told = desk.word("taken-back", n=data["stopped_sends"])
    result.show(desk.screen, result.Page(desk.title, told, headers, lines, _WIDTHS))
    desk.tell(told, "" if data["entered"] else desk.word("rows-later"))


def page(desk: Desk, looked: Data, messages: Sequence[Data], told: str, counts: Data | None = None) -> None:
    debtors = desk.debtors()
    shown = messages or _rows(looked, "messages")
    lines = [
        result.Line((str(m["case_id"]), debtors.get(str(m["case_id"]), ""), _word(desk, str(m["result"])), str(m["why"])), str(m["result"])) for m in shown
    ]
    lines += _not_due(desk, looked)
    faults = [f for f in _rows(counts or {}, "faults") if str(f["code"]).startswith("E-")]
    lines += [result.Line((f"{f['sheet']} {f['row']}", _found(desk, f), desk.word("r-blocked"), _advice(desk, f)), "failed") for f in faults]
    headers = tuple(desk.word(key) for key in ("case", "debtor", "result", "why"))
    summary = told or (desk.word("sent-line", **{name: counts[name] for name in ("sent", "queued", "blocked", "failed")}) if counts else "")
    result.show(desk.screen, result.Page(desk.title, summary, headers, lines, _WIDTHS))


def _found(desk: Desk, fault: Data) -> str:
    return found_words.found(str(fault["code"]), str(fault["found"] or ""), desk.language)


def _advice(desk: Desk, fault: Data) -> str:
    return f"{fault['code']}{desk.word('colon')}{fault_words.advice(str(fault['code']), str(fault['advice'] or ''), desk.language)}"


def _not_due(desk: Desk, looked: Data) -> list[result.Line]:
    return [result.Line((str(row["case_id"]), str(row["debtor"]), desk.word("r-not-due"), str(row["why"]))) for row in _rows(looked, "not_due")]


def _word(desk: Desk, kind: str) -> str:
    return desk.word(_WORDS[kind]) if kind in _WORDS else kind


def _list(data: Data, key: str) -> list[object]:
    found = data.get(key)
    return list(found) if isinstance(found, list) else []


def _rows(data: Data, key: str) -> list[Data]:
    return [row for row in _list(data, key) if isinstance(row, Mapping)]
