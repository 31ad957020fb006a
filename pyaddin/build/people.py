"""Invented debtors of the sample: made-up names, addresses under example.com, phone numbers that no network can dial."""

from __future__ import annotations

from random import Random

from pyaddin.ledger.book import Value
from pyaddin.records import dataclass


@dataclass(frozen=True, slots=True)
class Country:
    """Where a debtor lives: language, currency, zones with their region and city, and the form of a phone number."""

    code: str
    language: str
    currency: str
    scale: int  # price level: minor units per unit of the price lists
    places: tuple[tuple[str, str, str, str], ...]  # city, region, time zone, postal code
    streets: tuple[str, ...]
    phone: str
    surnames: tuple[str, ...]
    given: tuple[str, ...]
    firms: tuple[str, ...]


_ASIA = (("上海", "", "Asia/Shanghai", "200000"), ("杭州", "", "Asia/Shanghai", "310000"), ("成都", "", "Asia/Shanghai", "610000"))
CN = Country(
    "CN", "zh-CN", "CNY", 700, _ASIA, ("云杉路", "静溪街", "百合巷", "橡果大道"), "+86 100 0000 {:04d}",
    ("沈", "梁", "叶", "顾", "苏", "江", "陆", "方"), ("砚舟", "若棠", "知远", "星禾", "景澄", "亦安", "书遥", "予宁"),
    ("青屿家居有限公司", "云帆印务有限公司", "松果科技有限公司", "半夏食品有限公司"),
)  # fmt: skip
TW = Country(
    "TW", "zh-TW", "TWD", 3000, (("臺北", "", "Asia/Taipei", "100"), ("臺中", "", "Asia/Taipei", "400")), ("松濤路", "月見街", "青禾路"), "+886 2 0000 {:04d}",
    ("林", "許", "簡", "游", "莊"), ("予晴", "柏言", "沐恩", "子衿", "以樂"), ("晨露烘焙有限公司", "藍鯨設計有限公司"),
)  # fmt: skip
HK = Country(
    "HK", "zh-TW", "HKD", 780, (("九龍", "", "Asia/Hong_Kong", ""), ("香港", "", "Asia/Hong_Kong", "")), ("銀杏街", "海棠道", "翠竹里"), "+852 0000 {:04d}",
    ("鄺", "霍", "岑", "關"), ("樂行", "穎思", "浚熙", "芷瑤"), ("浮光影像有限公司", "海角貿易有限公司"),
)  # fmt: skip
GB = Country(
    "GB", "en", "GBP", 80, (("Leeds", "", "Europe/London", "ZZ1 1AA"), ("Bristol", "", "Europe/London", "ZZ9 9ZZ")), ("Alder Row", "Quill Lane"),
    "+44 20 7946 0{:03d}", ("Ashgrove", "Fennimore", "Larkwell", "Thistledown", "Marlowe-Finch"), ("Rowan", "Imogen", "Tobias", "Elspeth", "Callum"),
    ("Brindle & Moss Ltd", "Kestrel Joinery Ltd", "Paperboat Studio Ltd"),
)  # fmt: skip
US = Country(
    "US", "en", "USD", 100,
    (("Albany", "NY", "America/New_York", "00001"), ("Springfield", "IL", "America/Chicago", "00002"), ("Fresno", "CA", "America/Los_Angeles", "00003")),
    ("Sample Avenue", "Juniper Court", "Mockingbird Road"), "+1 {area} 555 01{line:02d}",
    ("Holloway", "Brightwater", "Castellan", "Winterbourne", "Okonedo-Reyes"), ("Marisol", "Desmond", "Priya", "Wendell", "Noelle"),
    ("Copper Kettle Cafe LLC", "Driftwood Tile LLC", "Nine Pines Nursery LLC"),
)  # fmt: skip
DE = Country(
    "DE", "en", "EUR", 90, (("Berlin", "", "Europe/Berlin", "00010"), ("Bremen", "", "Europe/Berlin", "00020")), ("Ahornzeile", "Muster Allee", "Lindenwinkel"),
    "+49 30 23125 {:03d}", ("Birkenfeld", "Sommerlatte", "Krähenbühl", "Wiesengrund"), ("Annika", "Lennart", "Friederike", "Joris"),
    ("Lichtblick Werkstatt GmbH", "Nordwind Kontor GmbH"),
)  # fmt: skip

