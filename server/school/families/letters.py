"""A notice, or what a teacher is told of a change of day, as a plain e-mail (RFC 5322). Pure: what people typed never
becomes a header of its own."""

from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP

from msgspec import Struct

FOOT = "Thư gửi tự động, xin không trả lời. Địa chỉ này do gia đình ghi ở trang dành cho gia đình và xóa được ở đó."
STAFF_FOOT = (
    "Thư gửi tự động, xin không trả lời. Địa chỉ này do nhà trường ghi trong danh sách cán bộ, giáo viên."
)


class Letter(Struct, frozen=True):
    """What is told; `title` is one line."""

    school: str
    title: str
    text: str
    link: str
    foot: str = FOOT


def foot_for(kind: str | None) -> str:
    """By the kind of the person a letter is for; None: it is for a class or the school, so for families."""
    return FOOT if kind in (None, "student") else STAFF_FOOT


def message(letter: Letter, sender: str, address: str, message_id: str, date: str) -> EmailMessage:
    """One letter to one address. Raises ValueError: an address or a title that fits in no header."""
    made = EmailMessage(policy=SMTP)
    made["From"] = Address(letter.school, addr_spec=sender)
    made["To"] = Address(addr_spec=address)
    made["Subject"] = letter.title
    made["Date"] = date
    made["Message-ID"] = message_id
    made["Auto-Submitted"] = "auto-generated"  # RFC 3834: nobody's holiday answer comes back
    parts = [letter.title, letter.text, letter.link, f"{letter.school}\n{letter.foot}".strip()]
    made.set_content("\n\n".join(part for part in parts if part) + "\n")
    return made
