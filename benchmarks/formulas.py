"""What an office has instead: the same figures as formulas, computed anew by LibreOffice: the recalculation alone, and with start, load and save.

``usual``: a SUMIFS, MINIFS, MAXIFS or COUNTIFS a case and figure. ``expert``: tables sorted by case, running sums, one exact MATCH a case.
``python -m benchmarks.formulas usual|expert CASES`` prints CPU seconds of LibreOffice (``whole``: of all that it did) and the sums that both layouts must
agree on, as JSON.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from xlsxwriter import Workbook

from benchmarks.ledgers import AS_OF, SEED, tables
from pyaddin.ledger.libreoffice import office
from pyaddin.ledger.libreoffice.bridge import properties

_TICKS = os.sysconf("SC_CLK_TCK")
_STAGE = (
    '=IF(AND(D{r}=0,C{r}=0),"",IF(D{r}<=0,"CLOSED",IF(E{r}=0,"",IF(E{r}<=3,"CONTACT",'
    'IF(E{r}<=30,IF(I{r}>0,"DEEP","CONTACT"),IF(E{r}<=90,"NEGOTIATE","DISPOSITION"))))))'
)
_ACTION = (
    '=IF(J{r}="","",IF(J{r}="CLOSED","none",IF(H{r}>asof-7,"wait",IF(J{r}="CONTACT","remind",IF(J{r}="DEEP","call",IF(J{r}="NEGOTIATE","offer","review"))))))'
)
_SUMS = {"outstanding": "D", "days": "E", "arrears": "F", "interest": "G", "missed": "L"}
Formulas = Mapping[int, str]


def _serial(day: object) -> int:
    return (day - date(1899, 12, 30)).days if isinstance(day, date) else 0


def _write(path: Path, count: int, layout: str) -> None:
    rows = tables(count, SEED, AS_OF)
    for name in ("Installments", "Payments", "Contacts"):
        rows[name].sort(key=lambda row: (str(row["Case ID"]), str(row.get("Due on"))))
    with Workbook(str(path)) as book:
        book.define_name("asof", f"={_serial(AS_OF)}")
        sheets = {name: book.add_worksheet(name) for name in ("Cases", "Installments", "Payments", "Contacts")}
        plain = {
            "Cases": [[r["Case ID"], float(r["Annual rate"] or 0)] for r in rows["Cases"]],
            "Installments": [[r["Case ID"], _serial(r["Due on"]), float(r["Principal"])] for r in rows["Installments"]],
            "Payments": [[r["Case ID"], float(r["Amount"])] for r in rows["Payments"]],
            "Contacts": [[r["Case ID"], _serial(date.fromisoformat(str(r["At"])[:10])), r["Result"]] for r in rows["Contacts"]],
        }  # fmt: skip
        made = (_usual if layout == "usual" else _expert)({name: len(lines) + 1 for name, lines in plain.items()})
        for name, lines in plain.items():
            _fill(sheets[name], lines, made[name])


def _fill(sheet: Any, lines: Sequence[Sequence[Any]], formulas: Mapping[int, str]) -> None:
    for number, line in enumerate(lines, 2):
        sheet.write_row(number - 1, 0, line)
        for column, formula in formulas.items():
            sheet.write_formula(number - 1, column, formula.format(r=number, p=number - 1, n=number + 1))


def _usual(last: Mapping[str, int]) -> dict[str, Formulas]:
    def area(sheet: str, column: str) -> str:
        return f"{sheet}!${column}$2:${column}${last[sheet]}"

    installments = {
        3: f'=SUMIFS(C$2:C${last["Installments"]},A$2:A${last["Installments"]},A{{r}},B$2:B${last["Installments"]},"<"&B{{r}})',
        4: f"=MAX(0,MIN(C{{r}},INDEX({area('Cases', 'C')},MATCH(A{{r}},{area('Cases', 'A')},0))-D{{r}}))",
        5: "=IF(B{r}<=asof,C{r}-E{r},0)",
        6: f"=ROUND(F{{r}}*INDEX({area('Cases', 'B')},MATCH(A{{r}},{area('Cases', 'A')},0))*MAX(0,asof-B{{r}})/365,2)",
    }
    cases = {
        2: f"=SUMIFS({area('Payments', 'B')},{area('Payments', 'A')},A{{r}})",
        3: f"=SUMIFS({area('Installments', 'C')},{area('Installments', 'A')},A{{r}})-C{{r}}",
        4: f'=IF(F{{r}}>0,asof-_xlfn.MINIFS({area("Installments", "B")},{area("Installments", "A")},A{{r}},{area("Installments", "F")},">0"),0)',
        5: f"=SUMIFS({area('Installments', 'F')},{area('Installments', 'A')},A{{r}})",
        6: f"=SUMIFS({area('Installments', 'G')},{area('Installments', 'A')},A{{r}})",
        7: f"=_xlfn.MAXIFS({area('Contacts', 'B')},{area('Contacts', 'A')},A{{r}})",
        8: f'=_xlfn.MAXIFS({area("Contacts", "B")},{area("Contacts", "A")},A{{r}},{area("Contacts", "C")},"reached")',
        9: _STAGE,
        10: _ACTION,
        11: f'=COUNTIFS({area("Installments", "A")},A{{r}},{area("Installments", "F")},">0")',
    }
    return {"Cases": cases, "Installments": installments, "Payments": {}, "Contacts": {}}


def _expert(last: Mapping[str, int]) -> dict[str, Formulas]:
    """Every table is sorted by case: a row goes on from its neighbor of the same case, and the first row of a case carries its sums, found by one MATCH."""

    def at(sheet: str, column: str, place: str) -> str:
        return f"INDEX({sheet}!${column}$2:${column}${last[sheet]},{place})"

    def first(sheet: str) -> str:
        return f"=MATCH(A{{r}},{sheet}!$A$2:$A${last[sheet]},0)"

    installments = {
        3: "=IF(A{r}=A{p},D{p}+C{p},0)",
        4: "=MAX(0,MIN(C{r}," + at("Cases", "C", "H{r}") + "-D{r}))",
        5: "=IF(B{r}<=asof,C{r}-E{r},0)",
        6: "=ROUND(F{r}*" + at("Cases", "B", "H{r}") + "*MAX(0,asof-B{r})/365,2)",
        7: f"=IF(A{{r}}=A{{p}},H{{p}},MATCH(A{{r}},Cases!$A$2:$A${last['Cases']},0))",
        8: "=IF(A{r}=A{n},I{n},0)+F{r}",
        9: "=IF(A{r}=A{n},J{n},0)+G{r}",
        10: "=IF(F{r}>0,B{r},IF(A{r}=A{n},K{n},999999))",
        11: "=IF(A{r}=A{n},L{n},0)+IF(F{r}>0,1,0)",
        12: "=IF(A{r}=A{n},M{n},0)+C{r}",
    }
    cases = {
        12: first("Installments"),
        13: first("Contacts"),
        14: first("Payments"),
        2: "=" + at("Payments", "C", "O{r}"),
        3: "=" + at("Installments", "M", "M{r}") + "-C{r}",
        4: "=IF(F{r}>0,asof-" + at("Installments", "K", "M{r}") + ",0)",
        5: "=" + at("Installments", "I", "M{r}"),
        6: "=" + at("Installments", "J", "M{r}"),
        7: "=" + at("Contacts", "D", "N{r}"),
        8: "=" + at("Contacts", "E", "N{r}"),
        9: _STAGE,
        10: _ACTION,
        11: "=" + at("Installments", "L", "M{r}"),
    }
    contacts = {3: "=IF(A{r}=A{n},MAX(D{n},B{r}),B{r})", 4: '=IF(A{r}=A{n},MAX(E{n},IF(C{r}="reached",B{r},0)),IF(C{r}="reached",B{r},0))'}
    return {"Cases": cases, "Installments": installments, "Payments": {2: "=IF(A{r}=A{n},C{n},0)+B{r}"}, "Contacts": contacts}


def _cpu(pid: int) -> float:
    """CPU seconds of LibreOffice: the starter and every process below it."""
    total = 0.0
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                fields = (folder / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            if int(fields[2]) == pid or int(folder.name) == pid:  # one process group of its own
                total += (int(fields[11]) + int(fields[12])) / _TICKS
    return total


def measure(layout: str, count: int) -> dict[str, object]:
    """One recalculation of everything, with the sums it came to, and what starting, opening and saving took besides."""
    with tempfile.TemporaryDirectory(prefix="collections-bench-") as place:
        path = Path(place) / "formulas.xlsx"
        _write(path, count, layout)
        program = office.start()
        try:
            book = program.desktop.loadComponentFromURL(path.as_uri(), "_blank", 0, ())
            start = _cpu(program.pid)
            book.calculateAll()
            spent = _cpu(program.pid) - start
            areas = {name: book.Sheets[0].getCellRangeByName(f"{column}2:{column}{count + 1}") for name, column in _SUMS.items()}
            sums = {name: round(sum(float(row[0]) for row in area.getDataArray()), 2) for name, area in areas.items()}
            book.storeToURL((Path(place) / "saved.xlsx").as_uri(), properties(FilterName="Calc MS Excel 2007 XML"))
            whole = _cpu(program.pid)
            book.close(True)
        finally:
            program.end()
    return {"cpu": spent, "whole": whole, "sums": sums}


if __name__ == "__main__":
    print(json.dumps(measure(sys.argv[1], int(sys.argv[2]))))
