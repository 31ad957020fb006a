"""What a cell says when it refuses something typed, in three languages; Excel shows at most 255 characters of a message and 32 of a title."""

from __future__ import annotations

from collections.abc import Mapping

from pyaddin.labels import Words, language_index

TITLES: Mapping[str, Words] = {
    "id-unknown": ("Unknown id", "编号不存在", "編號不存在"),
    "id-used": ("Id already used", "编号已被使用", "編號已被使用"),
    "currency": ("Not a currency code", "币种代码有误", "幣別代碼有誤"),
    "country": ("Not a country code", "国家代码有误", "國家代碼有誤"),
    "long": ("Text too long", "文字过长", "文字過長"),
    "codes": ("Unknown word", "无法识别的词", "無法辨識的詞"),
    "whole": ("Whole number needed", "需要整数", "需要整數"),
    "rate": ("Rate needed", "需要利率", "需要利率"),
    "amount": ("Amount needed", "需要金额", "需要金額"),
    "number": ("Number needed", "需要数字", "需要數字"),
    "computed": ("Computed by the program", "由程序计算", "由程式計算"),
    "as-of": ("Written by the program", "由程序写入", "由程式寫入"),
    "list": ("Not in the list", "不在列表中", "不在清單中"),
    "date": ("Date needed", "需要日期", "需要日期"),
    "instant": ("Date and time needed", "需要日期和时间", "需要日期和時間"),
    "time": ("Time needed", "需要时间", "需要時間"),
}

MESSAGES: Mapping[str, Words] = {
    "id-unknown": (
        "No row of {sheet} has this id. Keep it only if you will add that row.",
        "“{sheet}”表中没有这个编号。只有准备补上该行时才保留。",
        "「{sheet}」表中沒有這個編號。只有準備補上該列時才保留。",
    ),
    "id-used": (
        "Another row has this {column} already, or it is too long. Every row needs its own.",
        "另一行已使用该{column}，或编号过长。每行须有自己的编号。",
        "另一列已使用該{column}，或編號過長。每列須有自己的編號。",
    ),
    "currency": ("Type 3 capital letters: CNY, TWD, USD, EUR ...", "请输入三个大写字母：CNY、TWD、USD、EUR……", "請輸入三個大寫字母：TWD、CNY、USD、EUR……"),
    "country": ("Type 2 capital letters: CN, TW, HK, GB, US, DE ...", "请输入两个大写字母：CN、TW、HK、GB、US、DE……", "請輸入兩個大寫字母：TW、CN、HK、GB、US、DE……"),
    "long": (
        "At most {most} characters. Longer texts belong in a document.",
        "最多 {most} 个字符。更长的内容请放在文件里。",
        "最多 {most} 個字元。更長的內容請放在文件裡。",
    ),
    "short-long": ("At most {most} characters.", "最多 {most} 个字符。", "最多 {most} 個字元。"),
    "codes": ("Use these words, separated by commas: {words}.", "请用以下词语，以顿号或逗号分隔：{words}。", "請用以下詞語，以頓號或逗號分隔：{words}。"),
    "whole": ("Type a whole number of at least {least}.", "请输入不小于 {least} 的整数。", "請輸入不小於 {least} 的整數。"),
    "whole-or-blank": ("Type a whole number, or leave the cell blank.", "请输入整数，或留空。", "請輸入整數，或留空。"),
    "number-or-blank": ("Type a plain number of zero or more, or leave it blank.", "请输入零或正数，或留空。", "請輸入零或正數，或留空。"),
    "rate": ("Type a rate a year such as 12% (or 0.12).", "请输入年利率，如 12%（或 0.12）。", "請輸入年利率，如 12%（或 0.12）。"),
    "amount-signed": (
        "Type a plain amount; + raises the debt, - lowers it.",
        "请输入金额；正数增加欠款，负数减少欠款。",
        "請輸入金額；正數增加欠款，負數減少欠款。",
    ),
    "amount-positive": ("Type a plain amount above zero, without currency words.", "请输入大于零的金额，不带货币文字。", "請輸入大於零的金額，不帶幣別文字。"),
    "amount": ("Type a plain amount of zero or more, without currency words.", "请输入零或正的金额，不带货币文字。", "請輸入零或正的金額，不帶幣別文字。"),
    "computed": (
        "This cell is written by the program at each run. Nothing typed here is used.",
        "此单元格由程序在每次执行时写入，手动输入不会被采用。",
        "此儲存格由程式在每次執行時寫入，手動輸入不會被採用。",
    ),
    "as-of": ("The date of the last run; it cannot be typed.", "上次执行的截至日，不能手动输入。", "上次執行的截至日，不能手動輸入。"),
    "list": (
        "Choose a word from the drop-down list. Its code may be typed as well.",
        "请从下拉列表中选择，也可以输入代码。",
        "請從下拉清單中選擇，也可以輸入代碼。",
    ),
    "date": (
        "Type a real date between 1990 and 2100, for example 2026-11-23.",
        "请输入 1990 至 2100 年间的日期，例如 2026-11-23。",
        "請輸入 1990 至 2100 年間的日期，例如 2026-11-23。",
    ),
    "instant": ("Type a date and time, for example 2026-11-23 14:30.", "请输入日期和时间，例如 2026-11-23 14:30。", "請輸入日期和時間，例如 2026-11-23 14:30。"),
    "time": ("Type the time as hh:mm, for example 10:00.", "请按 hh:mm 输入时间，例如 10:00。", "請按 hh:mm 輸入時間，例如 10:00。"),
}


def words(table: Mapping[str, Words], key: str, language: str, **facts: object) -> str:
    """A title or message in a language with its facts filled in."""
    return table[key][language_index(language)].format(**facts)
