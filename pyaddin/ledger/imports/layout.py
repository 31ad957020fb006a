"""Where a list's header stands and what each column is: titles above it, several header rows, groups of installments side by side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property

from pyaddin.ledger.imports.grid import Grid, column_letter, is_blank
from pyaddin.ledger.imports.headers import CONTAINS, EXACT, NORMALISED, Meaning, meaning, plain_header
from pyaddin.ledger.imports.words import AMOUNT_DUE, LEGAL_ID
from pyaddin.records import dataclass

HEADER_WITHIN = 40
DEEPEST = 3
BY_CONTEXT, REMEMBERED, GIVEN = "by context", "remembered", "given"
BESIDE = "payments side by side"
LEFT_OUT, OPEN = "-", "?"
NOTES = ("Payments.Notes", "Cases.Notes", "Debtors.Notes")
_WEIGHT = {EXACT: 3.0, NORMALISED: 3.0, CONTAINS: 1.0, "computed": 1.5, "ambiguous": 1.5, "other person": 1.5, "not ours": 0.5}
_LEAST_SCORE = 4.0
_HINTS = (  # the plainer words first: a 还款计划 is a plan, though 还款 alone is mostly a payment
    {
        "Payments": ("记录", "明细", "流水", "收款", "回款", "到账", "紀錄", "明細", "收款", "入帳", "receipt", "received", "bank", "paid"),
        "Installments": ("计划", "应还", "到期", "計畫", "計劃", "應還", "應繳", "到期", "schedule", "installment", "instalment", "due"),
    },
    {"Payments": ("还款", "付款", "還款", "繳款", "payment"), "Installments": ("分期",)},
)
_BARE = frozenset(plain_header(word) for word in ("金额", "金額", "amount", "欠款", "欠款金额", "欠款金額", "debt", "debt amount", "sum"))
_GROUPED = ("Installments.Due on", "Installments.Principal", "Installments.Interest", "Installments.Fee", "Installments.No", AMOUNT_DUE)
_GROUPED_DEBT = ("Cases.Case ID", "Cases.Product", "Cases.Currency", "Cases.Opened on", "Cases.Annual rate", "Cases.Late fee", "Cases.Notes")


@dataclass(frozen=True, slots=True)
class Use:
    """One column of the list. ``field`` is the ledger column it goes to, empty when it is not taken; ``how`` says how that was found, or why not.

    ``key`` names the column in the mapping file: its header, numbered where the same header stands several times.
    """

    index: int
    header: str
    key: str
    field: str
    how: str
    group: int | None = None
    candidates: tuple[str, ...] = ()

    @property
    def letter(self) -> str:
        """The column as a spreadsheet names it."""
        return column_letter(self.index)


@dataclass(frozen=True)
class Layout:
    """A sheet with its columns understood. ``header_rows`` is empty when no header was found: then the sheet is no list."""

    grid: Grid
    header_rows: tuple[int, ...] = ()
    uses: tuple[Use, ...] = ()

    @cached_property
    def fields(self) -> frozenset[str]:
        """The fields of the ledger that the list has a column for."""
        return frozenset(use.field for use in self.uses if use.field)

    @cached_property
    def shape(self) -> frozenset[str]:
        """What makes two lists alike: the headers, whatever their order."""
        return frozenset(use.key for use in self.uses)

    @cached_property
    def tables(self) -> frozenset[str]:
        """The sheets of the ledger that the list fills; ids and names beside payments or installments only say whose they are."""
        fields, found = self.fields, set()
        if {"Payments.Amount", "Payments.Value date"} <= fields:
            found.add("Payments")
        if "Installments.Due on" in fields and fields & {"Installments.Principal", AMOUNT_DUE}:
            found.add("Installments")
        facts = {field for field in fields if field.startswith("Cases.")} - {"Cases.Case ID"}
        if found == {"Payments"} and not facts & {"Cases.Currency", "Cases.Opened on"}:
            return frozenset(found)  # a bank list: what it says of payers only tells whose payment it is
        named = "Debtors.Name" in fields
        if facts or "Cases.Case ID" in fields and not found or "Installments" in found and named:
            found.add("Cases")
        people = {field for field in fields if field.startswith("Debtors.")} - {"Debtors.Name", "Debtors.Debtor ID", LEGAL_ID}
        if people or named and ("Cases" in found or not found):
            found.add("Debtors")
        return frozenset(found)

    @cached_property
    def lacks(self) -> tuple[str, str] | None:
        """The field without which the sheet cannot be taken, and why; ``None`` when all is there."""
        fields = self.fields
        if not fields & {"Cases.Case ID", "Debtors.Debtor ID", "Debtors.Name", LEGAL_ID}:
            return "Cases.Case ID", "Nothing says whose rows these are."
        amounts = fields & {"Installments.Principal", AMOUNT_DUE}
        found = self.tables & {"Installments", "Payments"}
        if "Installments.Due on" in fields and not amounts:
            return AMOUNT_DUE, "There are due dates, but no column says how much is due."
        if amounts and "Installments.Due on" not in fields:
            return "Installments.Due on", "There are amounts, but no column says when they fall due."
        for use in self.uses:
            if use.how == "ambiguous" and not found and any(field in _GROUPED or field.startswith("Payments.") for field in use.candidates):
                return use.candidates[0], f"'{use.header}' may be {' or '.join(use.candidates)}."
        paid = fields & {"Payments.Amount", "Payments.Value date"}
        if len(paid) == 1 and not amounts and not self.tables & {"Cases", "Debtors"}:
            return next(iter({"Payments.Amount", "Payments.Value date"} - paid)), "A payment needs an amount and the day it counts from."
        return None

    def of(self, field: str, group: int | None = None) -> Use | None:
        """The column of a field, of this group where it is repeated."""
        return next((use for use in self.uses if use.field == field and (use.group == group or group is None)), None)

    @cached_property
    def groups(self) -> tuple[int, ...]:
        """The numbers of repeated columns, ascending."""
        return tuple(sorted({use.group for use in self.uses if use.group is not None and use.field}))


def find_layout(grid: Grid, hint: str) -> Layout:
    """The header that most columns speak for, with every column's meaning. ``hint`` is the name of file and sheet, which decides where columns do not."""
    numbers = sorted(grid.rows)[:HEADER_WITHIN]
    best: tuple[float, int, int] = (0.0, 0, 0)
    chosen: tuple[int, ...] = ()
    for at, _ in enumerate(numbers):
        for depth in range(1, DEEPEST + 1):
            block = tuple(numbers[at : at + depth])
            if len(block) < depth or not _is_text(grid, block):
                break
            found = [meaning_of(parts) for parts in headers(grid, block).values()]
            distinct = {(item.fields or at_column, item.group): item for at_column, item in enumerate(found)}
            score = (sum(_WEIGHT.get(item.how, 0.0) for item in distinct.values()), -depth, -at)
            plain = sum(1 for item in found if item.fields and item.how in (EXACT, NORMALISED))
            if plain and len(found) > 1 and score[0] >= _LEAST_SCORE and score > best:
                best, chosen = score, block
    if not chosen:
        return Layout(grid)
    titles = " ".join(str(cell) for row in numbers if row < chosen[0] for cell in grid.rows[row] if isinstance(cell, str))
    uses = _resolved(_uses(headers(grid, chosen)), f"{hint} {titles}")
    return Layout(grid, chosen, uses)


