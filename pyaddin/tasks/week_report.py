"""The weekly report: what happened since the last one, what was not sent and why, what to decide, what the coming week brings, and the figures of the trade."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal

from pyaddin.correspondence import formats
from pyaddin.correspondence.charts import Point, bars, columns
from pyaddin.correspondence.reports.document import Document, Drawing, Section, Table, Tile, table
from pyaddin.correspondence.reports.words import word
from pyaddin.labels import label
from pyaddin.rules.kpi_rows import Figure
from pyaddin.rules.kpi_words import formula_of, place_name, title_of
from pyaddin.tasks.week import Week, warned
from pyaddin.tasks.week_happened import happened, movement
from pyaddin.tasks.week_waiting import coming_week, decide, decisions_waiting, not_sent

ZERO = Decimal(0)
IN_TABLE = (
    "cure_rate", "cured_by_plan", "relapse_rate", "promise_kept", "plan_kept", "contact_rate", "cases_reached", "first_contact", "recovery", "cei", "dso",
    "write_off_rate", "cost_per_1000", "contacts_per_1000", "touches_per_cure",
)  # fmt: skip
_MOST_CURRENCIES = 3


def document(week: Week) -> Document:
    """The whole report. Its figures are checked against each other; one that does not tie is named in the banner."""
    facts = week.facts
    moved, untied = movement(week)
    title = week.say("weekly", day=facts.until.isoformat())
    compared = week.say("compared-value", first=facts.two[0].as_of, last=facts.two[1].as_of) if facts.two else "-"
    return Document(
        title=title,
        language=week.language,
        facts=(
            (week.say("ledger"), week.opened.book.path.name),
            (week.say("creditor"), week.opened.settings.text("creditor_name") or "-"),
            (week.say("period"), week.say("period-value", since=facts.since, until=facts.until)),
            (week.say("compared"), compared),
        ),
        tiles=_tiles(week),
        sections=(
            happened(week, moved),
            decide(week),
            not_sent(week),
            coming_week(week),
            _pictures(week),
            _figures(week),
            Section("how", week.say("how"), (week.say("how-week"), week.say("ties"))),
        ),
        foot=week.say("foot", title=title, ledger=week.opened.book.path.name, day=facts.until),
        banner=warned(week.opened, week.say("no-tie", what=", ".join(untied)) if untied else ""),
    )


def _currencies(week: Week) -> list[str]:
    """Those of the ledger, the one with most cases first."""
    counted: dict[str, int] = defaultdict(int)
    for decision in week.decisions:
        counted[decision.file.case.currency] += 1
    return sorted(counted, key=lambda currency: (-counted[currency], currency))


def _tiles(week: Week) -> tuple[Tile, ...]:
    received: dict[str, Decimal] = defaultdict(Decimal)
    for line in week.facts.payments:
        if week.facts.inside(line.on):
            received[line.currency] += line.amount
    tiles = []
    for currency in _currencies(week)[:_MOST_CURRENCIES]:
        tiles.append(Tile(week.say("t-cash", currency=currency), week.money(received[currency], currency)))
        now = sum((d.position.arrears for d in week.decisions if d.file.case.currency == currency and d.in_collection), ZERO)
        tiles.append(Tile(week.say("t-arrears", currency=currency), week.money(now, currency)))
    past_due = sum(1 for decision in week.decisions if decision.position.in_arrears and decision.in_collection)
    before = sum(1 for line in week.facts.two[0].cases.values() if line.past_due) if week.facts.two else None
    tiles.append(Tile(week.say("t-past-due"), f"{past_due:,}", week.say("t-was", value=f"{before:,}") if before is not None else ""))
    for id in ("promise_kept", "plan_kept"):
        found = next((f for f in week.figures if f.id == id and f.variant == "count"), None)
        if found is not None and found.value is not None and found.denominator is not None:
            note = week.say("t-of", part=f"{found.numerator:f}", whole=f"{found.denominator:f}")
            tiles.append(Tile(title_of(found, week.language), shown_value(found, week.language), note))
    waiting = decisions_waiting(week)
    tiles.append(Tile(week.say("t-decide"), f"{waiting:,}", mark="look" if waiting else ""))
    blocked = sum(1 for decision in week.decisions if decision.blocked)
    tiles.append(Tile(week.say("t-blocked"), f"{blocked:,}"))
    return tuple(tiles)


# pictures and figures


def _pictures(week: Week) -> Section:
    drawings = []
    for number, currency in enumerate(_currencies(week)[:_MOST_CURRENCIES], start=1):
        points = [Point(bucket, amount, week.money(amount, currency)) for bucket, amount in _aged(week, currency).items()]
        if any(point.size for point in points):
            title = week.say("ageing", currency=currency)
            drawings.append(Drawing(title, bars(f"ageing-{number}", currency, points), title))
        weeks = [f for f in week.figures if f.id == "cash" and f.currency == currency]
        received = [Point(f.subject[-5:], f.numerator, f"{f.numerator:,.0f}" if f.numerator else "") for f in weeks]
        if any(point.size for point in received):
            title = week.say("cash", currency=currency)
            drawings.append(Drawing(title, columns(f"cash-{number}", currency, received), title))
    stages: dict[str, int] = defaultdict(int)
    owners: dict[str, int] = defaultdict(int)
    for decision in week.decisions:
        if decision.in_collection:
            stages[decision.state.stage] += 1
            owners[decision.file.case.owner or week.say("nobody")] += 1
    for key, counted in (("funnel", stages), ("workload", owners)):
        names = {name: label("Stage", name, week.language) if key == "funnel" and name else name for name in counted}
        points = [Point(names[name], Decimal(count), f"{count:,}") for name, count in sorted(counted.items(), key=lambda item: (-item[1], item[0]))[:12]]
        if points:
            drawings.append(Drawing(week.say(key), bars(key, "", points), week.say(key)))
    return Section("picture", week.say("picture"), drawings=tuple(drawings))


def _aged(week: Week, currency: str) -> dict[str, Decimal]:
    """Arrears by days past due on the day of the report: they add up to the tile. The figure of the trade shows the day of the last run."""
    amounts = dict.fromkeys(week.facts.buckets, ZERO)
    for decision in week.decisions:
        if decision.file.case.currency == currency and decision.in_collection and decision.position.arrears:
            bucket = decision.position.bucket or week.facts.buckets[0]
            amounts[bucket] = amounts.get(bucket, ZERO) + decision.position.arrears
    return amounts


def _figures(week: Week) -> Section:
    return Section("figures", week.say("figures"), tables=(figures_table(week.figures, IN_TABLE, week.language, "figures-table"),))


def figures_table(figures: Sequence[Figure], ids: Sequence[str], language: str, key: str) -> Table:
    """The chosen KPIs with value, make-up and formula, which stands where it comes for the first time. Currencies without a denominator are left out."""
    rows, told = [], set[str]()
    for id in ids:
        for figure in figures:
            if figure.id != id or figure.denominator is None or figure.variant == "amount" and not figure.denominator:
                continue
            variant = f"{place_name(figure.variant, language)}{' ' + figure.currency if figure.currency else ''}"
            made_of = " / ".join(_part(figure, part, language) for part in (figure.numerator, figure.denominator))
            formula = "" if id in told else formula_of(id, language)
            told.add(id)
            rows.append([title_of(figure, language), variant, shown_value(figure, language), made_of, formula])
    head = [word(name, language) for name in ("figure", "kind", "value", "made-of", "formula")]
    return table(key, word("figures-table", language), head, rows, (2, 3), wide=4)


def _part(figure: Figure, amount: Decimal, language: str) -> str:
    money = bool(figure.currency) and figure.unit != "number" and amount != amount.to_integral_value() or figure.variant == "amount"
    return formats.figure(amount, figure.currency, language) if money and figure.currency else f"{amount.normalize():,f}"


def shown_value(figure: Figure, language: str) -> str:
    """The value as a person reads it; blank where the denominator is zero."""
    value = figure.value
    if value is None:
        return ""
    if figure.unit == "share":
        return f"{value * 100:.1f} %"
    if figure.unit == "money":
        return formats.figure(value, figure.currency, language)
    return f"{value:,.1f}"
