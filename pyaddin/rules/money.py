"""Money: decimal amounts with an ISO 4217 currency, rounded half-up and only where a rule says so (domain-rules R14)."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction

from pyaddin.records import dataclass

_TWO = """
AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF CHW CNY COP COU CRC CUP CVE CZK
DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR
LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR
SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XAD XCD XCG YER
ZAR ZMW ZWG
"""
_NONE = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"
_THREE = "BHD IQD JOD KWD LYD OMR TND"
_FOUR = "CLF UYW"

KNOWN_CURRENCIES: dict[str, int] = {code: digits for digits, codes in ((0, _NONE), (2, _TWO), (3, _THREE), (4, _FOUR)) for code in codes.split()}
"""Every active ISO 4217 currency and fund code with its number of minor digits (metals, SDR and test codes left out: no debt is kept in them)."""

LARGEST = Decimal(10) ** 15
"""Amounts at or above this are refused: an Excel cell holds fifteen digits exactly."""

_WIDE = Context(prec=60)


class UnknownCurrency(ValueError):
    """The code is not an active ISO 4217 currency."""


class NotMoney(ValueError):
    """The value is not a finite amount to the currency's cent."""


def minor_digits(currency: str) -> int:
    """Digits after the point: 2 for USD and CNY, 0 for JPY, 3 for KWD, 4 for CLF. Raises ``UnknownCurrency``."""
    try:
        return KNOWN_CURRENCIES[currency]
    except KeyError:
        raise UnknownCurrency(f"{currency!r} is not an active ISO 4217 currency") from None


_CENTS: dict[int, Decimal] = {digits: Decimal(1).scaleb(-digits) for digits in range(5)}


def cent(currency: str) -> Decimal:
    """The smallest amount of the currency: 0.01 for EUR, 1 for JPY."""
    return _CENTS[minor_digits(currency)]


def round_half_up(amount: Decimal | Fraction, unit: Decimal) -> Decimal:
    """The multiple of ``unit`` nearest to ``amount``; exactly half goes away from zero (0.005 -> 0.01, -0.005 -> -0.01).

    ``unit`` may be coarser than a cent (1, 0.05). A ``Fraction`` is rounded from its exact value, so nothing is rounded twice.
    """
    if unit <= 0 or not unit.is_finite():
        raise NotMoney(f"rounding unit {unit} is not above zero")
    if isinstance(amount, Decimal) and unit.as_tuple().digits == (1,):
        return _positive_zero(amount.quantize(unit, ROUND_HALF_UP, context=_WIDE))
    steps = Fraction(amount) / Fraction(unit)
    whole = (2 * abs(steps.numerator) + steps.denominator) // (2 * steps.denominator)
    return _positive_zero(_WIDE.multiply(Decimal(whole if steps >= 0 else -whole), unit))


def round_ratio(numerator: int, denominator: int, unit: Decimal) -> Decimal:
    """``round_half_up`` of a fraction of zero or more that need not be reduced, for sums that are made by the thousand."""
    amount, parts = unit.as_integer_ratio()
    above, below = numerator * parts, denominator * amount
    return _WIDE.multiply(Decimal((2 * above + below) // (2 * below)), unit)


def _positive_zero(amount: Decimal) -> Decimal:
    return amount if amount else abs(amount)


def exact(amount: Decimal | int | str, currency: str) -> Decimal:
    """The same amount written to the currency's cent; never rounds.

    Raises ``NotMoney`` for a float, for NaN and infinity, for more decimals than the currency has and for amounts of 10**15 and more;
    trailing zeros are no extra decimals (1.500 USD is 1.50).
    """
    if isinstance(amount, bool | float):
        raise NotMoney(f"{amount!r} is a {type(amount).__name__}, not a decimal amount")
    try:
        value = Decimal(amount)
    except (ArithmeticError, TypeError, ValueError):
        raise NotMoney(f"{amount!r} is not an amount") from None
    if not value.is_finite():
        raise NotMoney(f"{value} is not a finite amount")
    if abs(value) >= LARGEST:
        raise NotMoney(f"{value} is too large")
    return _to_the_cent(value, currency)


def _to_the_cent(value: Decimal, currency: str) -> Decimal:
    rounded = value.quantize(cent(currency), ROUND_HALF_UP, context=_WIDE)
    if rounded != value:
        raise NotMoney(f"{value} has more decimals than {currency} ({minor_digits(currency)})")
    return _positive_zero(rounded)


def money_text(amount: Decimal, currency: str) -> str:
    """The amount as JSON carries it: ``.``, the currency's minor digits, no grouping (``1234.50``).

    Raises ``NotMoney`` for more decimals than the currency has; a sum may pass the ceiling of typed amounts.
    """
    return f"{_to_the_cent(amount, currency):f}"


@dataclass(frozen=True, slots=True)
class Money:
    """An exact amount of one currency. Adding another currency, or anything that is not money, is refused."""

    amount: Decimal
    currency: str

    def __post_init__(self) -> None:
        if not isinstance(self.amount, Decimal):
            raise NotMoney(f"{self.amount!r} is not a Decimal")
        object.__setattr__(self, "amount", exact(self.amount, self.currency))

    def _same(self, other: object) -> Money:
        if not isinstance(other, Money):
            raise TypeError(f"money and {type(other).__name__} do not mix")
        if other.currency != self.currency:
            raise ValueError(f"{self.currency} and {other.currency} do not mix")
        return other

    def __add__(self, other: Money) -> Money:
        return Money(self.amount + self._same(other).amount, self.currency)

    def __sub__(self, other: Money) -> Money:
        return Money(self.amount - self._same(other).amount, self.currency)

    def __lt__(self, other: Money) -> bool:
        return self.amount < self._same(other).amount

    def __le__(self, other: Money) -> bool:
        return self.amount <= self._same(other).amount

    def __str__(self) -> str:
        return f"{money_text(self.amount, self.currency)} {self.currency}"
