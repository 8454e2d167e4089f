/** The class's link: pick one's line, prove it, go on to the day. */
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { problemText } from "../api/problem";
import { useLoad } from "../api/useLoad";
import { t } from "../i18n";
import { deviceStorage, siblings } from "../lib/siblings";
import { Button, Loading, Notice, Page } from "../ui/parts";
import { Arrived } from "./Arrived";
import { Digits } from "./Digits";
import { answer, type Came, type ClassBoard, openClass, opens, type Tile } from "./data";
import { Pupils } from "./Pupils";

export function ClassWay({ id, secret }: { id: string; secret: string }) {
  const { value, error, reload } = useLoad(id, () => openClass(id, secret));
  return (
    <Page title={value ? t("way.class", { name: value.class_name }) : t("way.title")} narrow>
      <div class="stack">
        {value && <Steps board={value} secret={secret} />}
        {!value && error === null && <Loading />}
        {!value && error !== null && (
          <>
            <h1>{t("way.title")}</h1>
            <Notice tone="bad" title={t("way.failed")}>
              <p>{problemText(error)}</p>
              <Button onClick={reload}>{t("common.retry")}</Button>
            </Notice>
          </>
        )}
      </div>
    </Page>
  );
}

function Steps({ board, secret }: { board: ClassBoard; secret: string }) {
  const [pupil, setPupil] = useState<Tile | null>(null);
  const [came, setCame] = useState<Came | null>(null);
  const list = useListFocus(pupil !== null);
  const pick = async (tile: Tile) => {
    const known = siblings(deviceStorage()).find(({ person }) => person === tile.person);
    if (known && (await opens(known))) setCame({ ...known, proved: true });
    else setPupil(tile);
  };
  return (
    <>
      <header>
        <p class="muted">{board.school}</p>
        <h1>{t("way.class", { name: board.class_name })}</h1>
      </header>
      {came ? (
        <Arrived came={came} />
      ) : pupil ? (
        <Digits
          pupil={pupil}
          ask={(digits) => answer(board.class_id, secret, pupil.person, digits)}
          onCame={setCame}
          onBack={() => setPupil(null)}
        />
      ) : (
        <section class="stack" aria-labelledby="who">
          <div>
            <h2 id="who" ref={list} tabIndex={-1}>
              {t("way.who")}
            </h2>
            <p class="muted">{t("way.who_hint")}</p>
          </div>
          <Pupils pupils={board.pupils} onPick={pick} />
        </section>
      )}
    </>
  );
}

/** The heading of the list: whoever comes back to it begins there, not at the top of the page. */
function useListFocus(picked: boolean) {
  const heading = useRef<HTMLHeadingElement>(null);
  const before = useRef(picked);
  useLayoutEffect(() => {
    if (before.current && !picked) heading.current?.focus();
    before.current = picked;
  }, [picked]);
  return heading;
}
