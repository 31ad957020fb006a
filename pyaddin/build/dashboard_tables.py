"""The tables of the Dashboard: ageing, roll-rate matrix, stages, promise calendar, workload, money by currency, and the weeks behind the cash curve.

Buckets are compared with SUMPRODUCT, because COUNTIFS would take the text "1-3" for a date and ">180" for a comparison.
"""

from __future__ import annotations

from pyaddin.build.dashboard_pen import (
    BASE_DAY,
    BUCKETS,
    CURRENCIES,
    CURRENCY_AT,
    DASHED,
    DATA,
    LINES,
    LOWER,
    MAIN_CURRENCY,
    PERCENT,
    UPPER,
    Pen,
    cell_name,
    rate,
    total,
)
from pyaddin.build.styles import DATE_FORMAT, MUTED
from pyaddin.labels import label
from pyaddin.ledger.schema import STAGES

MATRIX_AT = 8  # column of its labels
CELLS_AT = MATRIX_AT + 3  # first column of its cells
STAGE_AT, PROMISE_AT, CLERK_AT = 1, 9, 15
WEEKS = 13
RECOVERY_TITLE = (UPPER + WEEKS + 1, DATA)
"""Where the title of the recovery chart stands: below the figures behind the cash curve."""
_BUCKET_TEXT = 'INDEX(Settings!$B$2:$B$200,MATCH("buckets",Settings!$A$2:$A$200,0))'
_WORSE, _BETTER = "#E06666", "#6AA84F"
_ENDS = ("closed", "written off")


def ageing(pen: Pen) -> None:
    """Cases and arrears by days past due, as the ledger stands."""
    pen.title(UPPER - 2, 1, "Ageing: cases by days past due")
    pen.head(UPPER - 1, 1, (("Bucket", 2), ("Cases", 1), ("Share", 1), ("Arrears", 2)))
    last = UPPER + BUCKETS
    for index in range(BUCKETS):
        row = UPPER + index
        cell = f"$B{row + 1}"
        pen.label(row, 1, f'=TRIM(MID(SUBSTITUTE({_BUCKET_TEXT},",",REPT(" ",99)),{index * 99 + 1},99))', 2)
        pen.number(row, 3, f'=SUMPRODUCT((Cases[Bucket]={cell})*({cell}<>""))', DASHED)
        pen.number(row, 4, f'=IF($D${last + 1}=0,"",D{row + 1}/$D${last + 1})', PERCENT)
        pen.number(row, 5, f'=SUMPRODUCT((Cases[Bucket]={cell})*({cell}<>"")*(Cases[Currency]={MAIN_CURRENCY}),Cases[Arrears])', DASHED, 2)
    pen.label(last, 1, pen.say("Total"), 2, bold=True)
    pen.number(last, 3, f"=SUM(D{UPPER + 1}:D{last})", bold=True)
    pen.number(last, 4, f'=IF(D{last + 1}=0,"",1)', PERCENT, bold=True)
    pen.number(last, 5, f"=SUM(F{UPPER + 1}:F{last})", DASHED, 2, bold=True)
    pen.note(last + 1, 1, f'="{pen.say("Arrears in ")}"&{MAIN_CURRENCY}&"{pen.say(" only; the other currencies stand below.")}"')


def matrix(pen: Pen) -> None:
    """From each bucket (row) to each bucket (column) between the two snapshots of the figures, in percent of the row's cases."""
    pen.title(UPPER - 2, MATRIX_AT, "Roll rates: from (row) to (column), share of cases")
    to = [("Not past due", 1), *((f"=$B${UPPER + 1 + index}", 1) for index in range(BUCKETS)), ("Closed", 1), ("Written off", 1), ("Cases", 1)]
    pen.head(UPPER - 1, MATRIX_AT, (("Bucket", 3), *to), "center", font_size=9)
    targets = ['"current"', *(f"$B${UPPER + 1 + index}" for index in range(BUCKETS)), *(f'"{end}"' for end in _ENDS)]
    for index in range(BUCKETS + 1):
        row = UPPER + index
        source = targets[index]
        pen.label(row, MATRIX_AT, f"={source}" if index else pen.say("Not past due"), 3)
        for column, target in enumerate(targets, CELLS_AT):
            key = f'"roll|"&{source}&"|"&{target}&"|count"'
            pen.number(row, column, f"={rate(key, none='0')}", "0%;-0%;–", align="center", font_size=9)
        cases = f'IFERROR(INDEX(Figures[Denominator],MATCH("roll|"&{source}&"|current|count",Figures[Figure],0)),0)'
        pen.number(row, CELLS_AT + len(targets), f"={cases}", DASHED, align="center", font_color=MUTED)
    _colors(pen)
    told = "Red: rolled worse. Green: better or cured. Grey: stable. Each row is 100 % of the cases that stood there."
    young = "Empty until the second run: roll rates compare the cases of two runs on different days."
    cells = f"{cell_name(UPPER, CELLS_AT)}:{cell_name(UPPER + BUCKETS, CELLS_AT + len(targets) - 1)}"
    pen.note(UPPER + BUCKETS + 1, MATRIX_AT, f'=IF(SUM({cells})=0,"{pen.say(young)}","{pen.say(told)}")')


