// What had been written at this moment. The newest line stays in sight while one follows it.

import { useLayoutEffect, useRef } from "preact/hooks";
import { t } from "../../i18n";
import { formatTime } from "../../i18n/format";
import { Card } from "../../ui/parts";
import type { Replay } from "../replay";
import { called } from "../shown/names";
import type { Line } from "../shown/steps";

/** More lines than this are not drawn. */
const MOST = 200;
/** How near to the end (px) still counts as reading the newest lines. */
const NEAR = 60;

export function Chat({ replay }: { replay: Replay }) {
  const box = useRef<HTMLElement>(null);
  const follows = useRef(true);
  const lines = replay.lines.value;
  useLayoutEffect(() => {
    if (follows.current && box.current) box.current.scrollTop = box.current.scrollHeight;
  }, [lines.length]);
  const scrolled = () => {
    const at = box.current;
    if (at) follows.current = at.scrollHeight - at.scrollTop - at.clientHeight < NEAR;
  };
  const older = Math.max(0, lines.length - MOST);
  return (
    <Card title={t("replay.chat")}>
      <section
        ref={box}
        class="replay-chat"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling box must be reachable by keyboard
        tabIndex={0}
        aria-label={t("replay.chat.lines")}
        data-testid="replay-chat"
        onScroll={scrolled}
      >
        {lines.length === 0 && <p class="muted small">{t("replay.chat.none")}</p>}
        {older > 0 && <p class="muted small">{t("replay.chat.older", { n: older })}</p>}
        {lines.slice(older).map((line) => (
          <Said key={line.number} replay={replay} line={line} />
        ))}
      </section>
    </Card>
  );
}

function Said({ replay, line }: { replay: Replay; line: Line }) {
  const view = replay.view.value;
  const answered = line.reply_to === null ? undefined : replay.line(line.reply_to);
  return (
    <div class="chat-line">
      <p class="chat-who">
        <strong>{called(view, line.person)}</strong>
        <time class="muted numbers">{formatTime(replay.zero.value + line.at_ms, true)}</time>
      </p>
      {answered && (
        <blockquote class="chat-quote">
          <strong>{called(view, answered.person)}</strong> {answered.text}
        </blockquote>
      )}
      <p class="chat-text">{line.text}</p>
    </div>
  );
}
