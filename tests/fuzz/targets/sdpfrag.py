"""Trickle ICE fragments: what is repeated in our answer are single lines of checked tokens."""

from server.classroom.whip import sdpfrag

LONGEST = 4000


def one(data: bytes) -> None:
    text = data.decode(errors="replace")
    found = sdpfrag.ufrag_of(text)
    assert found == "" or found in text
    try:
        asked = sdpfrag.parse(text)
    except ValueError as error:
        assert len(str(error)) < 200
        return
    answer = sdpfrag.restarted(asked, "ours", "p" * 24, ["1 1 udp 1 192.0.2.1 7000 typ host"])
    assert answer.count("a=ice-ufrag:") == answer.count("a=ice-pwd:") == answer.count("a=candidate:") == 1
    assert len(answer.splitlines()) <= 8
    again = sdpfrag.parse(answer)
    assert (again.ufrag, again.media, again.mid) == ("ours", asked.media, asked.mid if asked.media else "")


_SECTION = b"m=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=mid:0\r\n"
SEEDS = [
    b"a=ice-ufrag:abcd\r\na=ice-pwd:" + b"x" * 24 + b"\r\na=group:BUNDLE 0\r\n" + _SECTION,
    b"a=ice-options:trickle\r\n" + _SECTION + b"a=candidate:1 1 UDP 2130706431 192.0.2.7 50000 typ host\r\n",
    _SECTION + b"a=candidate:2 1 tcp 9 fe80::1 9 typ host tcptype active\r\na=end-of-candidates\r\n",
]
