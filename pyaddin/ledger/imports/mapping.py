"""The remembered reading of lists: a small text file beside the ledger that a clerk can open and change.

One section for each shape of list (the set of its headers)::

    [欠款名单.xlsx / Sheet1]
    客户编号 = Debtors.Debtor ID
    备注 = -
    set Cases.Currency = CNY
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field
from pathlib import Path

from pyaddin.errors import Stop
from pyaddin.ledger.imports.charset import decode
from pyaddin.ledger.imports.headers import IMPORTED
from pyaddin.ledger.imports.layout import LEFT_OUT, OPEN, Layout, Use
from pyaddin.ledger.imports.statements.list_words import FIELDS
from pyaddin.ledger.imports.values import DATE_ORDER, SAY_ORDER, said_order
from pyaddin.ledger.imports.words import AMOUNT_DUE, LEGAL_ID
from pyaddin.ledger.schema import TABLES
from pyaddin.records import dataclass

_HEAD = (
    "# How the columns of your lists are read. Left: the header in the list. Right: the column of the ledger, as Sheet.Column.",
    "# Change what stands on the right and save; - leaves a column out, ? waits for you. 'set' lines fill a column that the list does not have.",
)
_SET = "set "
_QUOTED = ("#", "[", '"', _SET)


@dataclass(frozen=True, slots=True)
class Section:
    """How one shape of list is read: ``fields`` by header, ``fixed`` values by field."""

    name: str
    fields: Mapping[str, str]
    fixed: Mapping[str, str] = field(default_factory=dict)


def mapping_path(ledger: Path) -> Path:
    """Where the mappings of a ledger lie: ``<stem>.mapping.txt`` beside it."""
    return ledger.with_name(f"{ledger.stem}.mapping.txt")


def field_named(text: str) -> str:
    """The field a clerk names: ``Cases.Currency``, or ``Currency`` where only one sheet has it. Raises ``ValueError``, naming what can be given."""
    wanted = " ".join(text.split()).casefold()
    if wanted == LEFT_OUT:
        return LEFT_OUT
    known = {f"{name}.{column.name}": column.name for name in IMPORTED for column in TABLES[name].columns if not column.computed} | {
        AMOUNT_DUE: "Amount due", LEGAL_ID: "Legal ID", DATE_ORDER: DATE_ORDER,
    }  # fmt: skip
    bank = next((name for name in FIELDS if name.casefold() == wanted), "")
    if bank:
        return bank
    references = {"Cases.Debtor ID", "Installments.Case ID", "Payments.Case ID"}
    found = [name for name, short in known.items() if name not in references and wanted in (name.casefold(), short.casefold())]
    if len(found) == 1:
        return found[0]
    near = found or [name for name in known if name not in references and wanted.rpartition(".")[2] in name.casefold()] or sorted(known)
    raise ValueError(f"'{text}' is no column that can be imported; for example: {', '.join(near[:5])}")


def read_mapping(path: Path) -> list[Section]:
    """The sections of the file. Raises ``Stop``: X-NOT-FOUND, X-MAPPING naming the line that cannot be used."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise Stop("X-NOT-FOUND", str(path)) from None
    except OSError as problem:
        raise Stop("X-NOT-FOUND", f"{path}: {problem.strerror}") from None
    sections: list[Section] = []
    fields: dict[str, str] = {}
    fixed: dict[str, str] = {}
    for number, line in enumerate(decode(data, None).text.splitlines(), start=1):
        text = line.strip()
        if not text or text.startswith("#"):
            continue
        if text.startswith("[") and text.endswith("]"):
            fields, fixed = {}, {}
            sections.append(Section(text[1:-1], fields, fixed))
            continue
        header, mark, value = text.rpartition(" = ") if " = " in text else text.rpartition("=")
        if not sections or not mark:
            raise Stop("X-MAPPING", text[:80], row=number, advice="Each line reads 'header = Sheet.Column', under a line [name of the list].")
        try:
            if header.startswith(_SET):
                fixed[field_named(header.removeprefix(_SET))] = value.strip()
                if DATE_ORDER in fixed and not said_order(fixed[DATE_ORDER]):
                    raise Stop("X-MAPPING", text[:80], row=number, advice=SAY_ORDER)
            else:
                fields[_bare(header.strip())] = value.strip() if value.strip().startswith(OPEN) else field_named(value)
        except ValueError as problem:
            raise Stop("X-MAPPING", f"{path.name}: {problem}", row=number) from None
    return sections


def _bare(header: str) -> str:
    return header[1:-1] if len(header) > 1 and header.startswith('"') and header.endswith('"') else header


def _shown(header: str) -> str:
    return f'"{header}"' if header.startswith(_QUOTED) else header


def section_for(layout: Layout, sections: Sequence[Section]) -> Section | None:
    """The section whose headers are those of the list, all of them and no others."""
    return next((section for section in sections if frozenset(section.fields) == layout.shape), None)


def section_of(layout: Layout, name: str, fixed: Mapping[str, str]) -> Section:
    """What is to be remembered of this list."""
    return Section(name, {use.key: use.field or _untaken(use) for use in layout.uses}, dict(fixed))


def _untaken(use: Use) -> str:
    """A column that nobody has decided yet stays open, with what it may be."""
    return f"{OPEN} {' or '.join(use.candidates)}" if use.how == "ambiguous" else LEFT_OUT


def mapping_text(sections: Sequence[Section]) -> str:
    """The file as it is written."""
    lines = list(_HEAD)
    for section in sections:
        lines += ["", f"[{section.name}]"]
        lines += [f"{_shown(header)} = {target}" for header, target in section.fields.items()]
        lines += [f"{_SET}{target} = {value}" for target, value in section.fixed.items()]
    return "\r\n".join(lines) + "\r\n"


def merged(old: Sequence[Section], new: Sequence[Section]) -> list[Section]:
    """The sections with those of the same shape replaced."""
    shapes = {frozenset(section.fields) for section in new}
    return [section for section in old if frozenset(section.fields) not in shapes] + list(new)


def write_mapping(path: Path, sections: Sequence[Section]) -> None:
    """Writes the file with a mark that Notepad and Excel know. Raises ``Stop`` X-WRITE."""
    temporary = path.with_name(f".{path.name}.tmp")
    try:
        temporary.write_bytes(mapping_text(sections).encode("utf-8-sig", "replace"))
        temporary.replace(path)
    except OSError as problem:
        temporary.unlink(missing_ok=True)
        raise Stop("X-WRITE", f"{path.name}: {problem.strerror}") from None
