// A teacher's phone as notebook camera: sends its camera, receives nothing, can turn round.

import { act } from "preact/test-utils";
import { expect, it } from "vitest";
import golden from "../../../../tests/data/messages.json";
import type { PersonView } from "../../generated/messages";
import { testLesson } from "../../testing/lesson";
import { CameraPage } from ".";

const page = testLesson();
const person = "gv-01.cam";

it("sends its camera and nothing else, says so, and flips", async () => {
  page.ok(20);
  page.show(<CameraPage room={page.room} />);
  act(() => page.room.enterAsCamera());
  const plain = page.snapshot("student");
  const own: PersonView = {
    name: "Lan",
    role: "camera",
    present: true,
    mode: "full",
    sources: { camera: true },
  };
  const people = { ...golden.lesson.student.snapshot.view.people, [person]: own } as never;
  page.connect({
    ...plain,
    me: { person, name: "Lan", role: "camera" },
    view: { ...plain.view, people },
  });
  await page.turn();
  expect(page.asked).toEqual(["video"]);
  expect(page.find("camera-state")?.textContent).toBe("Đang quay vở");
  expect(page.room.media.receive.state.value).toBe("idle");
  await page.click("flip");
  expect(page.room.devices.facing).toBe("user");
  expect(page.tracks.map(({ stopped }) => stopped)).toEqual([true, false]);
  expect(page.find("torch")).toBeNull();
});
