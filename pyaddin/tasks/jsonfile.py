"""A JSON file read strictly: exact decimals, no doubled or unknown keys, and every refusal says where."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import NoReturn

from pyaddin.errors import Stop
from pyaddin.records import dataclass
from pyaddin.rules.money import NotMoney, UnknownCurrency, exact, minor_digits

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_NUMBER = re.compile(r"[0-9]{1,16}(\.[0-9]{1,8})?|-[0-9]{1,16}(\.[0-9]{1,8})?")
_LONGEST_ID = 100
_LARGEST_FILE = 50_000_000
_LARGEST_NUMBER = 1_000_000


@dataclass(frozen=True, slots=True)
class Place:
    """A value of the file and the way to it (``payments[2].amount``), for messages."""

    path: str
    value: object

    def refuse(self, reason: str) -> NoReturn:
        """Stop with X-OPTION at this place."""
        raise Stop("X-OPTION", f"{self.path or 'file'}: {reason}", column=self.path)

    def _object(self) -> dict[str, object]:
        if not isinstance(self.value, dict):
            self.refuse("an object {...} is needed here")
        return self.value

    def only(self, known: Sequence[str]) -> None:
        """Refuse keys that mean nothing here: one misspelt would silently change the result."""
        for name in self._object():
            if name not in known:
                self.refuse(f"unknown key {name[:40]!r}; known are {', '.join(known)}")

    def has(self, name: str) -> bool:
        """True when the key is there and not null."""
        return self._object().get(name) is not None

    def at(self, name: str) -> Place:
        """What stands under a name. Raises ``Stop`` X-OPTION when it is missing."""
        if not self.has(name):
            self.refuse(f"{name} is missing")
        return Place(f"{self.path}.{name}" if self.path else name, self._object()[name])

    def items(self, name: str, *, optional: bool = False) -> list[Place]:
        """The entries of a list."""
        if optional and not self.has(name):
            return []
        place = self.at(name)
        if not isinstance(place.value, list):
            place.refuse("a list [...] is needed here")
        return [Place(f"{place.path}[{number}]", value) for number, value in enumerate(place.value)]

    def word(self, known: Sequence[str]) -> str:
        """One of these words. Raises ``Stop`` X-OPTION for anything else."""
        if not isinstance(self.value, str) or self.value not in known:
            self.refuse(f"{str(self.value)[:40]!r} is not one of {', '.join(known)}")
        return self.value

    def id(self, name: str) -> str:
        """A text or whole number as text."""
        place = self.at(name)
        if isinstance(place.value, bool) or not isinstance(place.value, str | int) or not str(place.value).strip() or len(str(place.value)) > _LONGEST_ID:
            place.refuse("an id is needed: a text or a whole number")
        return str(place.value)

    def whole(self, name: str, *, default: int | None = None) -> int:
        """A whole number from 0 to a million."""
        if default is not None and not self.has(name):
            return default
        place = self.at(name)
        if isinstance(place.value, bool) or not isinstance(place.value, int) or not 0 <= place.value <= _LARGEST_NUMBER:
            place.refuse("a whole number from 0 on is needed")
        return place.value

    def day(self, name: str) -> date:
        """A date YYYY-MM-DD between 1990 and 2100."""
        place = self.at(name)
        text = place.value if isinstance(place.value, str) and _DATE.fullmatch(place.value) else ""
        try:
            day = date.fromisoformat(text)
        except ValueError:
            place.refuse(f"{str(place.value)[:40]!r} is not a date YYYY-MM-DD")
        if not 1990 <= day.year <= 2100:
            place.refuse(f"{text} is not between 1990 and 2100")
        return day

    def money(self, name: str, currency: str, *, optional: bool = False, above_zero: bool = False) -> Decimal:
        """An exact amount, as a number or as a text such as "12.50"; never below zero."""
        if optional and not self.has(name):
            return exact(0, currency)
        place = self.at(name)
        value = place.value
        if isinstance(value, str):
            value = Decimal(value) if _NUMBER.fullmatch(value) else None
        if isinstance(value, bool) or not isinstance(value, Decimal | int):
            place.refuse(f"{str(place.value)[:40]!r} is not an amount")
        try:
            amount = exact(value, currency)
        except NotMoney as reason:
            place.refuse(str(reason)[:120])
        if amount < 0 or (above_zero and not amount):
            place.refuse(f"{amount:f} is not above zero" if above_zero else f"{amount:f} is below zero")
        return amount

    def currency(self, name: str, *, default: str = "USD") -> str:
        """A currency code under this name. Raises ``Stop`` X-OPTION for what is none."""
        if not self.has(name):
            return default
        place = self.at(name)
        try:
            minor_digits(str(place.value))
        except UnknownCurrency as reason:
            place.refuse(str(reason)[:120])
        return str(place.value)


def one_of(place: Place, name: str, known: Sequence[str], *, default: str | None = None) -> str:
    """The word of a key, which must be one of the known ones."""
    if default is not None and not place.has(name):
        return default
    return place.at(name).word(known)


def _no_doubles(pairs: list[tuple[str, object]]) -> dict[str, object]:
    names = [name for name, _ in pairs]
    if len(set(names)) != len(names):
        raise ValueError(f"the key {next(name for name in names if names.count(name) > 1)[:40]!r} stands twice in one object")
    return dict(pairs)


def _no_constant(text: str) -> NoReturn:
    raise ValueError(f"{text} is not an amount")


def load(file: Path) -> Place:
    """The file as a ``Place``. Raises ``Stop``: X-NOT-FOUND, or X-OPTION when it cannot be read or is not plain JSON."""
    try:
        if file.stat().st_size > _LARGEST_FILE:
            raise Stop("X-OPTION", f"{file.name} is larger than {_LARGEST_FILE // 1_000_000} MB")
        text = file.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        raise Stop("X-NOT-FOUND", str(file)) from None
    except OSError as reason:
        raise Stop("X-OPTION", f"{file.name} cannot be read: {reason.strerror}") from None
    except UnicodeDecodeError:
        raise Stop("X-OPTION", f"{file.name} is not UTF-8 text") from None
    try:
        value: object = json.loads(text, parse_float=Decimal, parse_constant=_no_constant, object_pairs_hook=_no_doubles)
    except (ValueError, ArithmeticError) as reason:
        raise Stop("X-OPTION", f"{file.name} is not plain JSON: {str(reason)[:120]}") from None
    except RecursionError:
        raise Stop("X-OPTION", f"{file.name} is nested too deeply") from None
    return Place("", value)
