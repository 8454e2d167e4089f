// The table of keys, and the switch that turns them off.

import { useRef } from "preact/hooks";
import { t } from "../../i18n";
import { Button, KeyboardIcon, Switch } from "../../ui/parts";
import { keysOn, type Shortcut, turnKeys } from "./keys";

export function KeysHelp({ shortcuts }: { shortcuts: readonly Shortcut[] }) {
  const dialog = useRef<HTMLDialogElement>(null);
  return (
    <>
      <span class="keys-open">
        <Button
          kind="plain"
          label={t("keys.open")}
          icon={<KeyboardIcon />}
          testId="keys"
          onClick={() => dialog.current?.showModal()}
        />
      </span>
      <dialog ref={dialog} class="keys" aria-labelledby="keys-title">
        <h2 id="keys-title">{t("keys.title")}</h2>
        <table>
          <thead>
            <tr>
              <th scope="col">{t("keys.key")}</th>
              <th scope="col">{t("keys.does")}</th>
            </tr>
          </thead>
          <tbody>
            {shortcuts.map(({ key, does }) => (
              <Row key={key} word={key.toUpperCase()} does={t(does)} />
            ))}
            <Row word="Tab" does={t("keys.tab")} />
            <Row word="Esc" does={t("keys.escape")} />
          </tbody>
        </table>
        <Switch on={keysOn.value} label={t("keys.on")} testId="keys-on" onChange={turnKeys} />
        <Button kind="primary" onClick={() => dialog.current?.close()}>
          {t("common.close")}
        </Button>
      </dialog>
    </>
  );
}

function Row({ word, does }: { word: string; does: string }) {
  return (
    <tr>
      <th scope="row">
        <kbd>{word}</kbd>
      </th>
      <td>{does}</td>
    </tr>
  );
}
