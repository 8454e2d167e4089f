"""Links as they are printed: whole, and as a QR picture."""

import segno

from server.http.call import Call


def whole(call: Call, path: str) -> str:
    """With the school's address, or the one by which the caller reached us."""
    return (call.deps.settings.public_url or f"{call.request.scheme}://{call.request.host}") + path


def qr(url: str) -> str:
    """A picture as a data: address, black on white with the quiet zone (ISO/IEC 18004 §9.1)."""
    return segno.make(url, error="m", micro=False).svg_data_uri(border=4, light="white")
