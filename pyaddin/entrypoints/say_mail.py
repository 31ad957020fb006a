"""What a clerk reads after the mail account was tried or its password stored."""

from __future__ import annotations

from pyaddin.entrypoints.line import plain, rows_of
from pyaddin.entrypoints.speech import Data, Speech, Table

_WORDS: Table = {
    "test": ("Test message to {to} by {account}:", "向 {to} 发送测试邮件，经 {account}：", "向 {to} 寄送測試郵件，經 {account}："),
    "ok": ("ok", "成功", "成功"), "no": ("NO", "失败", "失敗"),
    "kept": (
        "The password of {user} at {host} is kept in the keyring of this user. Try it with `mail-test`.",
        "{user}（{host}）的密码已存入当前用户的密钥环。请用 `mail-test` 试发。", "{user}（{host}）的密碼已存入目前使用者的金鑰圈。請用 `mail-test` 試寄。",
    ),
}  # fmt: skip


def mail_test(data: Data, language: str) -> list[str]:
    """Each step of the trial, and what to do where it ended."""
    say = Speech(_WORDS, language)
    said = [say("test", to=plain(data["to"]), account=plain(data["account"], 300))]
    for row in rows_of(data, "steps"):
        said.append(f"  {say('ok' if row['ok'] else 'no')}  {plain(row['said'], 400)}")
        if row["advice"]:
            said.append(f"      {say.note(row['advice'])}")
    return said


def mail_password(data: Data, language: str) -> list[str]:
    """Whose password is kept now."""
    return [Speech(_WORDS, language)("kept", user=plain(data["user"]), host=plain(data["host"]))]
