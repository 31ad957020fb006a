"""The page about a simulation: week by week what would go and what may come in, the change beside today's policy, and every assumption."""

from __future__ import annotations

import os
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from pyaddin.correspondence.charts import Point, columns
from pyaddin.correspondence.reports import show
from pyaddin.correspondence.reports.document import NO_COLUMN, Document, Drawing, Section, Table, Tile, table
from pyaddin.correspondence.reports.words import word
from pyaddin.errors import Stop
from pyaddin.tasks import document_files
from pyaddin.tasks.opening import Opened
from pyaddin.tasks.week import warned

_COLUMNS = ("sent", "queued", "blocked", "moved", "flagged")


def write(opened: Opened, data: Mapping[str, Any], out: Path | None) -> list[Path]:
    """``simulation_<day>.html`` in the folder of documents. Raises ``Stop`` X-WRITE."""
    folder = document_files.folder_of(opened.book.path, out)
    target = folder.absolute() / f"simulation_{opened.as_of.isoformat()}.html"
    part = target.with_name(f".{target.name}.part")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        part.write_text(show.html(document(opened, data)), encoding="utf-8")
        os.replace(part, target)
    except OSError as error:
        raise Stop("X-WRITE", f"{target.name}: {error.strerror}", advice="Choose another folder with --out.") from None
    return [target]


def document(opened: Opened, data: Mapping[str, Any]) -> Document:
    """The whole page in the ledger's language."""
    language = opened.policy.language
    changed = data["changed"]
    title = word("simulation", language, weeks=len(data["weeks"]), day=data["as_of"])
    sections = [_played("plain", word("as-it-is", language), data["weeks"], language)]
    if changed is not None:
        settings = ", ".join(f"{key} = {value or '-'}" for key, value in changed["settings"].items())
        sections += [_played("changed", word("as-changed", language, settings=settings), changed["weeks"], language), _beside(data, language)]
    sections.append(_assumed(data["assumptions"], language))
    return Document(
        title=title,
        language=language,
        facts=((word("ledger", language), opened.book.path.name), (word("seed", language), str(data["assumptions"]["seed"]))),
        tiles=tuple(Tile(word("t-expected", language, currency=currency), amount) for currency, amount in list(data["totals"]["expected"].items())[:4]),
        sections=tuple(sections),
        foot=word("sim-foot", language),
        banner=warned(opened, word("sim-banner", language)),
    )


def _played(key: str, title: str, weeks: list[Mapping[str, Any]], language: str) -> Section:
    currencies = sorted({currency for week in weeks for currency in (*week["expected"], *week["arrears"])})
    head = [word("day", language), *(word(f"c-{name}", language) for name in _COLUMNS), word("t-past-due", language)]
    rows = [[week["as_of"], *(f"{week[name]:,}" for name in _COLUMNS), f"{week['past_due']:,}"] for week in weeks]
    money = [word("day", language)]
    for currency in currencies:
        money += [f"{word('expected', language)} {currency}", f"{word('drawn', language)} {currency}", f"{word('arrears', language)} {currency}"]
    amounts = [
        [week["as_of"], *(week[name].get(currency, "") for currency in currencies for name in ("expected", "received", "arrears"))] for week in weeks
    ]
    drawings = []
    for currency in currencies[:2]:
        sums = [(week["as_of"][5:], Decimal(week["expected"].get(currency, "0"))) for week in weeks]
        points = [Point(day, amount, f"{amount:,.0f}") for day, amount in sums]
        if any(point.size for point in points):
            name = f"{word('expected', language)}, {currency}"
            drawings.append(Drawing(name, columns(f"{key}-{currency}", currency, points), name))
    tables = (
        table(f"{key}-runs", word("sim-runs", language), head, rows, range(1, len(head)), wide=NO_COLUMN),
        table(f"{key}-messages", word("sim-messages", language), *_messages(weeks, language), wide=NO_COLUMN),
        table(f"{key}-money", word("sim-money", language), money, amounts, range(1, len(money)), wide=NO_COLUMN),
    )
    return Section(key, title, drawings=tuple(drawings), tables=tables)


def _messages(weeks: list[Mapping[str, Any]], language: str) -> tuple[list[str], list[list[str]], range]:
    kinds = sorted({kind for week in weeks for kind in week["messages"]})
    rows = [[week["as_of"], *(str(week["messages"].get(kind, "")) for kind in kinds)] for week in weeks]
    return [word("day", language), *kinds], rows, range(1, len(kinds) + 1)


def _beside(data: Mapping[str, Any], language: str) -> Section:
    """Totals of both plays, and the difference."""
    before, after = data["totals"], data["changed"]["totals"]
    rows = [[word(f"c-{name}", language), f"{before[name]:,}", f"{after[name]:,}", f"{after[name] - before[name]:+,}"] for name in _COLUMNS]
    for currency in sorted({*before["expected"], *after["expected"]}):
        was, is_now = (Decimal(totals["expected"].get(currency, "0")) for totals in (before, after))
        rows.append([f"{word('expected', language)} {currency}", f"{was:,}", f"{is_now:,}", f"{is_now - was:+,}"])
    head = [word("figure", language), word("as-it-is", language), word("sim-changed", language), word("difference", language)]
    return Section("beside", word("beside", language), tables=(table("beside-table", word("beside", language), head, rows, (1, 2, 3)),))


def _assumed(assumed: Mapping[str, Any], language: str) -> Section:
    rows = [[word(f"a-{name}", language), str(assumed[name])] for name in ("pay", "answered", "in_time", "half", "reached", "promises", "kept")]
    rows += [[word(f"a-{name}", language), word("yes" if assumed[name] else "no", language)] for name in ("released", "done")]
    chances: Table = table(
        "chances", word("chances", language), [word("a-days", language), word("chance", language)],
        [[f"<= {days}", f"{chance:.0%}"] for days, chance in assumed["pay_by_days"]], (1,),
    )  # fmt: skip
    return Section(
        "assumed", word("assumed", language), (word("assumed-words", language),),
        tables=(table("assumed-table", word("assumed", language), [word("a-what", language), word("value", language)], rows, (1,)), chances),
    )  # fmt: skip
