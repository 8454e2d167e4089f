// The period's sheet in the classroom: when the server says that it can be filled, and at the end by itself.

import { useLayoutEffect, useRef } from "preact/hooks";
import type { PersonView } from "../../generated/messages";
import { t } from "../../i18n";
import type { Entry } from "../../lib/entry";
import { titled } from "../../lib/lesson/names";
import { Sheet } from "../../sheet/Sheet";
import { Card } from "../../ui/parts";
import "../../sheet/sheet.css";

interface Props {
  entry: Entry;
  /** Of the lesson, by id: how they are addressed. */
  people?: Readonly<Record<string, PersonView>> | undefined;
  ended?: boolean;
  /** Takes the focus: somebody has just asked for it. */
  focus?: boolean;
}

export function SheetCard({ entry, people, ended = false, focus = false }: Props) {
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (!focus) return;
    box.current?.scrollIntoView({ block: "start" });
    box.current?.focus({ preventScroll: true });
  }, [focus]);
  return (
    <div ref={box} tabIndex={-1} class="sheet-card">
      <Card title={t("sheet.title")}>
        <Sheet
          lesson={entry.lesson}
          token={entry.token}
          ended={ended}
          called={({ id, name }) => titled(people?.[id]) ?? name}
        />
      </Card>
    </div>
  );
}
