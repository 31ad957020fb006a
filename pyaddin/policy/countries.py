"""The countries of the world by their two letters, as the pinned zone data lists them."""

from __future__ import annotations

from functools import lru_cache
from importlib import resources


@lru_cache(maxsize=1)
def _codes() -> frozenset[str]:
    text = (resources.files("tzdata") / "zoneinfo" / "iso3166.tab").read_text(encoding="utf-8")
    return frozenset(line.split("\t")[0] for line in text.splitlines() if line and not line.startswith("#"))


def is_country(code: str) -> bool:
    """Whether there is a country of that code (ISO 3166-1 alpha-2, in capitals)."""
    return code in _codes()
