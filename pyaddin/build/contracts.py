"""What the sample's debtors bought or borrowed: products with their installments and the payments made in time."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from pyaddin.build.histories import CLERKS, Due, History, Money
from pyaddin.build.people import Person
from pyaddin.records import dataclass


@dataclass(frozen=True, slots=True)
class Product:
    """A kind of contract. ``low`` and ``high``: one installment in US dollars; ``interest``: contract interest in per mille of it."""

    names: dict[str, str]
    business: bool
    low: int
    high: int
    most: int
    interest: int
    rate: str


PRODUCTS = (
    Product({"en": "Credit card", "zh-CN": "信用卡", "zh-TW": "信用卡"}, False, 60, 400, 12, 60, "0.15"),
    Product({"en": "Consumer loan", "zh-CN": "消费贷款", "zh-TW": "消費貸款"}, False, 120, 600, 12, 45, "0.12"),
    Product({"en": "Furniture on installments", "zh-CN": "家具分期", "zh-TW": "家具分期"}, False, 50, 260, 10, 0, ""),
    Product({"en": "Phone contract", "zh-CN": "手机合约", "zh-TW": "手機合約"}, False, 20, 70, 12, 0, ""),
    Product({"en": "Trade invoice", "zh-CN": "货款发票", "zh-TW": "貨款發票"}, True, 400, 6000, 4, 0, "0.08"),
    Product({"en": "Equipment lease", "zh-CN": "设备租赁", "zh-TW": "設備租賃"}, True, 250, 1500, 10, 30, ""),
)


@dataclass(frozen=True, slots=True)
class Frame:
    """What a scenario needs: the case to make, the day of the coming run and the run a week before it."""

    number: int
    person: Person
    random: Random
    as_of: date
    last: date

    def between(self, low: int, high: int) -> int:
        return self.random.randint(low, high)

    def back(self, low: int, high: int) -> date:
        """A day ``low`` to ``high`` days before the last run."""
        return self.last - timedelta(days=self.between(low, high))


def plus(day: date, days: int) -> date:
    return day + timedelta(days=days)


def months_after(day: date, months: int) -> date:
    """The same day of another month, or its last day."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def contract(frame: Frame, anchor: date, *, before: int | None = None, after: int | None = None, rate: bool = False) -> History:
    """A contract whose oldest unpaid installment is due on ``anchor``; the ``before`` earlier ones were paid in time.

    Late interest (``rate``) only where nothing was ever paid late, so that the earlier runs' simple sums hold.
    """
    random = frame.random
    product = random.choice([product for product in PRODUCTS if product.business == frame.person.business])
    count = frame.between(3, product.most)
    paid = min(frame.between(0, count - 1) if before is None else before, count - 1)
    left = count - paid if after is None else after
    scale = frame.person.country.scale
    part = frame.between(product.low, product.high) * scale
    interest = part * product.interest // 1000
    rows = [Due(index + 1, months_after(anchor, index - paid), part, interest) for index in range(paid + left)]
    name = product.names[str(frame.person.row["Language"])]
    history = History(
        f"C-{frame.number:05d}", frame.person, name, min(frame.as_of, plus(months_after(rows[0].on, -1), -frame.between(0, 9))),
        Decimal(product.rate) if rate and product.rate else None, rows, random.choice(CLERKS), random,
    )  # fmt: skip
    for row in rows[:paid]:
        history.payments.append(Money(plus(row.on, -random.choice((0, 0, 0, 1, 2, 4))), row.amount))
    return history


def pay(history: History, on: date, amount: int, reversed: date | None = None) -> None:
    """One more payment."""
    history.payments.append(Money(on, amount, reversed))


def overdue(history: History, on: date) -> int:
    """What is unpaid of the rows due before ``on``, in cents."""
    rows, money = history.active(on)
    return max(0, sum(row.amount for row in rows if row.on < on) - money)
