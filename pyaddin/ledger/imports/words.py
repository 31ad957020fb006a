"""The words that stand above the columns of lists, in English, Simplified and Traditional Chinese, by the ledger column they mean.

The contract's own headers are known besides. A word may stand under several columns (金额 is what falls due or what came in): then the other columns of the
sheet decide, and where they do not, the clerk is asked. ``Amount due`` and ``Legal ID`` are no columns of the ledger: the first is principal + interest + fee
of a row, the second tells two people of one name apart.
"""

from __future__ import annotations

AMOUNT_DUE = "Installments.Amount due"
LEGAL_ID = "Debtors.Legal ID"

WORDS: dict[str, tuple[str, ...]] = {
    "Debtors.Debtor ID": (
        "customer id", "customer no", "customer number", "client id", "client no", "client number", "debtor no", "debtor number", "borrower id", "borrower no",
        "cust id", "cust no", "customer code", "client code", "member id", "member no",
        "客户编号", "客户号", "客户代码", "客户ID", "债务人编号", "借款人编号", "会员编号", "会员号", "用户编号", "用户ID",
        "客戶編號", "客戶號", "客戶代碼", "客戶代號", "客戶ID", "債務人編號", "借款人編號", "會員編號", "會員號碼", "客編",
    ),
    LEGAL_ID: (
        "national id", "id number", "id card", "identity number", "passport no", "tax id", "registration number", "company number",
        "身份证号", "身份证号码", "身份证", "证件号码", "证件号", "统一社会信用代码", "社会信用代码", "营业执照号",
        "身分證字號", "身份證字號", "身分證號", "身分證", "統一編號", "統編", "居留證號", "證件號碼",
    ),
    "Debtors.Name": (
        "customer name", "customer", "client name", "client", "debtor", "debtor name", "borrower", "borrower name", "full name", "company name", "account name",
        "姓名", "客户姓名", "客户名称", "客户", "债务人", "债务人姓名", "债务人名称", "借款人", "借款人姓名", "户名", "欠款人", "单位名称", "公司名称", "名称",
        "客戶姓名", "客戶名稱", "客戶", "債務人", "債務人姓名", "債務人名稱", "借款人姓名", "戶名", "欠款人姓名", "公司名稱", "名稱",
    ),
    "Debtors.Kind": ("debtor type", "customer type", "client type", "客户类型", "债务人类型", "主体类型", "客戶類型", "客戶類別", "債務人類型", "身分別"),
    "Debtors.Language": ("preferred language", "letter language", "语言", "信函语言", "語言", "信函語言"),
    "Debtors.Preferred channel": (
        "channel", "contact channel", "contact preference", "preferred contact", "联系方式偏好", "首选渠道", "首选联系方式", "联系渠道",
        "聯絡方式偏好", "首選管道", "偏好聯絡方式", "聯絡管道",
    ),
    "Debtors.Email": (
        "e-mail", "mail", "email address", "e-mail address", "邮箱", "电子邮箱", "电子邮件", "邮件地址", "信箱", "電子郵件", "電子信箱", "郵箱", "電郵",
    ),
    "Debtors.Phone": (
        "telephone", "tel", "mobile", "cell", "phone no", "phone number", "mobile phone", "mobile no", "mobile number", "cell phone", "contact number",
        "电话", "手机", "手机号", "手机号码", "联系电话", "联系方式", "电话号码", "移动电话",
        "電話", "手機", "手機號碼", "聯絡電話", "聯繫電話", "連絡電話", "電話號碼", "行動電話",
    ),
    "Debtors.Address": (
        "street", "street address", "home address", "mailing address", "postal address", "address line 1",
        "地址", "住址", "联系地址", "通讯地址", "家庭住址", "户籍地址", "通訊地址", "聯絡地址", "住家地址", "戶籍地址",
    ),
    "Debtors.City": ("town", "city/town", "城市", "所在城市", "市", "縣市", "城市別"),
    "Debtors.Postal code": ("postcode", "zip", "zip code", "post code", "邮编", "邮政编码", "郵遞區號", "郵區"),
    "Debtors.Country": ("country code", "nation", "国家", "国家/地区", "国家或地区", "國家", "國別", "國家/地區", "國家或地區"),
    "Debtors.Region": ("state", "province", "state/province", "省", "省份", "州", "所在省", "省別"),
    "Debtors.Time zone": ("timezone", "tz", "时区", "時區"),
    "Debtors.Opted out channels": ("do not contact by", "opt out", "opted out", "拒绝渠道", "退订渠道", "拒絕管道", "拒收管道"),
    "Debtors.Notes": ("debtor notes", "customer notes", "客户备注", "债务人备注", "客戶備註", "債務人備註"),
    "Cases.Case ID": (
        "case no", "case number", "account no", "account number", "loan id", "loan no", "loan number", "contract no", "contract number", "agreement no",
        "agreement number", "invoice no", "invoice number", "debt no", "debt id", "reference no", "account", "case",
        "案件编号", "案件号", "案号", "合同号", "合同编号", "借据号", "借据编号", "贷款编号", "贷款账号", "借款编号", "账单号", "发票号", "发票号码", "账户", "账号", "订单号",
        "案件編號", "案件號", "案號", "合約號", "合約編號", "契約編號", "契約號碼", "借據號", "借據編號", "貸款編號", "貸款帳號", "帳單號碼", "發票號碼", "帳號", "帳戶", "訂單編號",
    ),
    "Cases.Product": (
        "product name", "product type", "loan type", "debt type", "goods", "description", "产品", "产品名称", "贷款产品", "业务品种", "业务类型", "贷款类型", "债务类型", "品名",
        "產品", "產品名稱", "貸款產品", "業務類型", "貸款類型", "債務類型", "商品",
    ),
    "Cases.Currency": ("ccy", "curr", "cur", "currency code", "币种", "币别", "货币", "幣別", "幣種", "貨幣"),
    "Cases.Opened on": (
        "opened", "open date", "opening date", "contract date", "agreement date", "loan date", "invoice date", "start date", "disbursement date", "date of contract",
        "合同日期", "签约日期", "签订日期", "借款日期", "贷款日期", "放款日期", "放款日", "起息日", "开户日期", "发票日期", "立案日期", "起始日期",
        "合約日期", "簽約日期", "簽訂日期", "借款日", "貸款日期", "撥款日期", "撥款日", "起息日期", "開戶日期", "契約日期", "起始日",
    ),
    "Cases.Owner": (
        "collector", "clerk", "agent", "handler", "assigned to", "account manager", "case owner", "催收员", "经办人", "负责人", "跟进人", "责任人", "承办人", "业务员",
        "催收員", "經辦人", "負責人", "承辦人", "承辦", "業務員",
    ),
    "Cases.Annual rate": ("late interest rate", "default interest rate", "penalty rate", "逾期年利率", "罚息年利率", "逾期利率", "罚息利率", "遲延利率", "逾期利率(年)"),
    "Cases.Day count": ("day count convention", "计息基准", "计息方式", "計息基準", "計息方式"),
    "Cases.Late fee": ("late fee per reminder", "催收费标准", "每次催告費"),
    "Cases.Notes": ("case notes", "remarks", "remark", "comments", "comment", "notes", "note", "memo", "备注", "案件备注", "说明", "備註", "備考", "案件備註", "說明"),
    "Installments.Plan ID": ("plan no", "plan number", "计划编号", "方案编号", "計畫編號", "方案編號"),
    "Installments.No": (
        "installment no", "installment number", "instalment no", "instalment number", "inst no", "period no", "term no",
        "期次", "期号", "第几期", "还款期次", "分期序号", "期別", "期號", "第幾期",
    ),
    "Installments.Due on": (
        "due date", "due", "date due", "payment due date", "payment due", "maturity", "maturity date", "expiry date", "deadline",
        "到期日", "到期日期", "应还日期", "应还日", "应还款日", "应还款日期", "还款日", "还款日期", "应付日", "应付日期", "付款期限", "还款截止日", "账单到期日", "约定还款日",
        "應還日期", "應還日", "應付日", "應繳日期", "應繳日", "繳款期限", "繳款日", "還款日", "還款日期", "應付日期", "付款期限", "繳費期限", "約定還款日",
    ),
    "Installments.Principal": (
        "principal due", "principal amount", "principal part", "capital", "本金", "应还本金", "本期本金", "逾期本金", "欠款本金", "應還本金", "應繳本金", "本期本金額", "積欠本金",
    ),
    "Installments.Interest": (
        "interest amount", "interest part", "contract interest", "利息", "应还利息", "本期利息", "应收利息", "應還利息", "應繳利息", "應收利息",
    ),
    "Installments.Fee": (
        "fees", "fee amount", "charges", "service fee", "费用", "手续费", "服务费", "应还费用", "管理费", "費用", "手續費", "服務費", "應繳費用", "管理費", "帳管費",
    ),
    AMOUNT_DUE: (
        "amount", "amount due", "installment amount", "instalment amount", "due amount", "total due", "invoice amount", "bill amount", "debt", "debt amount",
        "amount owed", "owed", "sum",
        "金额", "应还金额", "应还总额", "应还款额", "应付金额", "应收金额", "还款金额", "每期金额", "每期应还", "期供", "月供", "欠款", "欠款金额", "账单金额", "发票金额", "应还", "应还款金额",
        "金額", "應還金額", "應還總額", "應繳金額", "應付金額", "應收金額", "還款金額", "每期金額", "期付款", "月付金", "欠款金額", "帳單金額", "發票金額", "應繳", "應繳款",
    ),
    "Payments.Payment ID": (
        "payment no", "payment number", "receipt no", "receipt number", "transaction id", "transaction no", "txn id",
        "付款编号", "收款编号", "流水号", "交易流水号", "收据号", "回款编号", "付款編號", "收款編號", "流水號", "交易序號", "收據號碼",
    ),
    "Payments.Value date": (
        "payment date", "date paid", "paid date", "date of payment", "received on", "received date", "date received", "posting date", "transaction date",
        "booking date", "date",
        "付款日期", "还款日期", "还款日", "实还日期", "实际还款日", "实际还款日期", "到账日期", "入账日期", "收款日期", "交易日期", "回款日期", "付款时间", "日期",
        "還款日期", "還款日", "實還日期", "實際還款日", "入帳日期", "入帳日", "收款日期", "交易日", "繳款日", "實繳日期", "繳費日期", "匯款日期",
    ),
    "Payments.Amount": (
        "amount paid", "paid amount", "payment amount", "payment", "amount received", "received", "receipt amount", "credit amount", "amount",
        "付款金额", "还款金额", "实还金额", "实际还款金额", "已还金额", "到账金额", "入账金额", "收款金额", "交易金额", "回款金额", "金额",
        "付款金額", "還款金額", "實還金額", "已還金額", "入帳金額", "收款金額", "交易金額", "繳款金額", "實繳金額", "繳費金額", "匯款金額", "金額",
    ),
    "Payments.Method": (
        "payment method", "paid by", "mode of payment", "payment type", "付款方式", "还款方式", "支付方式", "收款方式", "还款渠道", "還款方式", "繳款方式", "收款方式別", "支付方式別",
    ),
    "Payments.Reference": (
        "payment reference", "payment ref", "bank reference", "bank ref", "ref", "ref no", "narrative", "statement text", "transaction reference",
        "摘要", "附言", "银行流水", "交易附言", "备注附言", "用途", "銀行附言", "交易備註", "銀行備註",
    ),
    "Payments.Reversed on": ("returned on", "reversal date", "chargeback date", "退款日期", "冲正日期", "撤销日期", "沖正日期", "退票日期"),
    "Payments.Notes": ("payment notes", "付款备注", "收款备注", "付款備註", "收款備註", "notes", "note", "备注", "備註", "remarks"),
}  # fmt: skip

