// The period's sheet in the classroom: from ten minutes before the bell, and at the end by itself.

import { useLayoutEffect, useRef } from "preact/hooks";
import { t } from "../../i18n";
import type { Entry } from "../../lib/entry";
import { Sheet } from "../../sheet/Sheet";
import { Card } from "../../ui";
import "../../sheet/sheet.css";

interface Props {
  entry: Entry;
  ended?: boolean;
  /** Takes the focus: somebody has just asked for it. */
  focus?: boolean;
}

export function SheetCard({ entry, ended = false, focus = false }: Props) {
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (!focus) return;
    box.current?.scrollIntoView({ block: "start" });
    box.current?.focus({ preventScroll: true });
  }, [focus]);
  return (
    <div ref={box} tabIndex={-1} class="sheet-card">
      <Card title={t("sheet.title")}>
        <Sheet lesson={entry.lesson} token={entry.token} ended={ended} />
      </Card>
    </div>
  );
}
