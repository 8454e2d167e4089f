"""Makes the encoded files beside it; run by hand when the words or pictures change, never by the product.

Needs espeak-ng (Vietnamese voice), Pillow and the Noto fonts besides our own environment:
`python -m loadtest.media.make`. Speech is Opus 16 kbit/s 20 ms in Ogg, pictures VP8 in IVF.
"""

import io
import json
import math
import subprocess
from collections.abc import Iterator
from fractions import Fraction
from itertools import islice
from pathlib import Path

import av
import numpy
from PIL import Image, ImageDraw, ImageFont

HERE = Path(__file__).parent
FONTS = Path("/usr/share/fonts/truetype/noto")
WIDTH, HEIGHT = 640, 360

LECTURE = (
    "Chào các em. Hôm nay chúng ta học bài mười lăm, định lí Ta lét trong tam giác. "
    "Nếu một đường thẳng song song với một cạnh của tam giác và cắt hai cạnh còn lại, "
    "thì nó định ra trên hai cạnh đó những đoạn thẳng tương ứng tỉ lệ. "
    "Các em hãy nhìn hình vẽ: D thuộc A B, E thuộc A C, và D E song song với B C. "
    "Em nào cho cô biết, A D trên D B bằng tỉ số nào?"
)
ANSWERS = {
    "pupil1": "Thưa cô, A D trên D B bằng A E trên E C ạ.",
    "pupil2": "Em thưa cô, E C bằng sáu xăng ti mét ạ.",
}


def speech(text: str, name: str, *options: str) -> None:
    """Speaks `text` into <name>.ogg."""
    wav = subprocess.run(
        ["espeak-ng", "-v", "vi", "-s", "135", *options, "--stdout", text], check=True, capture_output=True
    ).stdout
    with av.open(io.BytesIO(wav), "r") as source, av.open(str(HERE / f"{name}.ogg"), "w") as target:
        stream = target.add_stream("libopus", rate=48000, layout="mono")
        stream.bit_rate = 16_000
        stream.codec_context.options = {
            "application": "voip",
            "frame_duration": "20",
            "fec": "1",
            "packet_loss": "5",
        }
        resampler = av.AudioResampler(format="s16", layout="mono", rate=48000)
        for frame in source.decode(audio=0):
            for part in resampler.resample(frame):
                part.pts = None
                target.mux(stream.encode(part))
        target.mux(stream.encode(None))


def font(size: int, bold: bool = False) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(FONTS / f"NotoSans-{'Bold' if bold else 'Regular'}.ttf", size)


def slide(title: str, number: int, total: int, marker: float) -> Image.Image:
    """One page of the board: title, a triangle cut by a parallel, and a pointer that moves with `marker` (0…1)."""
    page = Image.new("RGB", (WIDTH, HEIGHT), "#fbf7ee")
    draw = ImageDraw.Draw(page)
    draw.rectangle((0, 0, WIDTH, 64), fill="#1d5c4d")
    draw.text((24, 14), title, font=font(27, bold=True), fill="white")
    a, b, c = (320, 92), (180, 300), (470, 300)
    d, e = (((a[0] + b[0]) / 2), 196), (((a[0] + c[0]) / 2), 196)
    draw.polygon([a, b, c], outline="#2b2b2b", width=3)
    draw.line([d, e], fill="#c2452d", width=4)
    for point, letter, dx, dy in (
        (a, "A", -8, -30),
        (b, "B", -26, -8),
        (c, "C", 10, -8),
        (d, "D", -28, -18),
        (e, "E", 12, -18),
    ):
        draw.text((point[0] + dx, point[1] + dy), letter, font=font(20, bold=True), fill="#2b2b2b")
    if number % 2:
        draw.text((24, 110), "AD/DB = AE/EC", font=font(22), fill="#c2452d")
    x, y = b[0] + marker * (c[0] - b[0]), 300
    draw.ellipse((x - 7, y - 7, x + 7, y + 7), fill="#e0a100")
    draw.text((WIDTH - 76, HEIGHT - 34), f"{number}/{total}", font=font(18), fill="#777777")
    return page


def board() -> Iterator[Image.Image]:
    """The ten pages of the demo lesson, three seconds each, at 5 frames a second."""
    school = json.loads((HERE.parents[1] / "server/data/demo_school.json").read_text())
    titles = school["demo_lesson"]["slides"]
    for number, title in enumerate(titles, 1):
        for frame in range(15):
            yield slide(title, number, len(titles), frame / 15)


def camera(shirt: str, hair: str) -> Iterator[Image.Image]:
    """A drawn person who nods and speaks: eight seconds at 15 frames a second."""
    for n in range(120):
        t = n / 15
        image = Image.new("RGB", (320, 240), "#cfe3dc")
        draw = ImageDraw.Draw(image)
        draw.rectangle((16, 18, 304, 96), fill="#2c6e5c")
        x, y = 160 + 6 * math.sin(t * math.pi / 2), 118 + 3 * math.sin(t * math.pi)
        draw.ellipse((x - 76, 190, x + 76, 330), fill=shirt)
        draw.rectangle((x - 15, y + 30, x + 15, 200), fill="#dfb48d")
        draw.ellipse((x - 46, y - 58, x + 46, y + 52), fill=hair)
        draw.ellipse((x - 36, y - 42, x + 36, y + 46), fill="#f0c9a4")
        for side in (-14, 14):
            draw.ellipse((x + side - 4, y - 12, x + side + 4, y - (5 if n % 45 else 10)), fill="#222222")
        mouth = 3 + 6 * abs(math.sin(t * 9))
        draw.ellipse((x - 11, y + 22 - mouth / 2, x + 11, y + 22 + mouth / 2), fill="#a8423f")
        yield image


