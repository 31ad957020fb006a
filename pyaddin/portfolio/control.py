"""The control of a portfolio run: what simple cases owe, reckoned once more from the source by SQL, and tied to what the row rules have said of them.

The row rules saw the cases after they were cut, read, checked and shared out to workers; the control takes the rows of the source as they stand and the
waterfall of ``rules.waterfall_sql``. So a row that was lost, doubled or given to another debtor on the way is seen, whoever worked on it. A case counts as
simple where nothing but contract rows and money can bear on what it owes, and every cell of them is a plain day or amount: it is left to the row rules
alone otherwise.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date
from decimal import Decimal
from pathlib import Path

from pyaddin.ledger.cells import BadCell, Cleaned, converter
from pyaddin.ledger.schema import TABLES
from pyaddin.portfolio.cutting import Cutter
from pyaddin.portfolio.source import quoted, text
from pyaddin.records import dataclass
from pyaddin.rules.policy import Policy
from pyaddin.rules.waterfall_sql import AMOUNT, cases_sql, runs_in_order

SHOWN = 20
"""So many cases that differ are named."""
_PRODUCT = converter(TABLES["Cases"].column("Product"), UTC)
_PLAIN_AMOUNT, _PLAIN_DAY = r"'\d{1,13}(\.\d{1,4})?'", r"'\d{4}-\d{2}-\d{2}'"
_WHOLE = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT")
_FIGURES = ("arrears", "outstanding")


@dataclass(frozen=True, slots=True)
class Control:
    """``simple`` cases of ``cases`` were reckoned twice; those that differ are named (``first``: at most ``SHOWN`` of ``different``). ``totals``: by currency
    the sums of both ways over the simple cases."""

    simple: int
    cases: int
    different: int
    first: tuple[str, ...]
    totals: Mapping[str, Mapping[str, Mapping[str, Decimal]]]

    def as_json(self) -> dict[str, object]:
        totals = {
            currency: {figure: {way: format(amount, "f") for way, amount in ways.items()} for figure, ways in figures.items()}
            for currency, figures in self.totals.items()
        }
        return {"simple": self.simple, "cases": self.cases, "different": self.different, "first": list(self.first), "totals": totals}


def controlled(cutter: Cutter, policy: Policy, as_of: date, results: Path) -> Control:
    """The control of the results in this folder (assessment and faults). No case is simple under a policy by which money does not fill rows in order."""
    db = cutter.db
    assessment = f"read_parquet({text(str(results / 'assessment.parquet'))})"
    cases = int(db.execute(f"SELECT count(*) FROM {assessment}").fetchall()[0][0])
    if not runs_in_order(policy) or "Installments" not in cutter.source.columns:
        return Control(0, cases, 0, (), {})
    _Facts(cutter).prepare(policy, results)
    figures = f"SELECT * FROM ({cases_sql(policy, as_of, 'control_dues', 'control_money')})"
    db.execute(
        "CREATE OR REPLACE TEMP TABLE control_tie AS SELECT s.case_id, a.Currency AS currency,"
        " coalesce(f.arrears, 0) AS sql_arrears, coalesce(f.outstanding, 0) AS sql_outstanding, coalesce(f.days_past_due, 0) AS sql_days,"
        ' a."Arrears" AS rules_arrears, a."Outstanding" AS rules_outstanding, a."Days past due" AS rules_days,'
        ' coalesce(a."Interest due", 0) + coalesce(a."Fees due", 0) AS beside, a."Case ID" IS NOT NULL AS there'
        f' FROM control_simple AS s LEFT JOIN {assessment} AS a ON a."Case ID" = s.case_id LEFT JOIN ({figures}) AS f ON f.case_id = s.case_id'
    )
    same = "there AND sql_arrears = rules_arrears AND sql_outstanding = rules_outstanding AND sql_days = rules_days AND beside = 0"
    simple, different = db.execute(f"SELECT count(*), count(*) FILTER (WHERE NOT coalesce({same}, FALSE)) FROM control_tie").fetchall()[0]
    first = db.execute(f"SELECT case_id FROM control_tie WHERE NOT coalesce({same}, FALSE) ORDER BY case_id LIMIT {SHOWN}").fetchall()
    return Control(int(simple), cases, int(different), tuple(str(row[0]) for row in first), _totals(cutter))


def _totals(cutter: Cutter) -> dict[str, dict[str, dict[str, Decimal]]]:
    sums = ", ".join(f"coalesce(sum({way}_{figure}), 0)" for figure in _FIGURES for way in ("rules", "sql"))
    found: dict[str, dict[str, dict[str, Decimal]]] = {}
    for currency, *amounts in cutter.db.execute(f"SELECT coalesce(currency, ''), {sums} FROM control_tie GROUP BY 1 ORDER BY 1").fetchall():
        pairs = iter(amounts)
        found[currency] = {figure: {"rules": next(pairs), "sql": next(pairs)} for figure in _FIGURES}
    return found


class _Facts:
    """The facts of simple cases as SQL tables: ``control_simple`` (their ids), ``control_dues`` and ``control_money``."""

    def __init__(self, cutter: Cutter) -> None:
        self._cutter = cutter
        self._db = cutter.db
        self._types: dict[str, dict[str, str]] = {
            table: {name: str(kind) for name, kind, *_ in self._db.execute(f"DESCRIBE SELECT * FROM {_src(table)}").fetchall()}
            for table in ("Cases", "Installments", "Payments")
            if table in cutter.source.columns
        }

    def prepare(self, policy: Policy, results: Path) -> None:
        """Reads the source; ``results`` say which rows were refused."""
        self._dues()
        self._money()
        self._simple(policy, results)

    def _dues(self) -> None:
        parts = ("Principal", "Interest", "Fee")
        total = " + ".join(f"coalesce({self._amount('Installments', name)}, CAST(0 AS {AMOUNT}))" for name in parts)
        clear = [f"NOT ({self._odd_amount('Installments', name)})" for name in parts]
        clear += [f"{self._day('Installments', 'Due on')} IS NOT NULL", f"{self._amount('Installments', 'Principal')} IS NOT NULL", "number IS NOT NULL"]
        clear.append(f"{self._cutter.tidy('Installments', 'Plan ID')} = ''")
        number = 'TRY_CAST("No" AS INTEGER)' if "No" in self._types["Installments"] else "CAST(NULL AS INTEGER)"
        self._db.execute(
            f"CREATE OR REPLACE TEMP TABLE control_dues AS SELECT {self._cutter.tidy('Installments', 'Case ID')} AS case_id, number AS no,"
            f" {self._day('Installments', 'Due on')} AS due_on, CAST({total} AS {AMOUNT}) AS due, {' AND '.join(clear)} AS clear"
            f" FROM (SELECT *, {number} AS number FROM {_src('Installments')})"
        )

    def _money(self) -> None:
        if "Payments" not in self._types:
            columns = f"case_id VARCHAR, value_date DATE, reversed_on DATE, amount {AMOUNT}, clear BOOLEAN"
            self._db.execute(f"CREATE OR REPLACE TEMP TABLE control_money ({columns})")
            return
        amount, on, back = self._amount("Payments", "Amount"), self._day("Payments", "Value date"), self._day("Payments", "Reversed on")
        self._db.execute(
            f"CREATE OR REPLACE TEMP TABLE control_money AS SELECT {self._cutter.tidy('Payments', 'Case ID')} AS case_id, {on} AS value_date,"
            f" {back} AS reversed_on, {amount} AS amount, {amount} IS NOT NULL AND NOT ({self._odd_amount('Payments', 'Amount')})"
            f" AND {on} IS NOT NULL AND NOT ({self._odd_day('Payments', 'Reversed on')}) AS clear FROM {_src('Payments')}"
        )

    def _simple(self, policy: Policy, results: Path) -> None:
        """A case of its own id, without late fee and interest, adjustments and plans, of which and of whose debtor no row was refused."""
        cutter, db = self._cutter, self._db
        faults = f"read_parquet({text(str(results / 'faults.parquet'))})"
        beside = [f"SELECT owner AS id FROM {faults} WHERE owner IS NOT NULL", "SELECT case_id FROM control_dues WHERE NOT coalesce(clear, FALSE)"]
        beside.append("SELECT case_id FROM control_money WHERE NOT coalesce(clear, FALSE)")
        beside += [f"SELECT {cutter.tidy(table, 'Case ID')} FROM {_src(table)}" for table in ("Adjustments", "Plans") if table in cutter.source.columns]
        late_fee = f"coalesce({self._amount('Cases', 'Late fee')}, 0) = 0 AND NOT ({self._odd_amount('Cases', 'Late fee')})"
        db.execute(
            f"CREATE OR REPLACE TEMP TABLE control_simple AS WITH beside AS ({' UNION '.join(beside)})"
            f" SELECT {cutter.tidy('Cases', 'Case ID')} AS case_id FROM {_src('Cases')} WHERE {late_fee} AND {self._without_interest(policy)}"
            f" AND case_id <> '' AND case_id NOT IN (SELECT id FROM beside) AND {cutter.tidy('Cases', 'Debtor ID')} NOT IN (SELECT id FROM beside)"
            " GROUP BY case_id HAVING count(*) = 1"
        )
        for table in ("control_dues", "control_money"):
            db.execute(f"DELETE FROM {table} WHERE case_id NOT IN (SELECT case_id FROM control_simple)")

    def _without_interest(self, policy: Policy) -> str:
        """A rate of 0 typed for the case, or none at all and a product that has no dated rates."""
        rate = f"({self._amount('Cases', 'Annual rate')} = 0 AND NOT ({self._odd_amount('Cases', 'Annual rate')}))"
        if "Product" not in self._types["Cases"]:
            products = "TRUE" if "" not in policy.rates else "FALSE"
        else:
            seen = self._db.execute(f'SELECT DISTINCT CAST("Product" AS VARCHAR) FROM {_src("Cases")} WHERE "Product" IS NOT NULL').fetchall()
            bearing = [name for (name,) in seen if _product(name).casefold() in policy.rates]
            products = f'coalesce(CAST("Product" AS VARCHAR) NOT IN ({", ".join(map(text, bearing))}), TRUE)' if bearing else "TRUE"
        blank = f'"Annual rate" IS NULL AND {products}' if "Annual rate" in self._types["Cases"] else products
        return f"({rate} OR ({blank}))"

    def _kind(self, table: str, column: str) -> str:
        return self._types[table].get(column, "")

    def _amount(self, table: str, column: str) -> str:
        """The amount in a cell, null where there is none or it is not plain."""
        kind, name = self._kind(table, column), quoted(column)
        if kind == "VARCHAR":
            return f"CASE WHEN regexp_full_match({name}, {_PLAIN_AMOUNT}) THEN TRY_CAST({name} AS {AMOUNT}) END"
        if kind.startswith("DECIMAL") or kind in (*_WHOLE, "DOUBLE", "FLOAT"):
            return f"TRY_CAST({name} AS {AMOUNT})"
        return f"CAST(NULL AS {AMOUNT})"

    def _odd_amount(self, table: str, column: str) -> str:
        """Whether something stands in a cell that is not exactly its amount, or one below zero: the reader of cells decides about it."""
        kind, name = self._kind(table, column), quoted(column)
        if not kind:
            return "FALSE"
        amount = self._amount(table, column)
        if kind == "VARCHAR":
            return f"coalesce({name}, '') <> '' AND {amount} IS NULL"
        other = f"CAST({amount} AS {kind}) <> {name}" if kind in ("DOUBLE", "FLOAT") else f"{amount} <> {name}"
        return f"{name} IS NOT NULL AND coalesce({other} OR {amount} < 0, TRUE)"

    def _day(self, table: str, column: str) -> str:
        """The day in a cell, null where there is none or it is not plain."""
        kind, name = self._kind(table, column), quoted(column)
        if kind == "VARCHAR":
            return f"CASE WHEN regexp_full_match({name}, {_PLAIN_DAY}) THEN TRY_CAST({name} AS DATE) END"
        return name if kind == "DATE" else "CAST(NULL AS DATE)"

    def _odd_day(self, table: str, column: str) -> str:
        kind, name = self._kind(table, column), quoted(column)
        if not kind:
            return "FALSE"
        blank = f"coalesce({name}, '') = ''" if kind == "VARCHAR" else f"{name} IS NULL"
        return f"NOT ({blank}) AND {self._day(table, column)} IS NULL"


def _src(table: str) -> str:
    return quoted(f"src_{table}")


def _product(typed: str) -> str:
    """The product as the ledger reads it; blank for one that it refuses."""
    try:
        read = _PRODUCT(typed, 0)
    except BadCell:
        return ""
    return str((read.value if isinstance(read, Cleaned) else read) or "")
