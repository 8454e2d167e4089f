import pytest
from hypothesis import given
from hypothesis import strategies as st

from sfu.sdp import text
from sfu.sdp.text import BadSdp, parse
from tests.sfu.sdp.offers import NAMES, recorded

SMALL = (
    "v=0\r\ns=-\r\na=group:BUNDLE 0\r\n"
    "m=audio 9/2 UDP/TLS/RTP/SAVPF 111 0\r\na=mid:0\r\na=sendonly\r\na=x:1\r\na=x: 2 \r\n"
)


def test_sections_and_attributes() -> None:
    description = parse(SMALL)
    assert description.session.first("group") == "BUNDLE 0"
    [section] = description.sections
    assert (section.kind, section.port, section.proto, section.formats) == (
        "audio",
        9,
        "UDP/TLS/RTP/SAVPF",
        ("111", "0"),
    )
    assert "sendonly" in section.attributes and "recvonly" not in section.attributes
    assert section.attributes.first("sendonly") == "" and section.attributes.first("none") is None
    assert section.attributes.all("x") == ["1", "2"]


def test_bare_newlines_are_taken() -> None:
    assert parse(SMALL.replace("\r\n", "\n")) == parse(SMALL)


@pytest.mark.parametrize("name", NAMES)
def test_real_offers_parse(name: str) -> None:
    assert len(parse(recorded(name)).sections) in (2, 3)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        "v=1\r\n",
        "hello",
        "v=0\r\nnonsense\r\n",
        "v=0\r\nA=upper:1\r\n",
        "v=0\r\na=nul:\x00\r\n",
        "v=0\r\na=carriage:\rreturn\r\n",
        "v=0\r\n\r\na=gap\r\n",
        "v=0\r\na=" + "x" * text.MAX_LINE,
        "v=0\r\n" + "a=x\r\n" * text.MAX_LINES,
        "v=0\r\n" + "a=x:" + "y" * text.MAX_SIZE,
        "v=0\r\n" + "m=audio 9 RTP/SAVPF 0\r\n" * (text.MAX_SECTIONS + 1),
        "v=0\r\nm=audio 9 RTP/SAVPF\r\n",
        "v=0\r\nm=audio\r\n",
        "v=0\r\nm=audio 65536 RTP/SAVPF 0\r\n",
        "v=0\r\nm=audio -1 RTP/SAVPF 0\r\n",
        "v=0\r\nm=audio ９ RTP/SAVPF 0\r\n",
        "v=0\r\nm=audio 9 RTP/SAVPF 0:0\r\n",
        "v=0\r\nm=au<dio 9 RTP/SAVPF 0(\r\n",
        "v=0\r\nm=audio 9 RTP;SAVPF 0\r\n",
        "v=0\r\nm=audio 9 RTP/SAVPF " + "x" * (text.MAX_TOKEN + 1) + "\r\n",
        "v=0\r\nm=audio 9 RTP/SAVPF" + " 1" * (text.MAX_FORMATS + 1) + "\r\n",
    ],
)
def test_malformed_or_too_much(text: str) -> None:
    with pytest.raises(BadSdp):
        parse(text)


def test_the_caps_themselves_pass() -> None:
    sections = "m=audio 9 RTP/SAVPF 0\r\n" * text.MAX_SECTIONS
    assert (
        len(parse("v=0\r\na=" + "x" * (text.MAX_LINE - 2) + "\r\n" + sections).sections) == text.MAX_SECTIONS
    )


def test_too_many_of_one_attribute() -> None:
    description = parse("v=0\r\n" + "a=extmap:1 urn:x\r\n" * 65)
    with pytest.raises(BadSdp, match="more than 64"):
        description.session.all("extmap")


@given(st.text(max_size=400))
def test_random_text_raises_only_bad_sdp(text: str) -> None:
    for candidate in (
        text,
        "v=0\r\n" + text,
        "v=0\r\nm=" + text,
        "v=0\r\nm=audio 9 RTP/SAVPF 0\r\na=" + text,
    ):
        try:
            parse(candidate)
        except BadSdp:
            continue
