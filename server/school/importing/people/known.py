"""The people of the database a list is compared with, and who a row of it is about. Pure."""

from collections import defaultdict
from collections.abc import Iterable

from msgspec import Struct

from server.school.importing.plan import Candidate
from server.school.names import same_name


class KnownPerson(Struct, frozen=True, array_like=True):
    """Somebody of the register, also who left."""

    id: str
    kind: str
    full_name: str
    given_name: str
    birth_date: str | None
    sex: str | None
    moet_id: str | None
    temporary_code: str | None
    class_id: str | None
    stt: int | None
    active: bool
    email: str | None = None
    department_id: str | None = None
    title: str | None = None


class Sought(Struct, frozen=True):
    """What a row says of its person."""

    kind: str
    name: str
    birth: str | None
    moet: str
    temporary: str
    class_id: str | None


class Found(Struct, frozen=True):
    """`person`: sure. `code`: a person must choose among `candidates`. `fault`: the row cannot be. None of them: new."""

    person: KnownPerson | None = None
    candidates: tuple[KnownPerson, ...] = ()
    code: str = ""
    fault: str = ""


class Register:
    """People by code and by name."""

    def __init__(self, people: Iterable[KnownPerson]) -> None:
        self._by_moet: dict[str, KnownPerson] = {}
        self._by_temporary: dict[str, KnownPerson] = {}
        self._by_name: dict[str, list[KnownPerson]] = defaultdict(list)
        self.by_id: dict[str, KnownPerson] = {}
        for one in people:
            self.by_id[one.id] = one
            self._by_name[same_name(one.full_name)].append(one)
            if one.moet_id:
                self._by_moet[one.moet_id] = one
            if one.temporary_code:
                self._by_temporary[one.temporary_code] = one

    def find(self, sought: Sought) -> Found:
        """By code; then by name and birth date; what is left a person decides."""
        if sought.moet and (person := self._by_moet.get(sought.moet)) is not None:
            return self._by_code(sought, person)
        if sought.temporary:
            person = self._by_temporary.get(sought.temporary)
            return self._by_code(sought, person) if person else Found(fault="unknown_code")
        named = [one for one in self._by_name[same_name(sought.name)] if one.kind == sought.kind]
        if not named:
            return Found()
        if sought.birth is None:
            return self._by_name_alone(sought, named)
        return self._by_birth(sought, [one for one in named if one.birth_date in (sought.birth, None)])

    def _by_code(self, sought: Sought, person: KnownPerson) -> Found:
        if person.kind != sought.kind:
            return Found(fault="other_kind")
        other_name = same_name(person.full_name) != same_name(sought.name)
        other_birth = bool(sought.birth and person.birth_date and sought.birth != person.birth_date)
        if other_name and other_birth:
            return Found(candidates=(person,), code="other_name")
        return Found(person)

    def _by_name_alone(self, sought: Sought, named: list[KnownPerson]) -> Found:
        """A name is not enough, unless nobody of that name is near."""
        near = [one for one in named if one.class_id == sought.class_id]
        return Found(candidates=tuple(near), code="no_birth") if near else Found()

    def _by_birth(self, sought: Sought, alike: list[KnownPerson]) -> Found:
        sure = [one for one in alike if one.birth_date == sought.birth]
        if len(sure) == 1 and len(alike) == 1 and self._may_be(sought, sure[0]):
            return Found(sure[0])
        here = [one for one in sure if one.class_id == sought.class_id]
        if len(here) == 1 and self._may_be(sought, here[0]):
            return Found(here[0])
        near = [one for one in alike if one in sure or one.class_id == sought.class_id]
        if not near:
            return Found()
        return Found(candidates=tuple(near), code="other_code" if sought.moet else "several")

    def _may_be(self, sought: Sought, person: KnownPerson) -> bool:
        """A new code goes to a namesake only without one, in the same class; a pupil without a code may have moved."""
        if not sought.moet:
            return True
        return person.moet_id is None and (person.class_id == sought.class_id or sought.class_id is None)


def candidate(person: KnownPerson, class_code: str) -> Candidate:
    """How the page shows somebody a row may be about: class, birth date and code tell namesakes apart."""
    birth = "/".join(reversed(person.birth_date.split("-"))) if person.birth_date else ""
    parts = (class_code, birth, person.moet_id or person.temporary_code or "")
    return Candidate(person.id, person.full_name, " · ".join(part for part in parts if part))
