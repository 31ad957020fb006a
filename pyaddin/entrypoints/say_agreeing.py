"""What a clerk reads after an agreement was entered, signed or withdrawn, and when the versions of a plan are shown."""

from __future__ import annotations

from collections.abc import Mapping

from pyaddin.entrypoints.line import Row, plain, rows_of, table
from pyaddin.entrypoints.speech import Data, Speech, Table
from pyaddin.tasks.versions import COLUMNS

_WORDS: Table = {
    "plan": (
        "Plan {plan}, version {version}, is {status}: {total} {currency} in {count} from {first} to {last}{waived}.",
        "协议 {plan} 第 {version} 版，{status}：{total} {currency}，分 {count}，{first} 至 {last}{waived}。",
        "協議 {plan} 第 {version} 版，{status}：{total} {currency}，分 {count}，{first} 至 {last}{waived}。",
    ),
    "waived": (", {amount} waived", "，减免 {amount}", "，減免 {amount}"),
    "versions": ("{case} as of {on}, {currency}:", "{case}，截至 {on}，{currency}：", "{case}，截至 {on}，{currency}："),
    "contract": ("contract", "原合同", "原契約"), "name": ("{plan} v{version}", "{plan} 第 {version} 版", "{plan} 第 {version} 版"),
    "version": ("Version", "版本", "版本"), "no": ("No", "期次", "期別"), "due_on": ("Due on", "应付日", "應繳日"), "original": ("Original", "原定", "原定"),
    "revised": ("Revised", "调整后", "調整後"), "paid": ("Paid", "已付", "已繳"), "difference": ("Difference", "差额", "差額"),
    "status": ("Status", "状态", "狀態"),
}  # fmt: skip
_HEADER = ("version", "no", "due_on", *COLUMNS, "status")


def agree(data: Data, language: str) -> list[str]:
    """The plan in one sentence, where the case stands now, what is still needed, and the schedules side by side."""
    say = Speech(_WORDS, language)
    plan, said = data.get("plan"), []
    if isinstance(plan, Mapping):
        waived = say("waived", amount=plain(plan["waived"])) if plan.get("waived") and str(plan["waived"]).strip("0.,") else ""
        words = {"plan": "plan_id", "version": "version", "total": "total", "currency": "currency", "first": "first_due", "last": "ends_on"}
        facts = {name: plain(plan.get(key)) for name, key in words.items()}
        count, status = say.count(plan.get("count"), "installment"), say.code("PlanStatus", plan.get("status"))
        said.append(say("plan", status=status, count=count, waived=waived, **facts))
    said += [say.standing(case) for case in rows_of(data, "cases")]
    said += say.plain_notes(data, longest=600)
    return said + (_side_by_side(data, say) if rows_of(data, "versions") else [])


def versions(data: Data, language: str) -> list[str]:
    """The schedules of the case, one line per installment."""
    say = Speech(_WORDS, language)
    return [say("versions", case=plain(data["case_id"]), on=data["as_of"], currency=plain(data.get("currency"))), *_side_by_side(data, say)]


def _side_by_side(data: Data, say: Speech) -> list[str]:
    """Each version with its rows and sums; amounts as they come."""
    lines: list[list[object]] = []
    for version in rows_of(data, "versions"):
        name = _name_of(version, say)
        for row in rows_of(version, "rows"):
            status = say.code("InstallmentStatus", row.get("status"))
            lines.append([name, row.get("no"), row.get("due_on"), *(row.get(column) for column in COLUMNS), status])
        totals = version.get("totals")
        if isinstance(totals, Mapping):
            lines.append([name, "", "", *(totals.get(column) for column in COLUMNS), say.code("PlanStatus", version.get("status"))])
    return table(lines, say.header(*_HEADER))


def _name_of(version: Row, say: Speech) -> str:
    """How a version is called in a list: the contract, or the plan with its number."""
    return say("name", plan=plain(version["plan_id"]), version=plain(version.get("version"))) if version.get("plan_id") else say("contract")
