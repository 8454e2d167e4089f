"""RTCP compounds: everything in them is bounded by their length, and what we write is read as it was meant."""

from sfu.wire import rtcp


def one(data: bytes) -> None:
    try:
        reports = rtcp.parse(data)
    except ValueError:
        return
    assert 4 * len(reports) <= len(data)
    assert sum(weight(report) for report in reports) <= 17 * len(data) / 4
    for report in reports:
        again = written(report)
        assert again is None or rtcp.parse(again) == [report], report


def weight(report: rtcp.AnyReport) -> int:
    """Numbers that somebody has to look at."""
    match report:
        case rtcp.Nack():
            return len(report.lost)
        case rtcp.Fir():
            return len(report.requests)
        case rtcp.SenderReport() | rtcp.ReceiverReport():
            return len(report.blocks)
        case rtcp.Bye() | rtcp.Remb():
            return len(report.ssrcs)
    return 1


def written(report: rtcp.AnyReport) -> bytes | None:
    match report:
        case rtcp.SenderReport():
            return rtcp.sender_report(report)
        case rtcp.ReceiverReport():
            return rtcp.receiver_report(report.ssrc, report.blocks)
        case rtcp.Bye():
            return rtcp.bye(report.ssrcs)
        case rtcp.Fir():
            return rtcp.fir(report.sender, report.requests)
        case rtcp.Pli():
            return rtcp.pli(report.sender, report.media)
        case rtcp.TransportFeedback():
            return rtcp.transport_feedback(report.sender, report.media, report.body)
    return None  # a NACK may name numbers twice, a REMB has many ways to write one rate


SEEDS = [
    rtcp.sender_report(rtcp.SenderReport(1, 2, 3, 4, 5, (rtcp.Block(6, 7, -8, 9, 10, 11, 12),)))
    + rtcp.source_description(1, "bucgiang"),
    rtcp.receiver_report(1, [rtcp.Block(6, 7, 8, 9, 10, 11, 12)] * 2)
    + rtcp.nack(1, 2, [5, 6, 9, 300, 65535]),
    rtcp.pli(1, 2) + rtcp.fir(1, [(2, 3), (4, 5)]) + rtcp.bye([1, 2]),
    rtcp.receiver_report(1) + rtcp.remb(1, 1_500_000, [2, 3]),
    rtcp.transport_feedback(1, 2, bytes.fromhex("0001000200000a0020020405")),
    b"\xa0\xc9\x00\x02" + bytes(7) + b"\x04",
]
