"""What the commands beyond one workbook say, in the language of the ledger or portfolio."""

from __future__ import annotations

from collections.abc import Mapping

from pyaddin.entrypoints.line import Row, plain, rows_of
from pyaddin.entrypoints.scale_words import say
from pyaddin.entrypoints.speech import counted
from pyaddin.ledger.captions import caption, sheet_caption
from pyaddin.ledger.schema import EVERY_TABLE

Data = Mapping[str, object]
_SHOWN = 200
"""So many cases that stay are named."""


def portfolio(data: Data, language: str) -> list[str]:
    """Where the results lie, how many rows each has, and how many rows were refused."""
    results = data.get("results")
    counts = results if isinstance(results, Mapping) else {}
    lines = [say("assessed", language, cases=counted(data["cases"], "case", language), on=data["as_of"], out=plain(data["out"], 300))]
    lines += [say("file", language, name=name, rows=counted(count, "row", language)) for name, count in counts.items()]
    if data["refused"]:
        lines.append(say("refused-rows", language, rows=counted(data["refused"], "row", language)))
    again = data.get("begun_again")
    if isinstance(again, list) and again:
        lines.append(say("begun-again", language, parts=counted(len(again), "part", language), whole=data["parts"]))
    return [*lines, *_control(data.get("control"), language), say("nothing-sent", language)]


def _control(control: object, language: str) -> list[str]:
    """What the second reckoning of simple cases came to."""
    if not isinstance(control, Mapping) or not control["simple"]:
        return []
    reckoned = say("control", language, simple=counted(control["simple"], "simple", language), cases=control["cases"])
    if not control["different"]:
        return [say("control-same", language, reckoned=reckoned)]
    named, different = ", ".join(plain(case, 80) for case in control["first"]), counted(control["different"], "case", language)
    return [say("control-differs", language, reckoned=reckoned, different=different, named=named), say("do-not-use", language)]


def slice_cut(data: Data, language: str) -> list[str]:
    """What went along, and which debtors stay although the clerk has a case of theirs."""
    payments = data.get("payments")
    numbers = {noun + "s": counted(data[noun + "s"], noun, language) for noun in ("debtor", "case")}
    lines = [say("cut", language, slice=data["slice"], owner=plain(data["owner"]), path=plain(data["path"], 300), **numbers), say("nothing-done", language)]
    if isinstance(payments, Mapping):
        lines += [say("went-along", language, amount=amount, currency=currency) for currency, amount in payments.items()]
    return lines + [say("stays", language, debtor=plain(row.get("debtor")), why=plain(row.get("reason"), 300)) for row in rows_of(data, "left_out")]


def merge(data: Data, language: str) -> list[str]:
    """What was brought back, what a person must decide, and whether the totals tie."""
    numbers = {name: counted(data[key], name[:-1], language) for name, key in (("rows", "added"), ("cells", "changed"), ("messages", "messages"))}
    lines = [say("merged", language, slice=data["slice"], **numbers), *_conflicts(data, language)]
    lines += [say("deleted", language, place=_place(row)) for row in rows_of(data, "deleted")]
    lines += [say("renumbered", language, old=plain(row.get("slice")), new=plain(row.get("origin"))) for row in rows_of(data, "renumbered")]
    for row in rows_of(data, "refused"):
        lines.append(say("not-taken", language, place=_place(row), code=plain(row.get("code")), found=plain(row.get("found"), 200)))
    for row in rows_of(data, "policy"):
        lines.append(say("policy", language, place=_place(row), was=_value(row, "base", language), there=_value(row, "slice", language)))
    totals = data.get("totals")
    if isinstance(totals, Mapping):
        for currency, row in totals["payments"].items():
            lines.append(say("payments", language, currency=currency, before=row["before"], added=row["added"], after=row["after"]))
        lines.append(say("tie" if totals["tied"] else "no-tie", language))
    return lines


def _conflicts(data: Data, language: str) -> list[str]:
    """Each conflict with the three values, and how the undecided ones are decided."""
    lines, rows = [], rows_of(data, "conflicts")
    for row in rows:
        was, here, there = (_value(row, name, language) for name in ("base", "origin", "slice"))
        key = f"decided-{row['decided']}" if row.get("decided") else "conflict"
        lines.append(say(key, language, place=_place(row), values=say("values", language, was=was, here=here, there=there)))
    if any(not row.get("decided") for row in rows):
        lines += [say("what-stands", language), say("list", language, path=plain(data["conflict_list"], 300))]
    return lines


def _place(row: Row) -> str:
    column = f", {plain(row.get('column'))}" if row.get("column") else ""
    return f"{plain(row.get('sheet'))} {plain(row.get('key'), 80)}{column}"


def _value(row: Row, name: str, language: str) -> str:
    return plain(row.get(name), 200) or say("blank", language)


def store(data: Data, language: str) -> list[str]:
    """What the store holds now."""
    payments = data.get("payments")
    lines = [say("holds", language, cases=counted(data["cases"], "case", language), messages=counted(data["messages"], "message", language))]
    if isinstance(payments, Mapping):
        lines += [say("store-paid", language, amount=amount, currency=currency) for currency, amount in payments.items()]
    return [*lines, say("backup", language)]


def archive(data: Data, language: str) -> list[str]:
    """How many cases moved into which file, the totals before and after, and why the others stay."""
    said = [say("would-move" if data["dry_run"] else "moved", language, cases=counted(data["archived"], "closed", language))]
    said += [say("into", language, path=plain(row["path"], 300), cases=counted(row["cases"], "case", language)) for row in rows_of(data, "files")]
    for row in rows_of(data, "totals"):
        amounts = {name: row[name] for name in ("before", "after", "moved")}
        said.append(say("ties", language, figure=figure_name(plain(row["figure"]), language), **amounts))
    staying = rows_of(data, "staying")
    said += [say("case-stays", language, case=plain(row["case_id"]), why=plain(row["why"], 300)) for row in staying[:_SHOWN]]
    if len(staying) > _SHOWN:
        said.append(say("more-stay", language, cases=counted(len(staying) - _SHOWN, "case", language)))
    if not data["archived"] and not staying:
        said.append(say("none-closed", language, before=data["before"]))
    return said


def figure_name(figure: str, language: str) -> str:
    """``Payments Amount GBP`` as the sheets of this language call it."""
    table, _, rest = figure.partition(" ")
    if table not in EVERY_TABLE:
        return f"{say('written-off', language)} {rest}".strip()
    column, _, currency = rest.rpartition(" ")
    what = f"{caption(table, column, language)} {currency}" if column else say("rows", language)
    return f"{sheet_caption(table, language)}: {what}"
