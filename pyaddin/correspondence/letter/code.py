"""The QR code of a payment slip: a SEPA transfer for euros into an IBAN (EPC069-12), else the office's payment page, else none."""

from __future__ import annotations

import io
from decimal import Decimal
from urllib.parse import quote, urlsplit

import segno
from segno import helpers

from pyaddin.records import dataclass

EPC_NAME = 70
EPC_TEXT = 140
EPC_MOST = Decimal("999999999.99")
URL_MOST = 400
FIELDS = ("reference", "amount", "currency")


@dataclass(frozen=True, slots=True)
class Code:
    """A code as an SVG picture. ``kind``: epc or url; ``text``: what a phone reads."""

    svg: str
    kind: str
    text: str


def payment_url(typed: str) -> str:
    """The address of the payment page as it is used. Raises ``ValueError``: not https, blanks, too long, a field that there is none of."""
    text = typed.strip()
    try:
        parts = urlsplit(text)
        named = text.format_map(dict.fromkeys(FIELDS, "x"))
    except (ValueError, KeyError, IndexError, AttributeError, TypeError):
        raise ValueError("only {reference}, {amount} and {currency} may stand in braces") from None
    if parts.scheme.lower() != "https" or not parts.hostname or not named.isascii() or not named.isprintable() or " " in named or "@" in parts.netloc:
        raise ValueError("it must be one address that begins with https://")
    if len(text) > URL_MOST:
        raise ValueError(f"it is longer than {URL_MOST} characters")
    return text


def _svg(made: segno.QRCode) -> str:
    out = io.BytesIO()
    made.save(out, kind="svg", border=4, xmldecl=False, svgclass=None, lineclass=None, omitsize=False)
    return out.getvalue().decode("utf-8")


def transfer(payee: str, iban: str, bic: str, amount: Decimal, reference: str) -> Code | None:
    """The code that a banking app reads as a filled transfer in euros; ``None`` when the amount cannot stand in one (zero, or a billion)."""
    if not Decimal("0.01") <= amount <= EPC_MOST:
        return None
    made = helpers.make_epc_qr(payee[:EPC_NAME], iban, amount, text=reference[:EPC_TEXT], bic=bic or None)
    return Code(_svg(made), "epc", iban)


def page(url: str, amount: Decimal, currency: str, reference: str) -> Code | None:
    """The code of the payment page; reference, amount and currency go where ``{reference}`` and so on stand. ``None`` for nothing to pay."""
    if amount <= 0:
        return None
    text = url.format_map({"reference": quote(reference, safe=""), "amount": format(amount, "f"), "currency": quote(currency, safe="")})
    return Code(_svg(segno.make(text, error="m", micro=False)), "url", text)
