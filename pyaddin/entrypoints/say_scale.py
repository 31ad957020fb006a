"""What the commands beyond one workbook say."""

from __future__ import annotations

from collections.abc import Mapping

from pyaddin.entrypoints.line import plain, plural, rows_of


def portfolio(data: Mapping[str, object]) -> list[str]:
    """Where the results lie, how many rows each has, and how many rows were refused."""
    results = data.get("results")
    counts = results if isinstance(results, Mapping) else {}
    lines = [f"Assessed {plural(data['cases'], 'case', 'cases')} as of {data['as_of']}; results in {plain(data['out'], 300)}."]
    lines += [f"  {name}.parquet: {plural(count, 'row', 'rows')}" for name, count in counts.items()]
    if data["refused"]:
        lines.append(f"Refused {plural(data['refused'], 'row', 'rows')}; faults.parquet says which and why. The rest was assessed.")
    again = data.get("begun_again")
    if isinstance(again, list) and again:
        lines.append(f"{plural(len(again), 'part', 'parts')} of {data['parts']} begun again, because a worker died or the run was stopped.")
    lines += _control(data.get("control"))
    return [*lines, "Nothing was sent."]


def _control(control: object) -> list[str]:
    """What the second reckoning of simple cases came to."""
    if not isinstance(control, Mapping) or not control["simple"]:
        return []
    reckoned = f"Control: {plural(control['simple'], 'simple case', 'simple cases')} of {control['cases']} reckoned again from the source"
    if not control["different"]:
        return [f"{reckoned}; arrears, outstanding and days past due are the same in each."]
    named = ", ".join(plain(case, 80) for case in control["first"])
    return [
        f"{reckoned}; {plural(control['different'], 'case differs', 'cases differ')}: {named}.",
        "Do not use these results. If the source was changed meanwhile, run again; else report it: portfolio.json has the sums of both ways.",
    ]


def slice_cut(data: Mapping[str, object]) -> list[str]:
    """What went along, and which debtors stay although the clerk has a case of theirs."""
    lines = [
        f"Slice {data['slice']} for {plain(data['owner'])}: {plural(data['debtors'], 'debtor', 'debtors')}, {plural(data['cases'], 'case', 'cases')},"
        f" in {plain(data['path'], 300)}. Its journal lies beside it and goes with it.",
        "Nothing is done to these debtors here until the slice is merged back.",
    ]
    payments = data.get("payments")
    if isinstance(payments, Mapping):
        lines += [f"  payments that went along: {amount} {currency}" for currency, amount in payments.items()]
    return lines + [f"Stays: {plain(row.get('debtor'))}: {plain(row.get('reason'), 300)}" for row in rows_of(data, "left_out")]


def merge(data: Mapping[str, object]) -> list[str]:
    """What was brought back, what a person must decide, and whether the totals tie."""
    lines = [
        f"Slice {data['slice']}: {plural(data['added'], 'row', 'rows')} added, {plural(data['changed'], 'cell', 'cells')} changed,"
        f" {plural(data['messages'], 'message', 'messages')} of its outbox entered."
    ]
    for row in rows_of(data, "conflicts"):
        place = f"{plain(row.get('sheet'))} {plain(row.get('key'), 80)}, {plain(row.get('column'))}"
        was, here, there = (plain(row.get(name), 200) or "(blank)" for name in ("base", "origin", "slice"))
        said = f"was {was}, here {here}, slice {there}"
        lines.append(f"Decided for the {row['decided']}: {place}: {said}" if row.get("decided") else f"Conflict: {place}: {said}")
    if any(not row.get("decided") for row in rows_of(data, "conflicts")):
        lines.append("What stands here stays. Decide with --take slice or --take origin (--key KEY for one row).")
        lines.append(f"The list: {plain(data['conflict_list'], 300)}")
    lines += [f"Deleted in the slice, stays here: {plain(row.get('sheet'))} {plain(row.get('key'), 80)}" for row in rows_of(data, "deleted")]
    lines += [f"New number: {plain(row.get('slice'))} is {plain(row.get('origin'))} here" for row in rows_of(data, "renumbered")]
    lines += [
        f"Not taken: {plain(row.get('sheet'))} {plain(row.get('key'), 80)}: {plain(row.get('code'))} {plain(row.get('found'), 200)}"
        for row in rows_of(data, "refused")
    ]
    for row in rows_of(data, "policy"):
        place = f"{plain(row.get('sheet'))} {plain(row.get('key'), 80)}{', ' + plain(row.get('column')) if row.get('column') else ''}"
        was, there = (plain(row.get(name), 200) or "(blank)" for name in ("base", "slice"))
        lines.append(f"Policy changed in the slice, not taken: {place}: was {was}, slice {there}")
    totals = data.get("totals")
    if isinstance(totals, Mapping):
        money = totals["payments"]
        lines += [f"Payments {name}: {row['before']} + {row['added']} = {row['after']}" for name, row in money.items()]
        lines.append("Totals tie." if totals["tied"] else "Totals do not tie: somebody has changed rows meanwhile; look at the sheets and the audit chain.")
    return lines


def store(data: Mapping[str, object]) -> list[str]:
    """What the store holds now."""
    payments = data.get("payments")
    lines = [f"The shared store holds {plural(data['cases'], 'case', 'cases')} and {plural(data['messages'], 'message', 'messages')} of the outbox."]
    if isinstance(payments, Mapping):
        lines += [f"  payments: {amount} {currency}" for currency, amount in payments.items()]
    return [*lines, "The file does nothing to its debtors any more; keep it as a backup."]


def archive(data: Mapping[str, object]) -> list[str]:
    """How many cases moved into which file, the totals before and after, and why the others stay."""
    done = "Would move" if data["dry_run"] else "Moved"
    said = [f"{done} {plural(data['archived'], 'closed case', 'closed cases')}."]
    said += [f"  {plain(row['path'], 300)}: {plural(row['cases'], 'case', 'cases')}" for row in rows_of(data, "files")]
    said += [f"  {plain(row['figure'])}: {row['before']} = {row['after']} here + {row['moved']} moved" for row in rows_of(data, "totals")]
    return said + [f"  stays: {plain(row['case_id'])}: {plain(row['why'], 300)}" for row in rows_of(data, "staying")]