def picture(name: str, frames: Iterator[Image.Image], rate: int, bitrate: int, keyframe_every: int) -> None:
    """Encodes `frames` to <name>.ivf with a keyframe at fixed distance, where a player may start."""
    first = next(frames)
    with av.open(str(HERE / f"{name}.ivf"), "w") as target:
        stream = target.add_stream("libvpx", rate=rate)
        stream.width, stream.height, stream.pix_fmt = first.width, first.height, "yuv420p"
        stream.bit_rate, stream.time_base = bitrate, Fraction(1, rate)
        stream.codec_context.gop_size = keyframe_every
        stream.codec_context.options = {
            "deadline": "good", "cpu-used": "1", "keyint_min": str(keyframe_every), "auto-alt-ref": "0",
            "error-resilient": "default", "lag-in-frames": "0",
        }  # fmt: skip
        for n, image in enumerate([first, *frames]):
            frame = av.VideoFrame.from_ndarray(numpy.asarray(image), format="rgb24")
            frame.pts, frame.time_base = n, Fraction(1, rate)
            target.mux(stream.encode(frame))
        target.mux(stream.encode(None))


def noisy(frames: Iterator[Image.Image], width: int, height: int) -> Iterator[Image.Image]:
    """Larger, and with the grain of a real camera: drawn pictures cost an encoder next to nothing."""
    for n, image in enumerate(frames):
        pixels = numpy.asarray(image.resize((width, height)), dtype=numpy.int16)
        grain = numpy.random.default_rng(n).integers(-24, 25, pixels.shape, dtype=numpy.int16)
        yield Image.fromarray((pixels + grain).clip(0, 255).astype(numpy.uint8))


def scrolled(seconds: int) -> Iterator[Image.Image]:
    """A long page of a shared screen that is scrolled: 5 frames a second."""
    pages = [numpy.asarray(slide(f"Trang {n}", n, 4, n / 4)) for n in range(1, 5)]
    tall = numpy.concatenate(pages)
    for n in range(seconds * 5):
        top = (n * 36) % (HEIGHT * 3)
        yield Image.fromarray(tall[top : top + HEIGHT])


def layer(
    name: str, frames: Iterator[Image.Image], size: tuple[int, int], rate: Fraction, bitrate: int
) -> None:
    """One simulcast layer with two temporal layers, every second frame of which may be left out; one keyframe only."""
    images = [image.resize(size) for image in frames]
    with av.open(str(HERE / f"{name}.ivf"), "w") as target:
        stream = target.add_stream("libvpx", rate=rate)
        stream.width, stream.height, stream.pix_fmt = *size, "yuv420p"
        stream.bit_rate, stream.time_base = bitrate, 1 / rate
        stream.codec_context.gop_size = len(images)
        stream.codec_context.options = {
            "deadline": "good", "cpu-used": "1", "keyint_min": str(len(images)), "auto-alt-ref": "0",
            "error-resilient": "default", "lag-in-frames": "0", "minrate": str(bitrate), "maxrate": str(bitrate),
            "bufsize": str(bitrate // 2),
            "ts-parameters": "ts_number_layers=2:ts_rate_decimator=2,1:ts_periodicity=2:ts_layer_id=0,1:"
            f"ts_layering_mode=2:ts_target_bitrate={bitrate * 6 // 10000},{bitrate // 1000}",
        }  # fmt: skip
        for n, image in enumerate(images):
            frame = av.VideoFrame.from_ndarray(numpy.asarray(image), format="rgb24")
            frame.pts, frame.time_base = n, 1 / rate
            target.mux(stream.encode(frame))
        target.mux(stream.encode(None))


def layers() -> None:
    """The camera in the three sizes our page sends, four seconds; a scrolled screen at low and full rate."""
    for rid, lines, bitrate in (("q", 90, 40_000), ("h", 180, 110_000), ("f", 360, 300_000)):
        frames = islice(noisy(camera("#8d3b72", "#2b1d16"), 640, 360), 60)
        layer(f"camera_{rid}", frames, (lines * 16 // 9, lines), Fraction(15), bitrate)
    layer("screen_l", islice(scrolled(6), 0, None, 2), (WIDTH, HEIGHT), Fraction(5, 2), 60_000)
    layer("screen_h", scrolled(6), (WIDTH, HEIGHT), Fraction(5), 200_000)


def main() -> None:
    speech(LECTURE, "teacher", "-p", "60")
    for number, (name, text) in enumerate(ANSWERS.items()):
        speech(text, name, "-p", str(75 + 10 * number))
    picture("board", board(), rate=5, bitrate=90_000, keyframe_every=15)
    picture("teacher", camera("#8d3b72", "#2b1d16"), rate=15, bitrate=90_000, keyframe_every=30)
    picture("pupil", camera("#f5f5f5", "#171717"), rate=15, bitrate=70_000, keyframe_every=30)
    layers()


if __name__ == "__main__":
    main()
