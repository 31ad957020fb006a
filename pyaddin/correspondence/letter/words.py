"""The program's own words on a letter, in the three languages: what stands beside the address, on the payment slip and at the foot."""

from __future__ import annotations

WORDS: dict[str, dict[str, str]] = {
    "en": {
        "date": "Date", "reference": "Our reference", "contact": "Contact", "phone": "Phone", "email": "Email", "counted": "Payments up to",
        "remark": "Private and confidential",
        "page": "Page {page} of {pages}", "slip": "Payment slip", "payee": "Pay to", "account": "IBAN", "bank": "BIC", "amount": "Amount",
        "quote": "Please quote", "pay_by": "Please pay by", "payer": "For", "url": "Pay online",
        "epc_caption": "Scan with your banking app", "url_caption": "Scan to open our payment page",
        "code_alt": "QR code for the payment of {amount}, reference {reference}", "title": "Letter, reference {reference}",
    },
    "zh-CN": {
        "date": "日期", "reference": "编号", "contact": "联系人", "phone": "电话", "email": "电子邮箱", "counted": "款项统计截至",
        "remark": "私人密件",
        "page": "第 {page} 页，共 {pages} 页", "slip": "付款单", "payee": "收款人", "account": "IBAN", "bank": "BIC", "amount": "金额",
        "quote": "付款时请注明", "pay_by": "请最迟于此日付款", "payer": "付款人", "url": "网上付款",
        "epc_caption": "请用手机银行扫码付款", "url_caption": "扫码打开付款页面",
        "code_alt": "付款二维码：{amount}，编号 {reference}", "title": "信函，编号 {reference}",
    },
    "zh-TW": {
        "date": "日期", "reference": "編號", "contact": "聯絡人", "phone": "電話", "email": "電子郵件", "counted": "款項統計截至",
        "remark": "私人密件",
        "page": "第 {page} 頁，共 {pages} 頁", "slip": "繳款單", "payee": "收款人", "account": "IBAN", "bank": "BIC", "amount": "金額",
        "quote": "繳款時請註明", "pay_by": "請最遲於此日繳款", "payer": "繳款人", "url": "線上繳款",
        "epc_caption": "請用行動銀行掃碼繳款", "url_caption": "掃碼開啟繳款頁面",
        "code_alt": "繳款 QR 碼：{amount}，編號 {reference}", "title": "信函，編號 {reference}",
    },
}  # fmt: skip


def words(language: str) -> dict[str, str]:
    """The words of a language; English where there are none."""
    return WORDS.get(language, WORDS["en"])