COUNTRIES = (CN, TW, HK, GB, US, DE)
_RANGES = {
    "GB": ("+44 20 7946 0{:03d}", *(f"+44 {area} 496 0{{:03d}}" for area in (113, 114, 115, 116, 117, 118, 121, 131, 141, 151, 161)), "+44 191 498 0{:03d}"),
    "DE": ("+49 30 23125 {:03d}", "+49 69 90009 {:03d}", "+49 221 4710 {:03d}", "+49 89 99998 {:03d}", "+49 40 66969 {:03d}"),
}
WEIGHTS = {"en": (24, 8, 12, 20, 24, 12), "zh-CN": (60, 8, 12, 6, 8, 6), "zh-TW": (14, 44, 24, 6, 8, 4)}


@dataclass(frozen=True, slots=True)
class Person:
    """A debtor of the sample with the country it lives in."""

    id: str
    country: Country
    row: dict[str, Value]

    @property
    def zone(self) -> str:
        """IANA zone; the country's first where the row leaves it blank."""
        return str(self.row["Time zone"] or self.country.places[0][2])

    @property
    def business(self) -> bool:
        return self.row["Kind"] == "business"

    @property
    def channel(self) -> str:
        """Channel of a first attempt: the preferred one, or a text message where email cannot be used. Blank = nothing may leave."""
        refused = str(self.row["Opted out channels"] or "").split(",")
        if not self.row["Time zone"]:
            return ""
        wanted = str(self.row["Preferred channel"] or "email")
        if wanted == "email" and (not self.row["Email"] or "email" in refused):
            return "sms"
        return wanted


def _phone(country: Country, number: int) -> str:
    """A number of a range that no network gives out, another one for every debtor of a sample as far as the ranges reach."""
    if country.code == "US":
        return country.phone.format(area=202 + number // 100 % 790, line=number % 100)
    size = 1000 if country.code in _RANGES else 10_000
    ranges = _RANGES.get(country.code, (country.phone,))
    return ranges[number // size % len(ranges)].format(number % size)


def person(random: Random, number: int, language: str, *, trait: str = "") -> Person:
    """Debtor ``number``. ``trait``: no_email, opted_out or no_zone make the case one that waits for a clerk."""
    country = random.choices(COUNTRIES, WEIGHTS.get(language, WEIGHTS["en"]))[0]
    business = random.random() < 0.18
    surname, given = random.choice(country.surnames), random.choice(country.given)
    chinese = country.language != "en"
    name = random.choice(country.firms) if business else surname + given if chinese else f"{given} {surname}"
    city, region, zone, postal = random.choice(country.places)
    street = random.choice(country.streets)
    at = random.randint(1, 180)
    preferred = random.choices(("email", "call", "sms", "letter"), (78, 9, 8, 5))[0]
    speaks = "en" if country is HK and random.random() < 0.4 else country.language
    row: dict[str, Value] = {
        "Debtor ID": f"D-{number:05d}",
        "Name": name,
        "Kind": "business" if business else "consumer",
        "Language": speaks,
        "Preferred channel": "email" if trait else preferred,
        "Email": None if trait == "no_email" else f"debtor{number:05d}@example.{'org' if number % 3 == 0 else 'com'}",
        "Phone": _phone(country, number),
        "Address": f"{street}{at}号" if speaks == "zh-CN" else f"{street}{at}號" if speaks == "zh-TW" else f"{at} {street}",
        "City": city,
        "Postal code": postal or None,
        "Country": country.code,
        "Region": region or None,
        "Time zone": None if trait == "no_zone" else zone,
        "Opted out channels": "email" if trait == "opted_out" else None,
        "Notes": "Asked not to be emailed at work." if trait == "opted_out" else None,
    }
    return Person(f"D-{number:05d}", country, row)
