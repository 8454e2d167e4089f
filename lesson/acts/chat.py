"""Chat: to the class, to the teachers, from a teacher to one pupil. Nobody else writes to a single person."""

from lesson.acts.asked import Asked
from lesson.acts.controls import check_order
from lesson.messages import AnyEvent, DeleteSaid, PersonId, Refused, Said, SaidDeleted, Say
from lesson.permissions import TRUSTED
from lesson.rules import UNDO_MS
from lesson.state import LEARNERS, TEACHING, SaidLine


def say(asked: Asked, command: Say) -> list[AnyEvent]:
    """A line, unless it is empty, or the class may not write now."""
    if not any(letter.isprintable() and not letter.isspace() for letter in command.text):
        raise Refused("blank")
    _check_end(asked, command.to)
    if asked.role in LEARNERS:
        _check_chat(asked, command.to)
    if command.reply_to is not None:
        _check_reply(asked, command.reply_to, command.to)
    return [Said(asked.person, command.text.strip(), command.reply_to, command.to)]


def delete(asked: Asked, command: DeleteSaid) -> list[AnyEvent]:
    """A line goes; who may not read it is told there is none."""
    line = asked.state.said.get(command.number)
    if line is None or not line.reaches(asked.person, asked.role in TRUSTED):
        raise Refused("unknown_message")
    if line.deleted:
        raise Refused("already")
    if asked.role not in TEACHING:
        if line.person != asked.person:
            raise Refused("not_yours")
        if asked.now - line.at > UNDO_MS:
            raise Refused("too_late")
    return [SaidDeleted(command.number, asked.person)]


def _check_end(asked: Asked, to: PersonId) -> None:
    if to in ("class", "teachers"):
        return
    if asked.role not in TEACHING:
        raise Refused("not_allowed")
    known = asked.known(to)
    if known.role not in LEARNERS:
        raise Refused("not_allowed")
    if known.door is not None:
        raise Refused("not_admitted")


def _check_chat(asked: Asked, to: PersonId) -> None:
    """The class's controls."""
    check_order(asked.state)
    controls = asked.state.controls
    if controls.chat == "off":
        raise Refused("chat_off")
    if controls.chat == "questions" and to == "class":
        raise Refused("questions_only")
    spoke_at = asked.state.spoke_at.get(asked.person)
    if spoke_at is not None and asked.now - spoke_at < controls.slow_s * 1000:
        raise Refused("too_soon")


def _check_reply(asked: Asked, number: int, to: PersonId) -> None:
    """Only to what everybody may read who will read the answer."""
    line = asked.state.said.get(number)
    if line is None or line.deleted or not line.reaches(asked.person, asked.role in TRUSTED):
        raise Refused("unknown_message")
    if line.private and not _same_ends(line, to):
        raise Refused("unknown_message")


def _same_ends(line: SaidLine, to: PersonId) -> bool:
    return to == "teachers" or to in (line.person, line.to)