COMPUTED: tuple[str, ...] = (
    "days past due", "days overdue", "days late", "dpd", "overdue days", "bucket", "aging", "ageing", "stage", "level", "status", "outstanding", "balance",
    "outstanding balance", "arrears", "overdue amount", "late interest", "interest due", "priority", "paid", "paid on", "remaining",
    "逾期天数", "账龄", "状态", "阶段", "剩余金额", "余额", "欠款余额", "剩余本金", "逾期金额", "逾期利息", "罚息", "还款状态", "是否逾期", "已还", "未还金额", "未还", "逾期期数",
    "逾期天數", "帳齡", "狀態", "階段", "剩餘金額", "餘額", "欠款餘額", "剩餘本金", "逾期金額", "逾期利息", "罰息", "還款狀態", "是否逾期", "已還", "未還金額", "未繳金額", "已繳",
    "逾期期數",
)  # fmt: skip
"""What the program works out itself from installments and payments: never taken from a list."""

AMBIGUOUS: dict[str, tuple[str, ...]] = {
    # the rate of the contract is not the rate of late interest
    "年利率": ("Cases.Annual rate",), "利率": ("Cases.Annual rate",), "interest rate": ("Cases.Annual rate",), "rate": ("Cases.Annual rate",),
    "apr": ("Cases.Annual rate",), "滞纳金": ("Cases.Late fee", "Installments.Fee"), "滯納金": ("Cases.Late fee", "Installments.Fee"),
    "违约金": ("Cases.Late fee", "Installments.Fee"), "違約金": ("Cases.Late fee", "Installments.Fee"), "late charge": ("Cases.Late fee", "Installments.Fee"),
    # a number of installments, or the number of one
    "期数": ("Installments.No",), "期數": ("Installments.No",), "period": ("Installments.No",), "installment": ("Installments.No",),
    # the sum lent is not what falls due
    "借款金额": (AMOUNT_DUE,), "贷款金额": (AMOUNT_DUE,), "合同金额": (AMOUNT_DUE,), "放款金额": (AMOUNT_DUE,), "贷款本金": ("Installments.Principal",),
    "借款金額": (AMOUNT_DUE,), "貸款金額": (AMOUNT_DUE,), "契約金額": (AMOUNT_DUE,), "合約金額": (AMOUNT_DUE,), "撥款金額": (AMOUNT_DUE,),
    "loan amount": (AMOUNT_DUE,), "contract amount": (AMOUNT_DUE,), "original amount": (AMOUNT_DUE,), "amount financed": (AMOUNT_DUE,),
}  # fmt: skip
"""Words that often mean something else than the nearest column: told with the columns that come into question, never taken by themselves."""

