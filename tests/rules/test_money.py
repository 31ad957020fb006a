from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pyaddin.rules.money import KNOWN_CURRENCIES, Money, NotMoney, UnknownCurrency, cent, exact, minor_digits, money_text, round_half_up


@pytest.mark.parametrize(
    ("currency", "digits"),
    [
        ("USD", 2),
        ("CNY", 2),
        ("EUR", 2),
        ("JPY", 0),
        ("KRW", 0),
        ("VND", 0),
        ("CLP", 0),
        ("ISK", 0),
        ("UGX", 0),
        ("XAF", 0),
        ("XOF", 0),
        ("XPF", 0),
        ("PYG", 0),
        ("RWF", 0),
    ]
    + [("BHD", 3), ("IQD", 3), ("JOD", 3), ("KWD", 3), ("LYD", 3), ("OMR", 3), ("TND", 3), ("CLF", 4), ("UYW", 4)],
)
def test_minor_digits_as_in_iso_4217(currency: str, digits: int) -> None:
    assert minor_digits(currency) == digits
    assert cent(currency) == Decimal(1).scaleb(-digits)


def test_list_has_every_active_currency_once_and_no_withdrawn_one() -> None:
    assert len(KNOWN_CURRENCIES) == 165
    assert all(len(code) == 3 and code.isupper() for code in KNOWN_CURRENCIES)
    assert not {"HRK", "DEM", "ZWL", "SLL", "CUC", "XAU", "XXX"} & set(KNOWN_CURRENCIES)


@pytest.mark.parametrize("code", ["", "usd", "XXX", "EURO", "€"])
def test_unknown_currency_is_refused(code: str) -> None:
    with pytest.raises(UnknownCurrency):
        minor_digits(code)


@pytest.mark.parametrize(
    ("amount", "unit", "rounded"),
    [
        ("0.005", "0.01", "0.01"),
        ("0.004999999", "0.01", "0.00"),
        ("-0.005", "0.01", "-0.01"),
        ("2.5", "1", "3"),
        ("-2.5", "1", "-3"),
        ("1.025", "0.05", "1.05"),
        ("1.0249", "0.05", "1.00"),
        ("15", "10", "20"),
        ("14.99", "1E+1", "10"),
        ("-0.001", "0.01", "0.00"),
    ],
)
def test_half_up_to_the_unit(amount: str, unit: str, rounded: str) -> None:
    result = round_half_up(Decimal(amount), Decimal(unit))
    assert result == Decimal(rounded)
    assert not (result == 0 and result.is_signed())
    assert round_half_up(Fraction(amount), Decimal(unit)) == Decimal(rounded)


def test_a_third_is_rounded_from_its_exact_value() -> None:
    assert round_half_up(Fraction(1, 3), Decimal("0.01")) == Decimal("0.33")
    # a decimal expansion cut at 28 digits would lie on the other side of the half
    assert round_half_up(Fraction(1, 200) - Fraction(1, 10**40), Decimal("0.01")) == 0


@pytest.mark.parametrize("unit", ["0", "-0.01"])
def test_unit_must_be_above_zero(unit: str) -> None:
    with pytest.raises(NotMoney):
        round_half_up(Decimal(1), Decimal(unit))


@given(st.decimals(min_value=-(10**12), max_value=10**12, places=6), st.sampled_from([Decimal("0.01"), Decimal(1), Decimal("0.05"), Decimal("0.25")]))
def test_rounding_is_nearest_and_a_multiple(amount: Decimal, unit: Decimal) -> None:
    rounded = round_half_up(amount, unit)
    assert Fraction(rounded) % Fraction(unit) == 0
    assert abs(Fraction(rounded) - Fraction(amount)) * 2 <= Fraction(unit)
    assert round_half_up(-amount, unit) == -rounded


@pytest.mark.parametrize(
    "bad",
    [1.5, float("nan"), True, Decimal("NaN"), Decimal("Infinity"), "-inf", "abc", "", Decimal("1.005"), Decimal("1E-400"), Decimal(10) ** 15, "1E+999999"],
)
def test_exact_refuses(bad: object) -> None:
    with pytest.raises(NotMoney):
        exact(bad, "USD")  # type: ignore[arg-type]


def test_exact_writes_to_the_cent_and_never_rounds() -> None:
    assert str(exact("1.500", "USD")) == "1.50"
    assert str(exact(Decimal("1E+3"), "JPY")) == "1000"
    assert str(exact(7, "KWD")) == "7.000"
    assert str(exact("-0", "USD")) == "0.00"
    with pytest.raises(NotMoney):
        exact("0.5", "JPY")


def test_json_text_has_minor_digits_and_no_grouping() -> None:
    assert money_text(Decimal("1234567.5"), "USD") == "1234567.50"
    assert money_text(Decimal("1E+6"), "JPY") == "1000000"
    assert money_text(Decimal("-0.0"), "KWD") == "0.000"
    assert money_text(Decimal(10) ** 16, "USD") == "10000000000000000.00"
    with pytest.raises(NotMoney):
        money_text(Decimal("0.001"), "USD")


def test_money_adds_only_money_of_its_own_currency() -> None:
    ten = Money(Decimal("10"), "EUR")
    assert ten + Money(Decimal("0.05"), "EUR") == Money(Decimal("10.05"), "EUR")
    assert ten - ten == Money(Decimal(0), "EUR")
    assert Money(Decimal(1), "EUR") < ten <= ten
    assert str(ten) == "10.00 EUR"
    with pytest.raises(ValueError, match="do not mix"):
        ten + Money(Decimal(1), "USD")
    with pytest.raises(TypeError):
        ten + Decimal(1)  # type: ignore[operator]
    with pytest.raises(NotMoney):
        Money(1.5, "EUR")  # type: ignore[arg-type]
    with pytest.raises(NotMoney):
        Money(Decimal("1.001"), "EUR")
