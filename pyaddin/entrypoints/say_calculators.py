"""What allocate, schedule, gate and build answer. They read no ledger, so no language is known: they speak English."""

from __future__ import annotations

from collections.abc import Mapping

from pyaddin.entrypoints.line import plain, rows_of, table
from pyaddin.entrypoints.speech import Data, counted


def allocate(data: Data, _language: str) -> list[str]:
    """What each installment got of the payments, and what is left."""
    parts = ("penalty", "fee", "interest", "principal")
    lines = []
    for row in rows_of(data, "installments"):
        paid = row.get("paid")
        shares = paid if isinstance(paid, Mapping) else {}
        lines.append([row.get("no"), *(shares.get(part) for part in parts), row.get("paid_total"), row.get("open_total")])
    return [*table(lines, ("No", "Penalty", "Fee", "Interest", "Principal", "Paid", "Open")), f"Credit {data['credit']}, still open {data['open_total']}."]


def schedule(data: Data, _language: str) -> list[str]:
    """A line for each installment, and the sums."""
    keys = ("no", "due_on", "principal", "interest", "payment", "balance")
    header = ("No", "Due on", "Principal", "Interest", "Payment", "Balance")
    rows = table(([row.get(key) for key in keys] for row in rows_of(data, "installments")), header)
    found = data.get("totals")
    totals = found if isinstance(found, Mapping) else {}
    sums = f"principal {totals.get('principal')}, interest {totals.get('interest')}, together {totals.get('payment')}"
    return [*rows, f"{counted(totals.get('count'), 'installment', 'en')}: {sums}."]


def gate(data: Data, _language: str) -> list[str]:
    """Yes or no first, then every rule with its pack and the date on which a person last checked it."""
    checked = {row.get("pack"): f", version {plain(row.get('version'))}, checked {plain(row.get('reviewed_on'))}" for row in rows_of(data, "packs")}
    said = ["Yes: this contact is allowed now." if data["verdict"] == "allowed" else "No: this contact is blocked now."]
    for row in rows_of(data, "rules"):
        said.append(f"  {plain(row.get('id'))} ({plain(row.get('pack'))}{checked.get(row.get('pack'), '')}): {plain(row.get('reason'), 300)}")
    if data.get("next_lawful_utc"):
        said.append(f"Earliest lawful time: {plain(data.get('next_lawful_local'))} ({plain(data.get('zone'))}), {plain(data['next_lawful_utc'])}.")
    if data.get("needs"):
        said.append(f"Time alone does not lift it: {plain(data['needs'], 600)}.")
    warnings = data.get("warnings")
    said += [f"Note: {plain(text, 400)}" for text in (warnings if isinstance(warnings, list) else [])]
    said.append(f"Packs: {', '.join(f'{plain(name)}{when}' for name, when in checked.items()) or 'none'}. This is not legal advice.")
    return said


def build(data: Data, _language: str) -> list[str]:
    """Which workbook was built or compared; only builders read it."""
    said = [f"{plain(data['path'], 300)}: sha256 of its parts {data['sha256']}"]
    return said if data.get("current", True) else [*said, "The committed workbook is not what the sources give: run `make workbook`."]
