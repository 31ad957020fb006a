"""A small calculator of its own: the arithmetic of an explanation, computed again with nothing of the product (exact fractions, half-up rounding)."""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction

_TOKEN = re.compile(r"\s*(?:(\d{4}-\d\d-\d\d)|(\d+(?:\.\d+)?)|([a-z]+)|([-+*/(),]))")


class Calculator:
    """Recursive descent over numbers, dates (as day numbers), ``+ - * / ( )``, ``max(a, b)`` and ``round(x, unit)``."""

    def __init__(self, text: str) -> None:
        self.tokens: list[str] = []
        place = 0
        while place < len(text.rstrip()):
            found = _TOKEN.match(text, place)
            if found is None:
                raise ValueError(f"{text!r} at {place}")
            self.tokens.append(next(part for part in found.groups() if part))
            place = found.end()
        self.at = 0

    def result(self) -> Fraction:
        value = self._sum()
        if self.at != len(self.tokens):
            raise ValueError(f"left over: {self.tokens[self.at:]}")
        return value

    def _next(self) -> str:
        self.at += 1
        return self.tokens[self.at - 1]

    def _is(self, marks: str) -> bool:
        return self.at < len(self.tokens) and self.tokens[self.at] in tuple(marks)

    def _sum(self) -> Fraction:
        value = self._product()
        while self._is("+-"):
            value = value + self._product() if self._next() == "+" else value - self._product()
        return value

    def _product(self) -> Fraction:
        value = self._atom()
        while self._is("*/"):
            value = value * self._atom() if self._next() == "*" else value / self._atom()
        return value

    def _atom(self) -> Fraction:
        token = self._next()
        if token == "-":
            return -self._atom()
        if token == "(":
            value = self._sum()
            assert self._next() == ")"
            return value
        if token in ("max", "round"):
            assert self._next() == "("
            first = self._sum()
            assert self._next() == ","
            second = self._sum()
            assert self._next() == ")"
            return max(first, second) if token == "max" else _half_up(first, second)
        if token.count("-") == 2:
            return Fraction(date.fromisoformat(token).toordinal())
        return Fraction(token)


def _half_up(value: Fraction, unit: Fraction) -> Fraction:
    steps = abs(value) / unit
    whole = steps.numerator // steps.denominator
    if (steps - whole) * 2 >= 1:
        whole += 1
    return (unit if value >= 0 else -unit) * whole


def computed(arithmetic: str) -> Fraction:
    """What the arithmetic of a step gives."""
    return Calculator(arithmetic).result()


def shown(value: str) -> Fraction:
    """The figure of a step without its currency."""
    return Fraction(value.split(" ")[0].replace("+", ""))
