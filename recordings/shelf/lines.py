"""Append-only files of checked lines: JSON, a space, the JSON's CRC-32 as 8 hex digits, a newline."""

import zlib


def line(text: bytes) -> bytes:
    """`text` without a newline in it."""
    return b"%s %08x\n" % (text, zlib.crc32(text))


def checked(data: bytes) -> tuple[list[bytes], int]:
    """The texts of the good lines at the begin, and how many bytes they take; a torn or damaged line ends them."""
    texts: list[bytes] = []
    end = 0
    while (newline := data.find(b"\n", end)) >= 0:
        text, space, check = data[end:newline].rpartition(b" ")
        if not space or check != b"%08x" % zlib.crc32(text):
            break
        texts.append(text)
        end = newline + 1
    return texts, end
