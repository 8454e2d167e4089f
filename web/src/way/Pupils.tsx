/** The class list before anybody proved anything: STT and name, as lines or, for small children, as tiles. */
import { Picture } from "../day/Picture";
import { t } from "../i18n";
import { givenName } from "../i18n/names";
import { smallChildren } from "../i18n/words";
import { ForwardIcon } from "../ui/parts";
import type { Tile } from "./data";

interface PupilsProps {
  pupils: readonly Tile[];
  onPick: (pupil: Tile) => void;
}

export function Pupils({ pupils, onPick }: PupilsProps) {
  return (
    <ol class={smallChildren.value ? "tiles" : "lines"} data-testid="pupils">
      {pupils.map((pupil) => (
        <li key={pupil.person}>
          <button type="button" class={smallChildren.value ? "tile" : "line"} onClick={() => onPick(pupil)}>
            {smallChildren.value ? <Small {...pupil} /> : <Line {...pupil} />}
          </button>
        </li>
      ))}
    </ol>
  );
}

function Line({ stt, name, called }: Tile) {
  return (
    <>
      <span class="line-number numbers muted">
        <span class="said">{t("way.stt", { n: stt })}</span>
        <span aria-hidden="true">{stt}</span>
      </span>
      <span class="line-name">
        {name}
        {called && <span class="muted small"> ({called})</span>}
      </span>
      <ForwardIcon />
    </>
  );
}

function Small({ person, stt, name, called }: Tile) {
  return (
    <>
      <Picture person={person} name={name} />
      <strong>{givenName(name)}</strong>
      <span class="small">{name}</span>
      <span class="small muted">
        {t("way.stt", { n: stt })}
        {called && ` · ${called}`}
      </span>
    </>
  );
}
