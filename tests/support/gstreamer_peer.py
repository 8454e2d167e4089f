"""A WHIP or WHEP client on GStreamer's webrtcbin: an independent implementation that also speaks H264.

Run by Debian's own python3, which has GStreamer's bindings (packages: docs/standard-clients.md); prints one JSON object
a line: the state of the connection, and each half second how much was decoded and how bright the picture is.
"""

import argparse
import json
import urllib.request
from typing import Any

import gi  # type: ignore[import-not-found]

gi.require_version("Gst", "1.0")
gi.require_version("GstWebRTC", "1.0")
gi.require_version("GstSdp", "1.0")
from gi.repository import GLib, Gst, GstSdp, GstWebRTC  # type: ignore[import-not-found]  # noqa: E402

PEER = "webrtcbin name=peer bundle-policy=max-bundle "
RTP = "application/x-rtp,media={kind},encoding-name={codec},payload={number}"
SOUND = "audiotestsrc is-live=true ! opusenc ! rtpopuspay ! "
PICTURE = "videotestsrc is-live=true pattern=white ! video/x-raw,width=320,height=240,framerate=20/1 ! videoconvert ! "
ENCODE = {
    "VP8": "vp8enc deadline=1 keyframe-max-dist=60 ! rtpvp8pay ! ",
    "H264": "openh264enc gop-size=60 ! h264parse ! rtph264pay config-interval=-1 aggregate-mode=zero-latency ! ",
}
DECODE = {
    "OPUS": "queue ! rtpopusdepay ! opusdec",
    "VP8": "queue ! rtpvp8depay ! vp8dec ! videoconvert ! video/x-raw,format=GRAY8",
    "H264": "queue ! rtph264depay ! h264parse ! openh264dec ! videoconvert ! video/x-raw,format=GRAY8",
}
CLOCK = {"audio": "clock-rate=48000,encoding-params=(string)2", "video": "clock-rate=90000"}
PARAMETERS = {"H264": ",packetization-mode=(string)1,profile-level-id=(string)42e01f"}


def say(**words: object) -> None:
    print(json.dumps(words), flush=True)


class Client:
    """Publishes, or plays, one sound and one picture."""

    def __init__(self, publishes: bool, codec: str, url: str, token: str) -> None:
        self._url, self._token = url, token
        self._decoded = {"audio": 0, "video": 0}
        self._luma = -1
        line = PEER
        if publishes:
            line += PICTURE + ENCODE[codec] + RTP.format(kind="video", codec=codec, number=96) + " ! peer. "
            line += SOUND + RTP.format(kind="audio", codec="OPUS", number=97) + " ! peer. "
        self._pipeline: Any = Gst.parse_launch(line + "fakesrc num-buffers=0 ! fakesink")
        self._peer: Any = self._pipeline.get_by_name("peer")
        self._peer.connect("notify::ice-gathering-state", self._gathered)
        self._peer.connect("notify::connection-state", self._state)
        self._peer.connect("pad-added", self._pad)
        if not publishes:
            self._receive("audio", "OPUS", 97)
            self._receive("video", codec, 96)
        self._pipeline.set_state(Gst.State.PLAYING)
        GLib.timeout_add(300, self._offer)
        GLib.timeout_add(500, self._report)

    def _receive(self, kind: str, codec: str, number: int) -> None:
        caps = f"{RTP.format(kind=kind, codec=codec, number=number)},{CLOCK[kind]}{PARAMETERS.get(codec, '')}"
        way = GstWebRTC.WebRTCRTPTransceiverDirection.RECVONLY
        self._peer.emit("add-transceiver", way, Gst.Caps.from_string(caps))

    def _offer(self) -> bool:
        self._peer.emit("create-offer", None, Gst.Promise.new_with_change_func(self._offered, None))
        return False

    def _offered(self, promise: Any, _: object) -> None:
        reply = promise.get_reply()
        offer = reply.get_value("offer") if reply.has_field("offer") else None
        if offer is None or offer.sdp is None or offer.sdp.medias_len() < 2:  # its encoders are not ready
            GLib.timeout_add(300, self._offer)
            return
        self._peer.emit("set-local-description", offer, Gst.Promise.new())

    def _gathered(self, peer: Any, _: object) -> None:
        if peer.get_property("ice-gathering-state") == GstWebRTC.WebRTCICEGatheringState.COMPLETE:
            GLib.idle_add(self._post)

    def _post(self) -> bool:
        offer = self._peer.get_property("local-description").sdp.as_text()
        headers = {"Content-Type": "application/sdp", "Authorization": f"Bearer {self._token}"}
        request = urllib.request.Request(self._url, offer.encode(), headers)
        with urllib.request.urlopen(request) as response:
            text = response.read().decode()
        _, sdp = GstSdp.SDPMessage.new_from_text(text)
        answer = GstWebRTC.WebRTCSessionDescription.new(GstWebRTC.WebRTCSDPType.ANSWER, sdp)
        self._peer.emit("set-remote-description", answer, Gst.Promise.new())
        return False

    def _state(self, peer: Any, _: object) -> None:
        say(state=peer.get_property("connection-state").value_nick)

    def _pad(self, _: object, pad: Any) -> None:
        if pad.direction != Gst.PadDirection.SRC:
            return
        caps = pad.get_current_caps().get_structure(0)
        line = DECODE[caps.get_string("encoding-name")] + " ! appsink name=sink emit-signals=true sync=false"
        decoder = Gst.parse_bin_from_description(line, True)
        self._pipeline.add(decoder)
        decoder.get_by_name("sink").connect("new-sample", self._sample, caps.get_string("media"))
        decoder.sync_state_with_parent()
        pad.link(decoder.get_static_pad("sink"))

    def _sample(self, sink: Any, kind: str) -> Any:
        buffer = sink.emit("pull-sample").get_buffer()
        self._decoded[kind] += 1
        mapped, view = buffer.map(Gst.MapFlags.READ)
        if mapped:
            if kind == "video":
                some = bytes(view.data[::97])
                self._luma = sum(some) // len(some)
            buffer.unmap(view)
        return Gst.FlowReturn.OK

    def _report(self) -> bool:
        say(**self._decoded, luma=self._luma)
        return True


def main() -> None:
    """Until killed."""
    parser = argparse.ArgumentParser()
    parser.add_argument("what", choices=["publish", "play"])
    parser.add_argument("codec", choices=list(ENCODE))
    parser.add_argument("url")
    parser.add_argument("token")
    known = parser.parse_args()
    Gst.init(None)
    client = Client(known.what == "publish", known.codec, known.url, known.token)
    GLib.MainLoop().run()
    say(ended=repr(client))


if __name__ == "__main__":
    main()