def _colors(pen: Pen) -> None:
    """The deeper the color, the larger the share: red above the diagonal, green below it."""
    worse, better, same = [], [], []
    for index in range(BUCKETS + 1):
        for number in range(BUCKETS + 1 + len(_ENDS)):
            place = cell_name(UPPER + index, CELLS_AT + number).replace("$", "")
            if number == index:
                same.append(place)
            elif number > index and number != BUCKETS + 1:
                worse.append(place)
            elif number < index:
                better.append(place)
    for places, color in ((worse, _WORSE), (better, _BETTER), (same, "#BFBFBF")):
        rule = {
            "type": "2_color_scale", "min_type": "num", "min_value": 0, "max_type": "num", "max_value": 0.8, "min_color": "#FFFFFF", "max_color": color,
            "multi_range": " ".join(places),
        }  # fmt: skip
        first = places[0]
        pen.sheet.conditional_format(f"{first}:{first}", rule)


def stages(pen: Pen) -> None:
    """How many cases stand in each stage now, what they owe, and what was recovered there in the period."""
    pen.title(LOWER - 2, STAGE_AT, "Stages of the work")
    pen.head(LOWER - 1, STAGE_AT, (("Stage", 3), ("Cases", 1), ("Outstanding", 2), ("Recovery", 1)))
    for index, stage in enumerate(STAGES):
        row = LOWER + index
        pen.label(row, STAGE_AT, label("Stage", stage, pen.language), 3)
        pen.number(row, STAGE_AT + 3, "=" + pen.count("Cases[Stage]", "Stage", stage), DASHED)
        open_stage = stage != "CLOSED"
        pen.number(row, STAGE_AT + 4, "=" + total("funnel", f'"{stage}"') if open_stage else "", DASHED, 2)
        pen.number(row, STAGE_AT + 6, "=" + rate(f'"recovery|{stage}|amount|"&{MAIN_CURRENCY}') if open_stage else "", PERCENT)
    row = LOWER + len(STAGES)
    pen.label(row, STAGE_AT, pen.say("Not in collection"), 3, font_color=MUTED)
    pen.number(row, STAGE_AT + 3, f'=COUNTIFS(Cases[Currency],"?*")-SUM(E{LOWER + 1}:E{row})', DASHED, font_color=MUTED)
    pen.label(row + 1, STAGE_AT, pen.say("Total"), 3, bold=True)
    pen.number(row + 1, STAGE_AT + 3, f"=SUM(E{LOWER + 1}:E{row + 1})", DASHED, bold=True)
    pen.number(row + 1, STAGE_AT + 4, f"=SUM(F{LOWER + 1}:F{row})", DASHED, 2, bold=True)
    for blank in (row, row + 1):
        pen.label(blank, STAGE_AT + 6, "")
    pen.label(row, STAGE_AT + 4, "", 2)
    rates = f"{cell_name(LOWER, STAGE_AT + 6)}:{cell_name(LOWER + len(STAGES) - 2, STAGE_AT + 6)}"
    young = "Recovery is empty until the second run: it needs the balances of an earlier day."
    pen.note(row + 2, STAGE_AT, f'=IF(COUNT({rates})=0,"{pen.say(young)}","")')
    early, told = pen.say("Recovery by stage: from the second run on"), pen.say("Recovery by stage")
    pen.cell(*RECOVERY_TITLE, f'=IF(COUNT({rates})=0,"{early}","{told}")', font_color=MUTED)


def promises(pen: Pen) -> None:
    """Open promises by the day they are due."""
    pen.title(LOWER - 2, PROMISE_AT, "Promise calendar")
    pen.head(LOWER - 1, PROMISE_AT, (("Due on", 2), ("Promises", 1), ("Amount", 2)))
    for index in range(LINES):
        row = LOWER + index
        if index in (0, LINES - 1):
            code = "before" if index == 0 else "later"
            pen.label(row, PROMISE_AT, pen.say("Earlier, in grace" if index == 0 else "Later"), 2)
            count, amount = total("promise_due", f'"{code}"', "count"), total("promise_due", f'"{code}"')
        else:
            pen.label(row, PROMISE_AT, f'=IFERROR(IF({BASE_DAY}=0,"",{BASE_DAY}+{index - 1}),"")', 2, num_format=DATE_FORMAT)
            day = cell_name(row, PROMISE_AT)
            count, amount = _due(day, "count"), _due(day, "amount")
        pen.number(row, PROMISE_AT + 2, "=" + count, DASHED)
        pen.number(row, PROMISE_AT + 3, "=" + amount, DASHED, 2)
    _bars(pen, PROMISE_AT + 2)


