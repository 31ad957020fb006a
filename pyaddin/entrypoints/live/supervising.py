"""Buttons of a supervisor: closed cases into their yearly ledgers, and one debtor's data handed out or erased.

Rows leave, and data are erased, in a closed workbook only: it is shown and asked here, and done by ``entrypoints.later`` once the workbook is closed.
"""

from __future__ import annotations

import webbrowser
from collections.abc import Mapping
from pathlib import Path

from pyaddin.entrypoints import later
from pyaddin.entrypoints.line import rows_of
from pyaddin.entrypoints.live import entering, form, result
from pyaddin.entrypoints.live.desk import Desk
from pyaddin.entrypoints.say_scale import figure_name
from pyaddin.errors import Stop
from pyaddin.tasks import archive as archiving
from pyaddin.tasks import privacy as protecting

Values = dict[str, object]


def archive(desk: Desk) -> None:
    """By the Form: what would move and what stays on the sheet Result, then asked, then done as soon as the workbook is closed."""
    if (values := _typed(desk)) is None:
        return
    try:
        data = archiving.look(desk.ledger.path, **values, by=desk.screen.user, now=desk.now, book=desk.ledger).data  # type: ignore[arg-type]
    except Stop as stop:
        _refused(desk, stop)
        return
    desk.screen.erase(form.SHEET)
    _moving(desk, data)
    if not data["archived"]:
        desk.tell(desk.word("none-ripe") if data["staying"] else desk.word("none-closed", before=data["before"]))
        return
    if not desk.screen.ask(desk.word("archive-when-closed", n=data["archived"]), desk.title):
        desk.tell(desk.word("nothing-done"))
        return
    _when_closed(desk, values)


def _moving(desk: Desk, data: Mapping[str, object]) -> None:
    """Every figure before, after and moved; below, the cases that stay and why."""
    lines = [result.Line((Path(str(row["path"])).name, "", "", str(row["cases"])), result.HEADING) for row in rows_of(data, "files")]
    for row in rows_of(data, "totals"):
        lines.append(result.Line((figure_name(str(row["figure"]), desk.language), str(row["before"]), str(row["after"]), str(row["moved"]))))
    lines += [result.Line((f"{desk.word('stays')} {row['case_id']}", str(row["why"])), "kept") for row in rows_of(data, "staying")]
    headers = tuple(desk.word(key) for key in ("figure", "before", "after", "going"))
    page = result.Page(desk.title, desk.word("would-archive", n=data["archived"]), headers, lines, (44, 24, 24, 24))
    result.show(desk.screen, page)


def privacy(desk: Desk) -> None:
    """By the Form: the package of one debtor, the list of those whose data may go, or an erasure, which is done once the workbook is closed."""
    if (values := _typed(desk)) is None:
        return
    who = {"by": desk.screen.user, "now": desk.now, "book": desk.ledger}
    try:
        if values.pop("erase"):
            asked = {name: values[name] for name in ("debtor", "approved_by", "reason")}
            protecting.require_erasable(desk.ledger.path, **asked, **who)  # type: ignore[arg-type]
            _erase(desk, asked)
            return
        wanted = {name: values[name] for name in ("debtor", "export", "due")}
        data = protecting.look(desk.ledger.path, **wanted, **who).data  # type: ignore[arg-type]
    except Stop as stop:
        _refused(desk, stop)
        return
    desk.screen.erase(form.SHEET)
    if values["due"]:
        _ripe(desk, data)
    else:
        _handed_out(desk, data)


def _ripe(desk: Desk, data: Mapping[str, object]) -> None:
    rows, names = rows_of(data, "due"), _names(desk)
    lines = [result.Line((str(row["debtor"]), names.get(str(row["debtor"]), ""), str(row["since"]), f"{row['rule']}: {row['source']}")) for row in rows]
    headers = tuple(desk.word(key) for key in ("debtor", "debtor", "kept-since", "source"))
    result.show(desk.screen, result.Page(desk.title, desk.word("to-erase", n=len(rows)), headers, lines, (14, 30, 14, 80)))


def _names(desk: Desk) -> dict[str, str]:
    return {str(cells.get("Debtor ID")): str(cells.get("Name") or "") for _, cells in desk.raw.tables["Debtors"].rows}


def _handed_out(desk: Desk, data: Mapping[str, object]) -> None:
    files = data["files"]
    assert isinstance(files, list)
    index = next(Path(str(file)) for file in files if Path(str(file)).name == "index.html")
    webbrowser.open(index.resolve().as_uri())
    desk.screen.go("Debtors")
    desk.tell(desk.word("package", debtor=data["debtor"], n=len(files), path=index))


def _erase(desk: Desk, values: Values) -> None:
    desk.screen.erase(form.SHEET)
    desk.screen.go("Debtors")
    if not desk.screen.ask(desk.word("erase-when-closed", debtor=values["debtor"]), desk.title):
        desk.tell(desk.word("nothing-done"))
        return
    _when_closed(desk, {**values, "erase": True})


def _typed(desk: Desk) -> Values | None:
    """What the Form holds; ``None`` when it was only opened, or something on it is to be corrected."""
    standing = form.filled(desk.screen) if desk.screen.active == form.SHEET else None
    if standing is None or standing.button != desk.button_id:
        entering.open_form(desk, {"debtor": _selected_debtor(desk)} if desk.button_id == "privacy" else {}, (desk.title,))
        return None
    try:
        return form.typed_values(standing, desk.options(), desk.command.name, desk.language, desk.ledger.path.parent)
    except Stop as stop:
        _refused(desk, stop)
        return None


def _selected_debtor(desk: Desk) -> str | None:
    """The debtor of the one selected row that names one, or of its case."""
    selected = desk.selected()
    table = desk.raw.tables.get(selected.sheet)
    rows = [cells for number, cells in table.rows if number in selected.rows] if table is not None else []
    owners = {str(cells.get("Case ID")): str(cells.get("Debtor ID") or "") for _, cells in desk.raw.tables["Cases"].rows}
    found = {str(cells.get("Debtor ID") or owners.get(str(cells.get("Case ID")), "")) for cells in rows} - {""}
    return found.pop() if len(found) == 1 else None


def _refused(desk: Desk, stop: Stop) -> None:
    """Beside the fields of the Form; what no field can mend is told as it is."""
    if stop.fault.code not in ("X-OPTION", "X-FOUR-EYES", "X-EXISTS", "E-REQUIRED"):
        raise stop
    desk.tell(desk.word("nothing-entered", n=form.advise(desk.screen, (stop.fault, *stop.others), desk.language)))


def _when_closed(desk: Desk, values: Mapping[str, object]) -> None:
    """The command, given again for the closed ledger; where its answer will stand is told."""
    path, flags = desk.ledger.path, {option.name: option.flag for option in desk.command.options}
    words = [desk.command.name, str(path), "--by", desk.screen.user]
    for name, value in values.items():
        if value is True:
            words.append(flags[name])
        elif value not in (None, False, ""):
            words += [flags[name], str(value)]
    local = desk.now().astimezone(desk.zone)
    file = path.parent / f"{path.stem}-out" / "documents" / f"{desk.command.name}_{local:%Y-%m-%d_%H%M%S}.txt"
    later.start(path, desk.language, file, words)
    desk.tell(desk.word("when-closed", path=file))
