"""What the register refuses, as errors of the API."""

from collections.abc import Iterator
from contextlib import contextmanager

from msgspec import Struct

from server.http.errors import ApiError
from server.school.register.classes import NameTaken
from server.school.register.codes import CodeTaken
from server.school.register.people import BadPerson
from server.school.register.secrecy import Unreadable


class FieldFault(Struct, frozen=True):
    """Members of the problem `bad_field`: which field, and a code of what is wrong."""

    field: str
    why: str


@contextmanager
def told() -> Iterator[None]:
    """Turns the register's exceptions into ApiError."""
    try:
        yield
    except BadPerson as error:
        raise ApiError("bad_field", str(error), more=FieldFault(error.field, error.code)) from error
    except CodeTaken as error:
        raise ApiError("code_taken") from error
    except NameTaken as error:
        raise ApiError("already_there") from error
    except Unreadable as error:
        raise ApiError("unreadable") from error