def _due(day: str, variant: str) -> str:
    """Open promises due on one day; the rows of earlier and later days, which end on the figures' last day, too, have a word as their subject."""
    money = f",Figures[Currency],{MAIN_CURRENCY}" if variant == "amount" else ""
    rows = f'Figures[Measure],"promise_due",Figures[Subject],"2*",Figures[Variant],"{variant}",Figures[Until],{day}{money}'
    return f'IF({day}="",0,SUMIFS(Figures[Value],{rows}))'


def workload(pen: Pen) -> None:
    """The busiest clerks: open cases, their arrears, and contacts made in the period."""
    pen.title(LOWER - 2, CLERK_AT, "Workload by clerk")
    pen.head(LOWER - 1, CLERK_AT, (("Clerk", 2), ("Cases", 1), ("Arrears", 2), ("Contacts", 1)))
    first = 'MATCH("workload",Figures[Measure],0)'
    for index in range(LINES):
        row = LOWER + index
        place = f"{first}+{index}"
        own = f'IF(INDEX(Figures[Measure],{place})="workload",IF(INDEX(Figures[Variant],{place})="count",'
        pen.label(row, CLERK_AT, f'=IFERROR({own}INDEX(Figures[Subject],{place}),""),""),"")', 2)
        clerk = cell_name(row, CLERK_AT)
        for column, span, part in (
            (CLERK_AT + 2, 1, total("workload", clerk, "count")),
            (CLERK_AT + 3, 2, total("workload", clerk)),
            (CLERK_AT + 5, 1, total("clerk_contacts", clerk, "count")),
        ):
            pen.number(row, column, f'=IF({clerk}="","",{part})', DASHED, span)
    _bars(pen, CLERK_AT + 2)


def currencies(pen: Pen) -> None:
    """Money by currency, as the ledger stands."""
    pen.title(LOWER - 2, CURRENCY_AT, "Money by currency")
    pen.head(LOWER - 1, CURRENCY_AT, (("Currency", 1), ("Cases", 1), ("Past due", 1), ("Arrears", 2), ("Outstanding", 2)))
    for index, currency in enumerate(CURRENCIES):
        row = LOWER + index
        pen.label(row, CURRENCY_AT, currency)
        pen.number(row, CURRENCY_AT + 1, f"=COUNTIFS(Cases[Currency],$W{row + 1})", DASHED)
        pen.number(row, CURRENCY_AT + 2, f'=COUNTIFS(Cases[Currency],$W{row + 1},Cases[Days past due],">0")', DASHED)
        for column, name in ((CURRENCY_AT + 3, "Arrears"), (CURRENCY_AT + 5, "Outstanding")):
            pen.number(row, column, f"=SUMIFS(Cases[{name}],Cases[Currency],$W{row + 1})", DASHED, 2)
    row = LOWER + len(CURRENCIES)
    pen.label(row, CURRENCY_AT, pen.say("Other"), font_color=MUTED)
    pen.number(row, CURRENCY_AT + 1, f'=COUNTIFS(Cases[Currency],"?*")-SUM(X{LOWER + 1}:X{row})', DASHED, font_color=MUTED)
    pen.label(row, CURRENCY_AT + 2, "")
    for column in (CURRENCY_AT + 3, CURRENCY_AT + 5):
        pen.label(row, column, "", 2)


def _bars(pen: Pen, column: int) -> None:
    place = f"{cell_name(LOWER, column)}:{cell_name(LOWER + LINES - 1, column)}".replace("$", "")
    pen.sheet.conditional_format(place, {"type": "data_bar", "bar_color": "#9DB7D5", "min_type": "num", "min_value": 0})


def weeks(pen: Pen) -> None:
    """The figures behind the cash curve, right of the printed page: money received in each of thirteen weeks, and its running sum."""
    pen.cell(UPPER - 2, DATA, pen.say("Behind the cash curve"), bold=True, font_color=MUTED)
    pen.head(UPPER - 1, DATA, (("Week ending", 2), ("Received", 2), ("Running total", 2)))
    for index in range(WEEKS):
        row = UPPER + index
        day = f'IFERROR(IF({BASE_DAY}=0,"",{BASE_DAY}-{(WEEKS - 1 - index) * 7}),"")'
        pen.label(row, DATA, f"={day}", 2, num_format=DATE_FORMAT, font_color=MUTED)
        week = cell_name(row, DATA)
        money = f'SUMIFS(Figures[Value],Figures[Measure],"cash",Figures[Currency],{MAIN_CURRENCY},Figures[Until],{week})'
        pen.number(row, DATA + 2, f'=IF({week}="",0,{money})', DASHED, 2, font_color=MUTED)
        first = cell_name(UPPER, DATA + 2)
        pen.number(row, DATA + 4, f"=SUM({first}:{cell_name(row, DATA + 2)})", DASHED, 2, font_color=MUTED)


