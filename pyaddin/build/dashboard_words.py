"""The words of the Dashboard in Simplified and Traditional Chinese; the English ones stand in ``dashboard``."""

from __future__ import annotations

from collections.abc import Mapping

from pyaddin.labels import language_index

_WORDS: Mapping[str, tuple[str, str]] = {
    "Cases in collection": ("催收中案件", "催收中案件"),
    "stages 1 to 5": ("阶段 1 至 5", "階段 1 至 5"),
    "Cases past due": ("逾期案件", "逾期案件"),
    "one day or more": ("一天及以上", "一天以上"),
    "Arrears": ("拖欠金额", "積欠金額"),
    "Missed installments": ("逾期未付分期", "逾期未繳分期"),
    "due and not fully paid": ("到期未付清", "到期未繳清"),
    "Open promises": ("待兑现承诺", "待兌現承諾"),
    "to be judged when due": ("到期后判定", "到期後判定"),
    "Open holds": ("生效中的暂停", "生效中的暫停"),
    "stops in force": ("正在生效", "正在生效"),
    "To approve or check": ("待放行或核对", "待放行或核對"),
    "queued tasks, doubtful sends": ("待办任务与存疑发送", "待辦任務與存疑寄送"),
    "Ageing: cases by days past due": ("账龄：按逾期天数的案件", "帳齡：按逾期天數的案件"),
    "Bucket": ("账龄区间", "帳齡區間"),
    "Cases": ("案件数", "案件數"),
    "Share": ("占比", "占比"),
    "Total": ("合计", "合計"),
    "Stages of the work": ("工作阶段", "工作階段"),
    "Stage": ("阶段", "階段"),
    "Not in collection": ("未进入催收", "未進入催收"),
    "Promises and plans": ("承诺与协议", "承諾與協議"),
    "Status": ("状态", "狀態"),
    "Promises": ("承诺", "承諾"),
    "Plans": ("协议", "協議"),
    "Money by currency": ("按币种的金额", "按幣別的金額"),
    "Currency": ("币种", "幣別"),
    "Past due": ("逾期", "逾期"),
    "Interest due": ("逾期利息", "逾期利息"),
    "Fees due": ("费用", "費用"),
    "Outstanding": ("未清总额", "未清總額"),
    "Other": ("其他", "其他"),
    "Week by week (number)": ("逐周（笔数）", "逐週（筆數）"),
    "Week ending": ("周末日", "週末日"),
    "Payments": ("付款", "款項"),
    "Promises due": ("承诺到期", "承諾到期"),
    "Rows due": ("分期到期", "分期到期"),
    "Cases by days past due": ("按逾期天数的案件", "按逾期天數的案件"),
    "Cases by stage": ("按阶段的案件", "按階段的案件"),
    "Payments and promises, week by week": ("逐周付款与承诺", "逐週款項與承諾"),
    "Number of cases in each range of days past due": ("各逾期天数区间的案件数", "各逾期天數區間的案件數"),
    "Number of cases in each stage": ("各阶段的案件数", "各階段的案件數"),
    "Payments and promises by week": ("逐周的付款与承诺", "逐週的款項與承諾"),
    "Collections dashboard": ("催收看板", "催收儀表板"),
    "Computed as of": ("计算截至", "計算截至"),
    "no run yet": ("尚未执行", "尚未執行"),
    "in ": ("币种 ", "幣別 "),
    ", the most used currency": ("（使用最多）", "（使用最多）"),
    "Arrears in ": ("拖欠金额仅含 ", "積欠金額僅含 "),
    " only; the other currencies stand below.": ("；其他币种见下方。", "；其他幣別見下方。"),
    "Partly kept": ("部分兑现", "部分兌現"),
}


def in_words(english: str, language: str) -> str:
    """A word of the Dashboard in a language of the ledger. Raises ``KeyError`` for a word that has no translation."""
    place = language_index(language)
    return english if place == 0 or not english else _WORDS[english][place - 1]
