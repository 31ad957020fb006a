"""The words that stand above the columns of banks' own lists, in English, German, Simplified and Traditional Chinese, by what the column holds."""

from __future__ import annotations

DATE, BOOKED, AMOUNT, CREDIT, DEBIT, DIRECTION = "Bank.Value date", "Bank.Booked on", "Bank.Amount", "Bank.Credit", "Bank.Debit", "Bank.Direction"
CURRENCY, PAYER, PAYER_ACCOUNT, REFERENCE = "Bank.Currency", "Bank.Payer", "Bank.Payer account", "Bank.Reference"
BANK_REFERENCE, BALANCE, ACCOUNT = "Bank.Bank reference", "Bank.Balance", "Bank.Account"

STATEMENT_WORDS: dict[str, tuple[str, ...]] = {
    DATE: (
        "value date", "date", "transaction date", "entry date", "date of transaction", "completed date", "trans date", "txn date", "wertstellung", "valuta",
        "valutadatum",
        "起息日", "交易日期", "日期", "交易时间", "记账时间", "入账日期", "到账日期", "交易日", "起息日期", "交易時間", "入帳日期", "入帳日", "帳務日期",
        "計息日",
    ),
    BOOKED: (
        "booking date", "posting date", "posted", "buchungstag", "buchungsdatum", "posted date", "记账日期", "记账日", "過帳日", "記帳日", "入账时间",
        "記帳日期",
    ),
    AMOUNT: ("amount", "transaction amount", "betrag", "umsatz", "value", "发生额", "交易金额", "金额", "發生額", "交易金額", "金額"),
    CREDIT: (
        "credit", "credit amount", "paid in", "money in", "deposit", "deposits", "incoming", "receipts", "haben", "gutschrift", "贷方发生额", "贷方金额",
        "贷方", "收入", "收入金额",
        "存入", "存入金额", "转入金额", "贷方发生额(收入)", "收款金额", "貸方金額", "貸方", "存入金額", "收入金額", "轉入金額",
    ),
    DEBIT: (
        "debit", "debit amount", "paid out", "money out", "withdrawal", "withdrawals", "outgoing", "payments", "soll", "lastschrift", "借方发生额",
        "借方金额", "借方", "支出",
        "支出金额", "支取", "支取金额", "转出金额", "借方发生额(支取)", "付款金额", "借方金額", "提出", "提出金額", "支出金額", "轉出金額",
    ),
    DIRECTION: (
        "debit/credit", "credit/debit", "cr/dr", "dr/cr", "d/c", "c/d", "type", "soll/haben", "debit/credit indicator", "credit debit indicator",
        "credit/debit indicator", "借贷标志",
        "借贷", "收支", "收/支", "收支类型", "借贷方向", "交易方向", "借貸", "借貸別", "收支別", "存提別",
    ),
    CURRENCY: ("currency", "ccy", "währung", "币种", "货币", "币别", "交易币种", "幣別", "幣種"),
    PAYER: (
        "payer", "payer name", "counterparty", "counterparty name", "name", "from", "remitter", "remitter name", "ordering party", "sender", "debtor name",
        "payee", "payee or payer",
        "beneficiary/payer", "auftraggeber", "auftraggeber/empfänger", "name zahlungsbeteiligter", "zahlungsbeteiligter", "begünstigter/zahlungspflichtiger",
        "对方户名", "对方名称", "对方单位名称", "付款人", "付款人名称", "对方账户名", "对方账户名称", "付款方", "付款方名称", "交易对手", "交易对方",
        "对手户名", "汇款人", "付款户名",
        "對方戶名", "對方名稱", "付款人名稱", "匯款人", "交易對象", "轉帳戶名", "匯款人姓名",
    ),
    PAYER_ACCOUNT: (
        "payer account", "counterparty account", "from account", "remitter account", "sender account", "counterparty iban", "iban zahlungsbeteiligter",
        "kontonummer/iban", "payer iban",
        "对方账号", "对方帐号", "付款账号", "付款人账号", "对方账户", "付款方账号", "对手账号", "對方帳號", "付款帳號", "轉出帳號", "對方帳戶", "匯款帳號",
    ),
    REFERENCE: (
        "reference", "description", "details", "transaction details", "narrative", "memo", "payment details", "remittance information", "particulars",
        "text", "purpose", "message",
        "payment reference", "your reference", "end to end id", "end-to-end id", "transaction description", "remarks", "note", "notes", "verwendungszweck",
        "buchungstext", "kundenreferenz",
        "摘要", "附言", "用途", "备注", "交易附言", "说明", "交易说明", "交易摘要", "留言", "转账附言", "備註", "附註", "摘要說明", "交易備註", "說明",
        "存摺摘要", "註記",
    ),
    BANK_REFERENCE: (
        "bank reference", "transaction id", "transaction number", "transaction reference", "bank ref", "transaction no", "reference no", "reference number",
        "ref no", "serial no", "fitid",
        "流水号", "交易流水号", "凭证号", "交易序号", "银行流水号", "业务流水号", "核心流水号", "交易编号", "流水號", "交易序號", "交易編號",
    ),
    BALANCE: (
        "balance", "running balance", "account balance", "closing balance", "saldo", "余额", "账户余额", "结余", "餘額", "帳戶餘額", "結餘",
        "saldo nach buchung",
    ),
    ACCOUNT: (
        "account", "account number", "account no", "own account", "iban", "auftragskonto", "本方账号", "账号", "账户", "本方帐号", "查询账号", "帳號",
        "本方帳號", "帳戶",
    ),
}  # fmt: skip
"""A word may be longer than the column it is over; brackets, blanks, case and width do not count."""

MONEY_IN = frozenset({
    "c", "cr", "crdt", "credit", "h", "haben", "+", "in", "incoming", "deposit", "贷", "贷方", "收", "收入", "转入", "存入", "进账", "存", "貸", "貸方",
    "轉入", "進帳",
})
MONEY_OUT = frozenset({
    "d", "dr", "dbit", "debit", "s", "soll", "-", "out", "outgoing", "withdrawal", "借", "借方", "支", "支出", "转出", "支取", "付", "提", "提出", "轉出",
})
"""From the bank's side, as its lists are: 贷 and Haben are money that came in."""

FIELDS: tuple[str, ...] = tuple(STATEMENT_WORDS)
