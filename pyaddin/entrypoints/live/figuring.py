"""The button Rows of a figure: from a row of the sheet Figures to the rows of the ledger that it is made of."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from pyaddin.entrypoints.live import result
from pyaddin.entrypoints.live.desk import Desk
from pyaddin.ledger.captions import sheet_caption

SHEET = "Figures"
MOST = 2000
"""Rows that the sheet Result lists; more are counted and found by filtering the ledger."""


def figure_rows(desk: Desk) -> None:
    """The rows behind the selected figure on the sheet Result, those that count first. On another sheet: to Figures, to choose one there."""
    selected = desk.selected()
    rows = dict(desk.raw.tables[SHEET].rows)
    chosen = [str(rows[number].get("Figure") or "") for number in selected.rows if number in rows] if selected.sheet == SHEET else []
    if not rows or not any(chosen):
        if rows:
            desk.screen.go(SHEET)
        desk.tell(desk.word("choose-figure" if rows else "no-figures", label=desk.title))
        return
    key = next(name for name in chosen if name)
    data = desk.call("kpis", {"rows": key}).data
    kpis, behind = data["kpis"], data["rows"]
    assert isinstance(kpis, list)
    assert isinstance(behind, list)
    figure = next(one for one in kpis if str(one["figure"]).casefold() == key.casefold())
    ordered = sorted(behind, key=lambda row: not row["counted"])
    debtors = desk.debtors()
    yes = desk.word("counted-yes")
    lines = [
        result.Line(
            (
                yes if row["counted"] else "", sheet_caption(str(row["table"]), desk.language), str(row["key"]), str(row["case_id"]),
                debtors.get(str(row["case_id"]), ""), f"{Decimal(str(row['amount'])):,}",
            ),
            "allowed" if row["counted"] else "",
        )
        for row in ordered[:MOST]
    ]  # fmt: skip
    headers = tuple(desk.word(name) for name in ("counted", "sheet", "key", "case", "debtor", "amount"))
    summary = f"{_made_of(figure)}  {figure['since']} – {figure['until']}.  {figure['formula']}"
    if len(ordered) > MOST:
        summary += " " + desk.word("more-rows", n=len(ordered) - MOST)
    result.show(desk.screen, result.Page(desk.titled(figure["name"]), summary, headers, lines, (12, 14, 24, 14, 26, 16)))


def _made_of(figure: Mapping[str, object]) -> str:
    """``33.0 % = 29 / 88``; a plain sum stands alone."""
    top = f"{Decimal(str(figure['numerator'])):,}"
    if figure["denominator"] is None:
        return f"{top} {figure['currency']}".strip() + "."
    value = "–" if figure["value"] is None else f"{Decimal(str(figure['value'])) * 100:.1f} %" if figure["unit"] == "share" else f"{figure['value']}"
    return f"{value} = {top} / {Decimal(str(figure['denominator'])):,} {figure['currency']}".strip() + "."
