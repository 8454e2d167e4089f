"""Offers for the tests: those real browsers made, and small ones put together line by line."""

from pathlib import Path

from sfu.sdp.negotiated import LocalDescription

DATA = Path(__file__).parents[2] / "data" / "sdp"
NAMES = tuple(sorted(path.stem for path in DATA.glob("*.sdp")))

FINGERPRINT = ":".join(["AB"] * 32)

LOCAL = LocalDescription(
    ufrag="ours",
    pwd="p" * 24,
    fingerprint=":".join(["0F"] * 32),
    candidates=(("198.51.100.9", 7000), ("fd00::9", 7000)),
    first_ssrc=1000,
)

SESSION = ("v=0", "o=- 1 2 IN IP4 127.0.0.1", "s=-", "t=0 0")
TRANSPORT = (
    "a=ice-ufrag:them",
    f"a=ice-pwd:{'q' * 22}",
    f"a=fingerprint:sha-256 {FINGERPRINT}",
    "a=setup:actpass",
)
OPUS = ("a=rtpmap:111 opus/48000/2",)
VP8 = ("a=rtpmap:96 VP8/90000", "a=rtcp-fb:* nack", "a=rtpmap:97 rtx/90000", "a=fmtp:97 apt=96")


def recorded(name: str) -> str:
    """A real browser's offer, byte for byte."""
    return (DATA / f"{name}.sdp").read_bytes().decode()


def audio(mid: str, *more: str, direction: str = "sendonly", port: int = 9) -> list[str]:
    """An Opus section."""
    head = [f"m=audio {port} UDP/TLS/RTP/SAVPF 111", f"a=mid:{mid}", f"a={direction}", "a=rtcp-mux"]
    return [*head, *OPUS, *more]


def video(mid: str, *more: str, direction: str = "sendonly", port: int = 9) -> list[str]:
    """A VP8 section with RTX."""
    head = [f"m=video {port} UDP/TLS/RTP/SAVPF 96 97", f"a=mid:{mid}", f"a={direction}", "a=rtcp-mux"]
    return [*head, *VP8, *more]


def offer(*sections: list[str], group: str | None = None, session: tuple[str, ...] = TRANSPORT) -> str:
    """An offer with the transport at session level, bundling all sections unless `group` says otherwise ("" =
    none)."""
    mids = [line[6:] for section in sections for line in section if line.startswith("a=mid:")]
    members = " ".join(mids) if group is None else group
    bundle = [f"a=group:BUNDLE {members}"] if members else []
    lines = [*SESSION, *bundle, *session, *(line for section in sections for line in section)]
    return "".join(f"{line}\r\n" for line in lines)
