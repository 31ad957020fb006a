"""What the commands beyond one workbook say."""

from __future__ import annotations

from collections.abc import Mapping

from pyaddin.entrypoints.line import plain, plural


def portfolio(data: Mapping[str, object]) -> list[str]:
    """Where the results lie, how many rows each has, and how many rows were refused."""
    results = data.get("results")
    counts = results if isinstance(results, Mapping) else {}
    lines = [f"Assessed {plural(data['cases'], 'case', 'cases')} as of {data['as_of']}; results in {plain(data['out'], 300)}."]
    lines += [f"  {name}.parquet: {plural(count, 'row', 'rows')}" for name, count in counts.items()]
    if data["refused"]:
        lines.append(f"Refused {plural(data['refused'], 'row', 'rows')}; faults.parquet says which and why. The rest was assessed.")
    return [*lines, "Nothing was sent."]
