"""A written file read as any other, table by table: what a ledger that grew must pass, and the reference that ``proof`` is held against."""

from __future__ import annotations

from collections.abc import Mapping

from pyaddin.errors import Stop
from pyaddin.ledger.closed.deflate import Packed
from pyaddin.ledger.closed.layout import Layout
from pyaddin.ledger.closed.package import Package
from pyaddin.ledger.closed.patch import Patch
from pyaddin.ledger.closed.reader import Found, read_checked
from pyaddin.ledger.edits import same


def reread(data: bytes, before: Mapping[str, Found], grown: Mapping[str, tuple[str, ...]]) -> tuple[Package, Layout, dict[str, Found]]:
    """The grown ledger: every table has its new columns, and no cell that was there has changed. Stops X-VERIFY."""
    package, plan, found = read_checked(data)
    for name, table in before.items():
        new, after = grown.get(name, ()), dict(found[name].raw.rows)
        kept = after.keys() == dict(table.raw.rows).keys() and all(
            same(after[number][header], cell) for number, cells in table.raw.rows for header, cell in cells.items()
        )
        if not kept or not set(new) <= found[name].columns.keys():
            raise Stop("X-VERIFY", f"the sheet did not take {', '.join(new) or 'its formats'}", sheet=name)
    return package, plan, found


def read_back(data: bytes, old: Package, changes: Patch) -> None:
    """The patched ledger: untouched parts identical, changed ones as made, every written cell found, no row lost or gained. Stops X-VERIFY."""
    try:
        package, _, found = read_checked(data)
        same_parts(package, old, changes)
    except Stop as stop:
        raise Stop("X-VERIFY", str(stop)) from stop
    for name, columns in changes.expected.items():
        read = dict(found[name].raw.rows)
        if len(read) != changes.rows_after[name]:
            raise Stop("X-VERIFY", f"{len(read)} rows instead of {changes.rows_after[name]}", sheet=name)
        header_of = {number: header for header, number in found[name].columns.items()}
        for column, values in columns.items():
            header = header_of.get(column, "")
            for number, value in values.items():
                cell = read.get(number, {}).get(header)
                if not same(cell, value):
                    raise Stop("X-VERIFY", f"expected {value}, read {cell}", sheet=name, row=number, column=header)


def same_parts(package: Package, old: Package, changes: Patch) -> None:
    """The parts are those of the old file but for the dropped ones; the untouched have their packed bytes, the changed hold what was made."""
    kept = [name for name in old.names() if name not in changes.dropped]
    if list(package.names()) != kept:
        raise Stop("X-VERIFY", "the parts of the file are not those of the old one")
    for name in kept:
        if name in changes.parts:
            if not _as_made(package, name, changes.parts[name]):
                raise Stop("X-VERIFY", f"part {name} is not as it was made")
        elif name in old.fresh:
            if package.read(name) != old.read(name):
                raise Stop("X-VERIFY", f"part {name} is not as it was made")
        elif not package.identical(old, name):
            raise Stop("X-VERIFY", f"part {name} is not identical")


def _as_made(package: Package, name: str, made: bytes | Packed) -> bool:
    if isinstance(made, bytes):
        return package.read(name) == made
    return package.holds(name, made)