OTHER_PEOPLE: tuple[str, ...] = (
    "紧急", "联系人", "担保", "保证人", "配偶", "亲属", "父母", "共同借款", "同事", "工作单位", "单位电话", "单位地址", "公司电话", "公司地址",
    "緊急", "聯絡人", "聯繫人", "擔保", "保證人", "親屬", "連帶", "同事", "任職", "服務單位", "公司電話",
    "emergency", "guarantor", "spouse", "relative", "reference person", "co-borrower", "coborrower", "contact person", "employer", "next of kin", "workplace",
)  # fmt: skip
"""Columns about somebody else than the debtor: writing there would tell a third person of the debt."""

NOT_OURS: tuple[str, ...] = (
    "序号", "序號", "编号序列", "no.", "s/n", "serial", "serial no", "row", "item", "项次", "項次", "总期数", "總期數", "期数合计", "剩余期数", "剩餘期數", "日利率", "月利率",
    "daily rate", "monthly rate", "性别", "性別", "gender", "年龄", "年齡", "age", "合计", "合計", "total",
)  # fmt: skip
"""Columns that the ledger has no place for."""

OTHERWISE: tuple[str, ...] = (
    "last", "latest", "next", "previous", "promise", "promised", "birth", "birthday", "type", "status", "balance", "remaining", "paid", "unpaid", "overdue", "limit",
    "minimum", "manager", "grade", "rating", "bank", "since", "visit", "call", "contacted", "employer", "work", "placement", "assigned", "reason",
    "承诺", "最近", "最后", "上次", "上期", "下次", "下期", "出生", "类型", "状态", "余额", "剩余", "已还", "未还", "待还", "逾期起", "授信", "最低", "经理", "等级", "级别", "评分", "银行",
    "账单日", "还款账", "扣款", "委托", "委案", "委外", "跟进", "拜访", "联系日", "催收日", "工作", "原因", "累计", "结清",
    "承諾", "最後", "類型", "狀態", "餘額", "剩餘", "已還", "未還", "待還", "逾期起", "授信", "經理", "等級", "級別", "評分", "銀行", "扣款", "委託", "委案", "委外", "跟進", "拜訪",
    "聯絡日", "聯繫日", "催收日", "累計", "結清", "已繳", "未繳",
)  # fmt: skip
"""Words that turn a header into something else, though it holds a known word too: 承诺还款日 is no due date, Date of birth no value date. Not guessed from."""

