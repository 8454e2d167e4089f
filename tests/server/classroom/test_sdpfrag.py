"""Fragments of trickle ICE, well-formed and not; which ICE session a call means."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.classroom.webrtc.icesessions import begin, meant
from server.classroom.whip import mediaheaders
from server.classroom.whip.sdpfrag import MAX_SIZE, Fragment, parse, restarted, ufrag_of
from server.turn import IceServer

PWD = "P2uYro0UCOQ4zxjKXaWCBui1"
MEDIA = "audio 9 UDP/TLS/RTP/SAVPF 111 63"
WHOLE = (
    "a=ice-options:trickle ice2",
    "a=group:BUNDLE 0 1",
    f"m={MEDIA}",
    "a=mid:0",
    "a=ice-ufrag:EsAw",
    f"a=ice-pwd:{PWD}",
    "a=candidate:1387637174 1 udp 2122260223 192.0.2.1 61764 typ host generation 0 ufrag EsAw network-id 1",
    "a=candidate:3471623853 1 udp 2122194687 8a3f-1b.local 61765 typ host",
    "a=candidate:473322822 1 tcp 1518280447 2001:db8::1 9 typ host tcptype active",
    "a=end-of-candidates",
)
"""In the shape of RFC 9725's example."""


def text(*lines: str) -> str:
    return "".join(f"{line}\r\n" for line in lines)


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        (WHOLE, Fragment("EsAw", PWD, MEDIA, "0", 3)),
        (
            (*WHOLE, "m=video 9 RTP/AVP 0", "a=mid:1", "a=ice-ufrag:EsAw"),
            Fragment("EsAw", PWD, MEDIA, "0", 3),
        ),
        (("a=ice-ufrag:EsAw", f"a=ice-pwd:{PWD}"), Fragment("EsAw", PWD)),
        (("", "a=end-of-candidates", ""), Fragment()),
        ((), Fragment()),
    ],
)
def test_fragments(lines: tuple[str, ...], found: Fragment) -> None:
    assert parse(text(*lines)) == parse("\n".join(lines)) == found


@pytest.mark.parametrize(
    "lines",
    [
        ("hello",),
        ("a=ice-ufrag:EsAw",),
        (f"a=ice-pwd:{PWD}",),
        ("a=ice-ufrag:a b c", f"a=ice-pwd:{PWD}"),
        ("a=ice-ufrag:", "a=ice-pwd:"),
        ("a=ice-ufrag:EsAw", f"a=ice-pwd:{PWD}", "a=ice-ufrag:Other"),
        ("a=candidate:1 1 udp",),
        ("a=candidate:1 1 udp 1 host 99999999 typ host",),
        ("a=mid:a b",),
        ("m=audio",),
        ("m=audio 9 RTP/AVP 0\r a=x",),
        ("a=" + "x" * 2000,),
        tuple(["a=x"] * 301),
        tuple([WHOLE[6]] * 129),
        ("a=" + "x" * 900,) * (MAX_SIZE // 900 + 1),
    ],
)
def test_malformed_fragments(lines: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse(text(*lines))


@given(
    st.lists(
        st.sampled_from([*WHOLE, "m=a 1 b c", "a=mid:", "a=ice-pwd:x"]) | st.text(max_size=40), max_size=20
    )
)
def test_anything_is_a_fragment_or_a_value_error(lines: list[str]) -> None:
    try:
        asked = parse(text(*lines))
    except ValueError:
        return
    ours = restarted(asked, "ours", "p" * 24, ("1 1 udp 1 192.0.2.9 7000 typ host",))
    again = parse(ours)
    assert (again.ufrag, again.pwd, again.candidates) == ("ours", "p" * 24, 1)
    assert again.media == asked.media


def test_our_side_without_an_m_line() -> None:
    ours = restarted(Fragment("EsAw", PWD), "ours", "p" * 24, ())
    assert ours == text("a=ice-lite", "a=ice-ufrag:ours", f"a=ice-pwd:{'p' * 24}", "a=end-of-candidates")


@pytest.mark.parametrize(
    ("offer", "ufrag"),
    [
        ("v=0\r\na=ice-ufrag:EsAw\r\na=ice-ufrag:Two2\r\n", "EsAw"),
        ("v=0\na=ice-ufrag:a b\n", ""),
        ("v=0", ""),
    ],
)
def test_the_fragment_an_offer_names(offer: str, ufrag: str) -> None:
    assert ufrag_of(offer) == ufrag


def test_which_session_a_call_means() -> None:
    session = begin("abcd")
    tag = session.tag
    assert meant(session, tag, "abcd") == meant(session, f' "x" , {tag}', "") == "candidates"
    assert meant(session, tag, "efgh") == meant(session, " * ", "abcd") == "restart"
    assert meant(None, "*", "") == "restart"
    assert meant(None, tag, "abcd") == "other"
    for wrong in ('"x"', f"W/{tag}", tag.strip('"'), ""):
        assert meant(session, wrong, "abcd") == "other"
    newer = begin("efgh")
    assert (meant(newer, tag, "abcd"), meant(newer, newer.tag, "efgh")) == ("other", "candidates")


def test_turn_servers_are_linked() -> None:
    server = IceServer(
        ("turn:turn.truong.example:3478?transport=udp", "turns:turn.truong.example"), "1:a", "c2Vj"
    )
    first, second = mediaheaders.ice_links([server])
    assert first == (
        '<turn:turn.truong.example:3478?transport=udp>; rel="ice-server"; username="1:a"; credential="c2Vj"; '
        'credential-type="password"'
    )
    assert second.startswith("<turns:turn.truong.example>; ")
    assert mediaheaders.ice_links([]) == []
