"""Whose debt each row is: debtors and cases found by their own ids, else by what makes two people one, never by a name alone.

A debtor without an id is found by the case that is in the ledger, by a legal id, or by name together with phone or email. Otherwise a new id is derived
from what identifies the person in the list, so that the same list gives the same ids whenever it is read.
"""

from __future__ import annotations

import hashlib
import re
from base64 import b32encode
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from pyaddin.ledger.cells import folded
from pyaddin.ledger.imports.records import Bundle
from pyaddin.ledger.rows import TypedLedger

Contact = tuple[str, str, str]
"""Folded name, kind of address, and the address in one spelling."""

_SAME = "It names debtor {other} in the ledger; a list does not move a debt to another person. Correct the id, or change it on the sheet Cases."


def derived_id(prefix: str, *parts: str) -> str:
    """A stable id from what identifies a person or a debt in a list (``D-7KQ2M9XA``): the same parts always give the same id."""
    digest = hashlib.sha256("|".join(parts).encode("utf-8", "surrogatepass")).digest()
    return f"{prefix}-{b32encode(digest).decode()[:8]}"


def contacts_of(values: Mapping[str, object]) -> list[Contact]:
    """What makes two rows without an id one person: the name with a phone or an email address."""
    name = folded(str(values.get("Name") or ""))
    if not name:
        return []
    phone = re.sub(r"\D", "", str(values.get("Phone") or "")).lstrip("0")
    email = folded(str(values.get("Email") or ""))
    return [(name, kind, address) for kind, address in (("phone", phone), ("email", email)) if address]


class People:
    """The debtors and cases that are known: those of the ledger, and those that the list names by id."""

    def __init__(self, typed: TypedLedger) -> None:
        self.case_debtor = {str(row.values["Case ID"]): str(row.values["Debtor ID"]) for row in typed.tables["Cases"]}
        self.in_ledger = dict(self.case_debtor)
        self._owned: dict[str, list[str]] = {}
        self._counted = 0
        self.ended = {str(row.values["Case ID"]) for row in typed.tables["Cases"] if row.values["Outcome"] not in (None, "CURED")}
        self.by_contact: dict[Contact, set[str]] = defaultdict(set)
        for row in typed.tables["Debtors"]:
            for contact in contacts_of(row.values):
                self.by_contact[contact].add(str(row.values["Debtor ID"]))

    def cases_of(self, debtor_id: str) -> list[str]:
        """The debtor's cases to which money may go, those of this list included; ended ones only where there is no other."""
        if self._counted != len(self.case_debtor):  # cases are added while the list is read, and none is moved
            self._owned, self._counted = {}, len(self.case_debtor)
            for case_id, owner in self.case_debtor.items():
                self._owned.setdefault(owner, []).append(case_id)
        every = self._owned.get(debtor_id, [])
        return [case_id for case_id in every if case_id not in self.ended] or every


def identify(bundles: Sequence[Bundle], people: People) -> list[str]:
    """Gives every bundle its debtor and case; what cannot be told apart is refused. Returns what the clerk should know."""
    for bundle in bundles:
        bundle.case_id = str(bundle.case.get("Case ID") or "")
        bundle.debtor_id = str(bundle.debtor.get("Debtor ID") or "")
    _check_owners(bundles, people)
    for bundle in bundles:
        if bundle.debtor_id and bundle.case_id and "Payments" not in bundle.tables:
            people.case_debtor.setdefault(bundle.case_id, bundle.debtor_id)
        if bundle.debtor_id:
            for contact in contacts_of(bundle.debtor):
                people.by_contact[contact].add(bundle.debtor_id)
    open_ones = [bundle for bundle in bundles if not bundle.debtor_id]
    derived = _join(open_ones, people)
    told = _name_cases(bundles, people)
    if derived:
        told.append(f"Debtors without an id in the list: {derived}, found by case, legal id, or name with phone or email; each new one got an id of its own.")
    return told


