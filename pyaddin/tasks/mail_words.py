"""What `mail-test` and `mail-password` say, in the three languages of the desk."""

from __future__ import annotations

from collections.abc import Mapping

from pyaddin.labels import language_index

_WORDS: Mapping[str, tuple[str, str, str]] = {
    "setup": ("Settings are complete: {found}.", "设置完整：{found}。", "設定完整：{found}。"),
    "secret": ("Password or token found ({found}).", "已找到密码或令牌（{found}）。", "已找到密碼或權杖（{found}）。"),
    "connect": ("Server reached, its certificate is good ({found}).", "已连接服务器，证书有效（{found}）。", "已連上伺服器，憑證有效（{found}）。"),
    "login": ("Login accepted ({found}).", "登录成功（{found}）。", "登入成功（{found}）。"),
    "address": ("Sender and recipient accepted ({found}).", "发件人和收件人已被接受（{found}）。", "寄件人和收件人已被接受（{found}）。"),
    "message": (
        "The server has taken the message over. Look into the mailbox: only there it can be seen that it arrived ({found}).",
        "服务器已接收邮件。请查看邮箱，只有在那里才能确认是否送达（{found}）。",
        "伺服器已接收郵件。請查看信箱，只有在那裡才能確認是否送達（{found}）。",
    ),
    "subject": ("Test of the mail account", "邮箱账户测试", "郵件帳戶測試"),
    "text": (
        "This message was sent by the collections ledger to test its mail account.\nNobody else received it.\n",
        "本邮件由催收台账发出，用于测试其邮箱账户。\n没有其他人收到它。\n",
        "本郵件由催收台帳寄出，用於測試其郵件帳戶。\n沒有其他人收到它。\n",
    ),
    "ask": (
        "Password of {user} at {host} (it is not shown while you type, and is kept in the keyring of this user, not in the workbook)",
        "{user}（{host}）的密码（输入时不显示；保存在本用户的密钥环中，不写入工作簿）",
        "{user}（{host}）的密碼（輸入時不顯示；保存在本使用者的鑰匙圈中，不寫入活頁簿）",
    ),
    "account-blank": ("no mail account is set up", "尚未设置邮箱账户", "尚未設定郵件帳戶"),
}


def words(key: str, language: str, **facts: str) -> str:
    """One sentence with its facts."""
    return _WORDS[key][language_index(language)].format(**facts)
