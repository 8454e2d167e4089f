// A mic that returns the sound of the class: whose, and the one thing to do about it. Said once by the live region.

import { t } from "../../i18n";
import { titled } from "../../lib/lesson/names";
import { Button, CloseIcon, MicOffIcon, WarningIcon } from "../../ui/parts";
import type { Room } from "../room";

export function EchoBanner({ room }: { room: Room }) {
  return (
    <>
      {room.echoes.shown.value.map(({ person, of }) => (
        <EchoRow key={person} room={room} person={person} of={of} />
      ))}
    </>
  );
}

function EchoRow({ room, person, of }: { room: Room; person: string; of: string }) {
  const name = room.name(person);
  const own = of === room.me?.person;
  const whose = titled(room.view?.people[of]) ?? room.name(of);
  const mute = async () => {
    if (await room.ask({ type: "mute", person })) room.echoes.dismiss(person);
  };
  return (
    <section class="echo tone-warn" aria-label={t("teach.echo")} data-testid="echo">
      <WarningIcon size="1.5em" />
      <p>
        <strong>{t("teach.echo.from", { name })}</strong>{" "}
        {own ? t("teach.echo.of_you") : t("teach.echo.of", { name: whose })}
      </p>
      <Button
        size="small"
        kind="primary"
        icon={<MicOffIcon />}
        testId="echo-mute"
        onClick={() => void mute()}
      >
        {t("teach.echo.mute", { name })}
      </Button>
      <Button
        kind="plain"
        label={t("teach.echo.dismiss")}
        icon={<CloseIcon />}
        testId="echo-dismiss"
        onClick={() => room.echoes.dismiss(person)}
      />
    </section>
  );
}
