"""What a slot shows, shall show and listens to: a source, one of its layers, and what flows on until that one begins.

Decides by what control and the receiver's line ask for and by which layers flow; numbers of packets are the slot's.
"""

from __future__ import annotations

from collections.abc import Callable

from sfu.routing.sources.layer import Kind, Layer
from sfu.routing.sources.source import Listener, Source

OVERLAP: dict[Kind, float] = {"audio": 0.06, "video": 1.0}
STALL_PAUSES = (0.0, 0.5, 1.0, 2.0)
"""Seconds before a slot whose line had no room asks for a keyframe: longer when it happens again and again, since the
others who watch that layer pay for it, too."""
STALL_MEMORY = 10.0
LEAST_PAUSE = 0.25
FOLLOW = 0.1
"""Seconds between two looks at which layers of a source flow; at every tick they would cost a large class most."""

RESUME = 0.6
"""Seconds for which a chosen layer that rests is waited for before a larger one, perhaps too large, stands in."""


class Aim:
    """Of one slot, which is the `listener`; `cut()`: what flows has ended."""

    def __init__(self, kind: Kind, listener: Listener, cut: Callable[[], None]) -> None:
        self.wanted: Source | None = None
        self.target: Layer | None = None
        """The layer it shall show; None: nothing, or held back."""
        self.current: Layer | None = None
        """The layer whose packets are forwarded now."""
        self._kind: Kind = kind
        self._listener = listener
        self._cut = cut
        self._chosen = False
        self._stand_in: Layer | None = None
        self._attached: set[Layer] = set()
        self._overlap_until: float | None = None
        self._stalls = 0
        self._stalled_at = 0.0
        self._ask_from: float | None = None
        self._follow_at = 0.0
        self._larger_from = 0.0

    # What is asked for

    def feed(self, source: Source | None, now: float) -> bool:
        """From now on `source`, None: nothing at once. Whether that is new."""
        if source is self.wanted:
            return False
        self.wanted = source
        self._chosen = False
        self._turn(None if source is None else _lowest(source), now)
        return True

    def choose(self, layer: Layer | None, now: float) -> bool:
        """This layer of the wanted source; None: nothing until the next choice. False: it is of another source.

        Until somebody chooses, it is the lowest layer that flows. One that does not flow yet is waited for; one that
        stops is replaced by another until it comes back.
        """
        if self.wanted is None or (layer is not None and layer not in self.wanted.layers):
            return False
        self._chosen = True
        self._turn(layer, now)
        return True

    def _turn(self, layer: Layer | None, now: float) -> None:
        if layer is self.target:
            return
        self.target = layer
        self._stand_in = None
        self._follow_at = now
        self._larger_from = now + RESUME if self._chosen else now
        if layer is None:
            self.stop()
            return
        if layer is self.current:
            self._overlap_until = None
        else:
            self._ask(layer)
            self._limit_overlap(now)
        self._listen()

    def _ask(self, layer: Layer) -> None:
        if self._kind == "video":
            layer.keyframes.ask()

    def _limit_overlap(self, now: float) -> None:
        """What is not wanted any more flows on for OVERLAP; a layer of the same source until the wanted one can begin."""
        current, target = self.current, self.target
        if current is None or target is None or current is target:
            return
        within = self.wanted is not None and current in self.wanted.layers
        if within and not (target.flowing and target.place < current.place):
            self._overlap_until = None
        elif self._overlap_until is None:
            self._overlap_until = now + OVERLAP[self._kind]

    def _listen(self) -> None:
        """Attach to the layers of which something may be sent, and to no others."""
        needed = {layer for layer in (self.current, self.target, self._stand_in) if layer is not None}
        for layer in self._attached - needed:
            layer.detach(self._listener)
        for layer in needed - self._attached:
            layer.attach(self._listener)
        self._attached = needed

    # What flows

    def may_begin(self, layer: Layer, keyframe: bool) -> bool:
        """Whether a packet of an attached layer may begin what its receiver sees; video: with a keyframe, asked for."""
        if layer is not self.target and layer is not self._stand_in and layer is not self.current:
            return False
        if self._kind == "audio" or keyframe:
            return True
        if layer is self.current:  # it began anew without a keyframe
            self.stop()
        if self._ask_from is None:
            layer.keyframes.ask()
        return False

    def begun(self, layer: Layer) -> None:
        """Its packets flow from now on."""
        self.current = layer
        if layer is self.target:
            self._overlap_until = self._stand_in = self._ask_from = None
        self._listen()

    def gone(self, source: Source) -> None:
        """Its sender is gone: nothing flows on from it."""
        if self.current in source.layers:
            self.stop()

    def stop(self) -> None:
        """Nothing flows until what is wanted begins."""
        self.current = None
        self._overlap_until = None
        self._cut()
        self._listen()

    def stall(self, now: float) -> None:
        """The line has no room: nothing goes on before what is wanted begins anew, video with a keyframe."""
        self._stalls = self._stalls + 1 if now - self._stalled_at < STALL_MEMORY else 0
        self._stalled_at = now
        self._ask_from = now + STALL_PAUSES[min(self._stalls, len(STALL_PAUSES) - 1)]
        self.stop()

    # Time

    def tick(self, now: float) -> None:
        """What is no longer wanted flows on for OVERLAP at most; a layer that stopped is replaced."""
        if self._overlap_until is not None and now >= self._overlap_until:
            self.stop()
        if self._ask_from is not None and now >= self._ask_from:
            self._ask_from = None
            if self.current is None and self.target is not None:
                self._ask(self.target)
        if now >= self._follow_at and self.wanted is not None and len(self.wanted.layers) > 1:
            self._follow_at = now + FOLLOW
            self._follow(self.wanted, now)

    def _follow(self, wanted: Source, now: float) -> None:
        """Layers begin and stop."""
        if not self._chosen:
            self._turn(_lowest(wanted), now)
        target, current = self.target, self.current
        if target is None:
            return
        if target.flowing or (current is not None and current.flowing):
            self._limit_overlap(now)
            if self._stand_in not in (None, current):
                self._stand_in = None
                self._listen()
            return
        other = _nearest(wanted, target)
        if other is not None and other.place > target.place and now < self._larger_from:
            return
        if other is not None and other is not self._stand_in:
            self._stand_in = other
            self._ask(other)
            self._listen()

    def room(self, now: float) -> None:
        """The line has room again: a keyframe that is waited with is asked for, but not often."""
        if self._ask_from is not None and now - self._stalled_at >= min(LEAST_PAUSE * self._stalls, 1.0):
            self._ask_from = min(self._ask_from, now)

    def ask_keyframe(self) -> None:
        """The receiver lost its picture (PLI, FIR, a new address)."""
        if self._ask_from is not None:
            return  # it is asked for when the line may have room
        for layer in (self.current, self.target):
            if layer is not None:
                self._ask(layer)


def _lowest(source: Source) -> Layer:
    """The lowest layer that flows; the lowest when none does yet."""
    return next((layer for layer in source.layers if layer.flowing), source.layers[0])


def _nearest(source: Source, layer: Layer) -> Layer | None:
    """The layer that flows next below, else next above."""
    flowing = [each for each in source.layers if each.flowing]
    below = [each for each in flowing if each.place < layer.place]
    return below[-1] if below else next(iter(flowing), None)
