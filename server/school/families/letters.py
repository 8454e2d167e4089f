"""A notice as a plain e-mail (RFC 5322). Pure: what people typed never becomes a header of its own."""

from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP

from msgspec import Struct

FOOT = "Thư gửi tự động, xin không trả lời. Địa chỉ này do gia đình ghi ở trang dành cho gia đình và xóa được ở đó."


class Letter(Struct, frozen=True):
    """What is told; `title` is one line."""

    school: str
    title: str
    text: str
    link: str


def message(letter: Letter, sender: str, address: str, message_id: str, date: str) -> EmailMessage:
    """One letter to one family. Raises ValueError: an address or a title that fits in no header."""
    made = EmailMessage(policy=SMTP)
    made["From"] = Address(letter.school, addr_spec=sender)
    made["To"] = Address(addr_spec=address)
    made["Subject"] = letter.title
    made["Date"] = date
    made["Message-ID"] = message_id
    made["Auto-Submitted"] = "auto-generated"  # RFC 3834: nobody's holiday answer comes back
    parts = [letter.title, letter.text, letter.link, f"{letter.school}\n{FOOT}".strip()]
    made.set_content("\n\n".join(part for part in parts if part) + "\n")
    return made
