"""A pupil's phone plays the teacher loudly and its open mic sends that back: the teacher is offered to mute it."""

from playwright.async_api import Browser

from tests.e2e.people import until
from tests.e2e.test_return import speaks
from tests.support.chromium import desktop, phone
from tests.support.server import Served

FOUND_S = 40
ECHO = """
    navigator.mediaDevices.getUserMedia = async () => {
        const context = new AudioContext();
        await context.resume();
        const heard = context.createMediaStreamSource(document.querySelector('[data-slot="a0"]').srcObject);
        const room = new GainNode(context, { gain: 0.3 }), air = new DelayNode(context, { delayTime: 0.08 });
        const mic = context.createMediaStreamDestination();
        heard.connect(room).connect(air).connect(mic);
        return mic.stream;
    };
"""
"""A microphone that hears nothing but the page's own loudspeaker, weaker and a little later."""


async def test_the_mic_that_returns_the_teachers_voice_is_found_and_muted(
    served: Served, faces: Browser, pupils: Browser
) -> None:
    lesson = await served.lesson()
    teacher = await (await desktop(faces)).new_page()
    await teacher.goto(f"{served.url}/l/{lesson}#{await served.token(lesson, 'teacher')}")
    await teacher.get_by_test_id("start").click()
    pupil = await (await phone(pupils)).new_page()
    await pupil.add_init_script(ECHO)
    await pupil.goto(f"{served.url}/l/{lesson}#{await served.token(lesson, 'student', 'hs-8a3-01')}")
    await pupil.get_by_test_id("join").click()
    await until(pupil, "document.querySelector('[data-slot=\"a0\"]')?.srcObject")
    await speaks(teacher, pupil)
    await teacher.get_by_test_id("echo-mute").wait_for(timeout=FOUND_S * 1000)
    await teacher.get_by_test_id("echo-mute").click()
    await until(pupil, "!document.querySelector('[data-testid=mic][aria-pressed=true]')")
    events = (await served.call("GET", f"/lessons/{lesson}/events?limit=500"))["events"]
    assert [one["person"] for one in events if one["type"] == "muted"] == ["hs-8a3-01"]
    await until(teacher, "!document.querySelector('[data-testid=echo-mute]')")
