"""What a column and a table of the ledger are: type of cell, who fills it, what is allowed, what it means."""

from __future__ import annotations

from enum import Enum

from pyaddin.records import dataclass


class Type(Enum):
    """What a cell of the column holds, and so its format, its validation and how it is read."""

    ID = "id"  # own key or a reference, text
    TEXT = "text"  # one line of text
    NOTE = "note"  # longer text
    DATE = "date"
    INSTANT = "instant"  # UTC ISO text ending in Z; a typed date-time counts as office time
    MONEY = "money"  # amount in the case's currency
    RATE = "rate"  # 0.12 = 12 %
    INTEGER = "integer"
    NUMBER = "number"
    CODE = "code"
    CODES = "codes"  # comma list of codes
    ANY = "any"  # policy values: text, number or date as the key says


# what Excel shows such a cell with; @ keeps identity and phone numbers from becoming figures
NUMBER_FORMATS: dict[Type, str] = {
    Type.ID: "@",
    Type.TEXT: "@",
    Type.NOTE: "@",
    Type.CODE: "@",
    Type.CODES: "@",
    Type.DATE: "yyyy-mm-dd",
    Type.INSTANT: "yyyy-mm-dd hh:mm",
    Type.MONEY: "#,##0.00",
    Type.RATE: "0.00%",
    Type.INTEGER: "0",
    Type.NUMBER: "General",
    Type.ANY: "General",
}


@dataclass(frozen=True, slots=True)
class Column:
    """One column: header, type, who fills it, what is allowed and what it means."""

    name: str
    type: Type
    help: str
    required: bool = False
    computed: bool = False
    codes: tuple[str, ...] = ()
    refers: str = ""
    positive: bool = False
    signed: bool = False
    width: int = 14


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet of the ledger. ``prefix`` makes ids for rows whose own id is blank (``P-000123``)."""

    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    help: str
    prefix: str = ""
    kind: str = "typed"  # typed, log (append-only, by the program), policy, generated

    def column(self, name: str) -> Column:
        """The column of this header."""
        return next(column for column in self.columns if column.name == name)

    @property
    def headers(self) -> tuple[str, ...]:
        """The headers in the order of the contract."""
        return tuple(column.name for column in self.columns)


def width_of_reason(table: Table, column: Column) -> float:
    """Characters that a reason told by the program wants on a sheet that only the program fills; 0 for every other column."""
    told = table.kind == "generated" and column.type is Type.NOTE
    return column.width * (1.7 if column.name == "Why" else 1.3) if told else 0


def by_program(table: Table, column: Column) -> bool:
    """True when nobody types here: computed columns, and every column of a log or generated sheet."""
    return column.computed or table.kind in ("log", "generated")


def id_column(name: str, help: str, *, refers: str = "", required: bool = True, width: int = 13) -> Column:
    """An own key or a reference: text."""
    return Column(name, Type.ID, help, required=required, refers=refers, width=width)


def text_column(name: str, help: str, *, required: bool = False, computed: bool = False, width: int = 16) -> Column:
    """One line of text."""
    return Column(name, Type.TEXT, help, required=required, computed=computed, width=width)


def date_column(name: str, help: str, *, required: bool = False, computed: bool = False) -> Column:
    """A day."""
    return Column(name, Type.DATE, help, required=required, computed=computed, width=12)


def money_column(name: str, help: str, *, required: bool = False, computed: bool = False, positive: bool = False, signed: bool = False) -> Column:
    """An amount in the case's currency."""
    return Column(name, Type.MONEY, help, required=required, computed=computed, positive=positive, signed=signed, width=13)


def integer_column(name: str, help: str, *, required: bool = False, computed: bool = False, positive: bool = False) -> Column:
    """A whole number."""
    return Column(name, Type.INTEGER, help, required=required, computed=computed, positive=positive, width=9)


def code_column(name: str, codes: tuple[str, ...], help: str, *, required: bool = False, computed: bool = False, width: int = 13) -> Column:
    """One code of a list."""
    return Column(name, Type.CODE, help, required=required, computed=computed, codes=codes, width=width)


def codes_column(name: str, codes: tuple[str, ...], help: str, *, required: bool = False) -> Column:
    """Several codes, separated by commas."""
    return Column(name, Type.CODES, help, required=required, codes=codes, width=18)


def note_column(name: str, help: str, *, computed: bool = False, width: int = 30) -> Column:
    """Longer text."""
    return Column(name, Type.NOTE, help, computed=computed, width=width)
