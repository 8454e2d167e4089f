import { describe, expect, it } from "vitest";
import golden from "../../../../tests/data/messages.json";
import type { PersonalEvent, Snapshot, View } from "../../generated/messages";
import { Following } from "./following";

interface Lesson {
  snapshot: Snapshot;
  events: PersonalEvent[];
  view: View;
}
const lessons = Object.entries(golden.lesson as unknown as Record<string, Lesson>);

function started({ snapshot }: Lesson): Following {
  const following = new Following();
  following.snapshot(snapshot);
  return following;
}

describe.each(lessons)("a whole lesson as the %s saw it", (_, lesson) => {
  it("ends in the view the server has", () => {
    const following = started(lesson);
    for (const event of lesson.events) expect(following.event(event)).toBe("new");
    expect(following.view).toEqual(lesson.view);
  });

  it("comes to the same view when events arrive twice", () => {
    const following = started(lesson);
    for (const event of lesson.events) {
      following.event(event);
      expect(following.event(event)).toBe("old");
    }
    expect(following.view).toEqual(lesson.view);
  });

  it("sees a gap, and applies nothing after it", () => {
    const following = started(lesson);
    const [first, , third] = lesson.events;
    following.event(first as PersonalEvent);
    const before = following.view;
    expect(following.event(third as PersonalEvent)).toBe("gap");
    expect(following.view).toBe(before);
    expect(following.resume()).toEqual({ epoch: lesson.snapshot.epoch, number: first?.number });
  });

  it("sees that the server started anew", () => {
    const following = started(lesson);
    expect(following.event({ ...(lesson.events[0] as PersonalEvent), epoch: "another" })).toBe("gap");
  });
});

describe("before the first snapshot", () => {
  it("has nothing to resume and takes no event", () => {
    const following = new Following();
    expect(following.resume()).toBeUndefined();
    expect(following.event(lessons[0]?.[1].events[0] as PersonalEvent)).toBe("gap");
  });

  it("asks for a snapshot again after forgetting", () => {
    const following = started(lessons[0]?.[1] as Lesson);
    following.forget();
    expect(following.resume()).toBeUndefined();
  });
});