TOTALS: tuple[str, ...] = ("合计", "合計", "总计", "總計", "小计", "小計", "共计", "共計", "total", "totals", "subtotal", "sub-total", "grand total", "sum", "本页合计", "本頁合計", "总额", "總額")
SUBTOTALS: tuple[str, ...] = ("小计", "小計", "subtotal", "sub-total", "本页合计", "本頁合計")

CURRENCIES: dict[str, str] = {
    "人民币": "CNY", "人民幣": "CNY", "rmb": "CNY", "cny": "CNY", "新台币": "TWD", "新臺幣": "TWD", "新台幣": "TWD", "台币": "TWD", "台幣": "TWD", "nt$": "TWD",
    "ntd": "TWD", "twd": "TWD", "港币": "HKD", "港幣": "HKD", "hk$": "HKD", "hkd": "HKD", "美元": "USD", "美金": "USD", "us$": "USD", "usd": "USD", "欧元": "EUR",
    "歐元": "EUR", "€": "EUR", "eur": "EUR", "英镑": "GBP", "英鎊": "GBP", "£": "GBP", "gbp": "GBP", "日元": "JPY", "日圓": "JPY", "jpy": "JPY",
}  # fmt: skip
"""Signs and names of one currency only; ￥ and 元 mean different ones in different places."""

