// The audio slots. They are on the page from the start, so that the tap on "Vào lớp" is a tap on them too.

import { AUDIO_SLOTS, type Slots } from "../lib/media/slots";

export function Sound({ slots }: { slots: Slots }) {
  return (
    <div hidden>
      {AUDIO_SLOTS.map((slot) => (
        // biome-ignore lint/a11y/useMediaCaption: live speech of a class; there are no captions to show
        <audio key={slot} data-slot={slot} autoPlay ref={(element) => slots.attach(slot, element)} />
      ))}
    </div>
  );
}