def _check_owners(bundles: Sequence[Bundle], people: People) -> None:
    """A case that two debtors claim, in the list or against the ledger, is refused."""
    claimed: dict[str, set[str]] = defaultdict(set)
    for bundle in bundles:
        if bundle.case_id and bundle.debtor_id:
            claimed[bundle.case_id].add(bundle.debtor_id)
    for bundle in bundles:
        owners = claimed.get(bundle.case_id, set())
        known = people.case_debtor.get(bundle.case_id)
        if bundle.debtor_id and known is not None and known != bundle.debtor_id:
            bundle.refuse("E-CONFLICT", "Debtors.Debtor ID", bundle.debtor_id, _SAME.format(other=known))
        elif len(owners) > 1:
            bundle.refuse("E-CONFLICT", "Debtors.Debtor ID", bundle.debtor_id, f"Case {bundle.case_id} stands with debtors {', '.join(sorted(owners))}.")


def _join(bundles: Sequence[Bundle], people: People) -> int:
    """Finds or makes the debtors of bundles that name none; the number of debtors found so."""
    groups = _groups(bundles)
    made = 0
    for group in groups:
        links = {people.case_debtor[bundle.case_id] for bundle in group if bundle.case_id in people.case_debtor}
        legal = sorted({bundle.legal_id for bundle in group if bundle.legal_id})
        near = {found for bundle in group for contact in contacts_of(bundle.debtor) for found in people.by_contact.get(contact, ())}
        known = links or ({derived_id("D", "legal", legal[0])} if legal else set()) or near
        if len(legal) > 1 or len(known) > 1:
            words = f"It fits several debtors: {', '.join(sorted(known) or legal)}. Add a column with the debtor's id."
            for bundle in group:
                bundle.refuse("E-IDENTITY", "Debtors.Name", bundle.debtor.get("Name"), words)
            continue
        debtor_id = next(iter(known), "") or _new_id(group)
        for bundle in group:
            bundle.debtor_id = debtor_id
            if bundle.case_id and debtor_id and "Payments" not in bundle.tables:
                people.case_debtor.setdefault(bundle.case_id, debtor_id)
        made += bool(debtor_id)
    return made


def _groups(bundles: Sequence[Bundle]) -> list[list[Bundle]]:
    """Bundles that are one person: the same case, legal id, or name with phone or email."""
    leader: dict[int, int] = {number: number for number in range(len(bundles))}

    def top(number: int) -> int:
        while leader[number] != number:
            leader[number] = leader[leader[number]]
            number = leader[number]
        return number

    first: dict[tuple[str, ...], int] = {}
    for number, bundle in enumerate(bundles):
        keys: list[tuple[str, ...]] = [("case", bundle.case_id)] if bundle.case_id else []
        if bundle.legal_id:
            keys.append(("legal", bundle.legal_id))
        else:
            keys += contacts_of(bundle.debtor)
        for key in keys:
            leader[top(number)] = top(first.setdefault(key, number))
    grouped: dict[int, list[Bundle]] = defaultdict(list)
    for number, bundle in enumerate(bundles):
        grouped[top(number)].append(bundle)
    return list(grouped.values())


def _new_id(group: Sequence[Bundle]) -> str:
    """The id of a debtor whom nobody knows yet; blank, and refused, where only a name is there."""
    contacts = sorted(contact for bundle in group for contact in contacts_of(bundle.debtor))
    cases = sorted(bundle.case_id for bundle in group if bundle.case_id)
    if contacts:
        return derived_id("D", *contacts[0])
    if cases:
        return derived_id("D", "case", cases[0])
    for bundle in group:
        advice = "A name alone does not tell two people apart: add a column with the debtor's or the case's id, or with phone or email."
        bundle.refuse("E-IDENTITY", "Debtors.Name", bundle.debtor.get("Name"), advice)
    return ""


def _name_cases(bundles: Iterable[Bundle], people: People) -> list[str]:
    """An id for debts that the list gives none: derived from debtor, product and date."""
    times: Counter[tuple[str, ...]] = Counter()
    made = 0
    for bundle in bundles:
        if bundle.case_id or not bundle.debtor_id or not (bundle.installments or "Cases" in bundle.tables and bundle.case):
            continue
        opened = bundle.case.get("Opened on") if "Cases.Opened on" in bundle.columns else None
        due = min((value for part in bundle.installments if isinstance(value := part.get("Due on"), date)), default=None)
        basis = (bundle.debtor_id, str(bundle.case.get("Product") or ""), str(opened or due or ""))
        if opened is None:
            times[basis] += 1
        bundle.case_id = derived_id("C", *basis, str(times[basis]))
        people.case_debtor.setdefault(bundle.case_id, bundle.debtor_id)
        made += 1
    return [f"{made} rows name no case: an id was derived from debtor, product and date."] if made else []