COUNTRIES: dict[str, str] = {
    "中国": "CN", "中國": "CN", "中国大陆": "CN", "中國大陸": "CN", "china": "CN", "台湾": "TW", "台灣": "TW", "臺灣": "TW", "taiwan": "TW", "香港": "HK", "hong kong": "HK",
    "澳门": "MO", "澳門": "MO", "macau": "MO", "美国": "US", "美國": "US", "usa": "US", "united states": "US", "英国": "GB", "英國": "GB", "uk": "GB",
    "united kingdom": "GB", "great britain": "GB", "日本": "JP", "japan": "JP", "新加坡": "SG", "singapore": "SG", "德国": "DE", "德國": "DE", "germany": "DE",
    "法国": "FR", "法國": "FR", "france": "FR", "爱尔兰": "IE", "愛爾蘭": "IE", "ireland": "IE",
}  # fmt: skip

CODES: dict[str, dict[str, str]] = {
    "Debtors.Kind": {
        "个人": "consumer", "自然人": "consumer", "個人": "consumer", "person": "consumer", "individual": "consumer", "private": "consumer",
        "企业": "business", "公司": "business", "法人": "business", "单位": "business", "企業": "business", "company": "business", "firm": "business",
        "corporate": "business",
    },
    "Debtors.Language": {
        "英文": "en", "英语": "en", "英語": "en", "english": "en", "中文": "zh-CN", "简体": "zh-CN", "简体中文": "zh-CN", "zh": "zh-CN", "繁體": "zh-TW", "繁體中文": "zh-TW",
        "繁体中文": "zh-TW", "zh-hant": "zh-TW", "zh-hans": "zh-CN",
    },
    "Debtors.Preferred channel": {
        "邮件": "email", "电子邮件": "email", "邮箱": "email", "電子郵件": "email", "mail": "email", "e-mail": "email", "信函": "letter", "信件": "letter", "书信": "letter",
        "書信": "letter", "post": "letter", "短信": "sms", "简讯": "sms", "簡訊": "sms", "text": "sms", "电话": "call", "電話": "call", "phone": "call", "telephone": "call",
    },
}  # fmt: skip
"""Everyday words for codes in lists; the ledger's own codes and labels are read besides."""