def _is_text(grid: Grid, block: Sequence[int]) -> bool:
    return all(isinstance(cell, str) and len(cell) <= 120 for row in block for cell in grid.rows[row] if not is_blank(cell))


def headers(grid: Grid, block: Sequence[int]) -> dict[int, tuple[str, ...]]:
    """The words above each column, from top to bottom, repeated ones left out; a group title reaches over the blank cells on its right.

    A column whose lowest header cell is blank has the word that stands above it, merged with the blank or not.
    """
    found: dict[int, tuple[str, ...]] = {}
    filled: dict[int, str] = {}
    for index in range(max(len(grid.rows[row]) for row in block)):
        parts: list[str] = []
        for row in block:
            cell = grid.spread(row, index)
            text = " ".join(str(cell).split()) if not is_blank(cell) else ""
            if row != block[-1]:
                below = grid.spread(block[-1], index)
                text = filled[row] = text or (filled.get(row, "") if not is_blank(below) else "")
            if text and (not parts or parts[-1] != text):
                parts.append(text)
        if parts and not all(is_blank(grid.cell(row, index)) and is_blank(grid.spread(block[-1], index)) for row in block):
            found[index] = tuple(parts)
    return found


def meaning_of(parts: Sequence[str]) -> Meaning:
    """Several words above one column: together where they name a group or another person, else the lowest one."""
    together, last = meaning("".join(parts)), meaning(parts[-1])
    if together.how == "other person" or together.group is not None and together.how != "unknown":
        return together
    if last.group is None and len(parts) > 1 and last.fields:
        upper = meaning(parts[-2] + " " + parts[-1])
        if upper.group is not None and upper.how != "unknown":
            return upper
    return last if last.how != "unknown" else together


def _uses(found: Mapping[int, tuple[str, ...]]) -> list[Use]:
    """Each column with what its header may mean; the same header several times numbers itself."""
    times = Counter(found.values())
    seen: Counter[tuple[str, ...]] = Counter()
    uses = []
    for index, parts in found.items():
        seen[parts] += 1
        header = " ".join(parts)
        key = header if seen[parts] == 1 else f"{header} #{seen[parts]}"
        item = meaning_of(parts)
        group = item.group if item.group is not None or times[parts] == 1 else seen[parts]
        if group is not None and item.fields and not any(field in (*_GROUPED, *_GROUPED_DEBT) for field in item.fields):
            # address 1, phone 1: the first one counts, there is no place for a second; payments side by side are told
            paid = any(field.startswith("Payments.") for field in item.fields)
            item = Meaning((), BESIDE) if paid else replace(item, group=None) if group == 1 else Meaning((), "not ours")
            group = None
        single = len(item.fields) == 1 and item.how in (EXACT, NORMALISED, CONTAINS)
        uses.append(Use(index, header, key, item.fields[0] if single else "", item.how, group, item.fields))
    return uses


def _resolved(uses: list[Use], hint: str) -> tuple[Use, ...]:
    """Decides the columns with several meanings by the others, and takes no field twice."""
    uses = [_serial(use, uses) for use in uses]
    present = _present(uses) or _hinted(hint)
    for at, use in enumerate(uses):
        if use.field or use.how not in (EXACT, NORMALISED, CONTAINS) or len(use.candidates) < 2:
            continue
        taken = {other.field for other in uses if other.field and other.group == use.group}
        left = [field for field in use.candidates if field not in taken]
        if set(use.candidates) <= set(NOTES):
            about = "Payments" if "Payments" in present and "Installments" not in present else _about(uses)
            left = [field for field in left if field.startswith(about)] or left[:1]
        elif len(left) > 1:
            left = [field for field in left if field.split(".")[0] in present]
        if len(left) == 1:
            uses[at] = replace(use, field=left[0], how=BY_CONTEXT)
            present = present | {left[0].split(".")[0]}
        else:
            uses[at] = replace(use, how="ambiguous")
    return tuple(_once(_told_apart(uses)))


def _told_apart(uses: Sequence[Use]) -> list[Use]:
    """A bare 金额 or Amount beside a column of interest or fees may hold them or not: the clerk says which."""
    result = list(uses)
    for at, use in enumerate(uses):
        beside = {other.field for other in uses if other.group == use.group}
        unclear = use.field == AMOUNT_DUE and plain_header(use.header) in _BARE and beside & {"Installments.Interest", "Installments.Fee"}
        if unclear and "Installments.Principal" not in beside:
            result[at] = replace(use, field="", how="ambiguous", candidates=("Installments.Principal", AMOUNT_DUE))
    return result


def _about(uses: Sequence[Use]) -> str:
    """Whether the rows are debts or people: whom a bare remark is about."""
    return "Cases" if any(use.field.startswith("Cases.") for use in uses) else "Debtors"


def _serial(use: Use, uses: Sequence[Use]) -> Use:
    """``No`` numbers installments beside the ledger's own headers; elsewhere it mostly numbers the lines."""
    if use.field == "Installments.No" and plain_header(use.header) == "no" and not any(other.header == "Due on" for other in uses):
        return replace(use, field="", how="not ours", candidates=())
    return use


def _present(uses: Sequence[Use]) -> set[str]:
    found = {use.field.split(".")[0] for use in uses if use.field and use.how in (EXACT, NORMALISED)} & {"Payments", "Installments"}
    weak = {"Payments.Notes", "Installments.Plan ID"}
    return {table for table in found if any(use.field.startswith(table) and use.field not in weak for use in uses)}


def _hinted(hint: str) -> set[str]:
    low = hint.casefold()
    for hints in _HINTS:
        found = {table for table, words in hints.items() if any(word in low for word in words)}
        if len(found) == 1:
            return found
    return set()


def _once(uses: Sequence[Use]) -> list[Use]:
    """One column for each field (and group): the surest wins; two equally sure ones leave it open."""
    rank = {EXACT: 3, NORMALISED: 2, BY_CONTEXT: 1, CONTAINS: 0}
    result = list(uses)
    for field, group in {(use.field, use.group) for use in uses if use.field}:
        rivals = sorted((use for use in uses if (use.field, use.group) == (field, group)), key=lambda use: -rank.get(use.how, 9))
        if len(rivals) < 2:
            continue
        tie = rank.get(rivals[0].how, 9) == rank.get(rivals[1].how, 9)
        for use in rivals if tie else rivals[1:]:
            result[result.index(use)] = replace(use, field="", how="ambiguous", candidates=(field,))
    return result


def with_fields(layout: Layout, fields: Mapping[str, str], how: str) -> Layout:
    """The layout with these columns (by their key) read as told; ``-`` leaves a column out, ``?`` says nothing. A told field is taken from any other column."""
    fields = {key: field for key, field in fields.items() if not field.startswith(OPEN)}
    told = {fields[use.key] for use in layout.uses if use.key in fields}
    uses = []
    for use in layout.uses:
        if use.key in fields:
            field = fields[use.key]
            uses.append(replace(use, field="" if field == LEFT_OUT else field, how=how if field != LEFT_OUT else "left out", candidates=()))
        elif use.field in told and use.group is None:
            uses.append(replace(use, field="", how="left out", candidates=()))
        else:
            uses.append(use)
    return replace(layout, uses=tuple(uses))
