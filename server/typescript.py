"""Our structs as TypeScript interfaces: for the files of web/src/generated/, which server/protocol.py writes."""

import json
from collections.abc import Iterator
from typing import cast, get_args

from msgspec import NODEFAULT, Struct, inspect

from lesson import attendance, messages, state

NAMED = {
    "Role": messages.Role,
    "SourceName": messages.SourceName,
    "Mode": messages.Mode,
    "SlotName": messages.SlotName,
    "VideoSlot": messages.VideoSlot,
    "Light": messages.Light,
    "Hearing": messages.Hearing,
    "Phase": state.Phase,
    "EndReason": messages.EndReason,
    "KeptMedia": messages.KeptMedia,
    "LimitReason": messages.LimitReason,
    "Trouble": messages.Trouble,
    "LessonKind": messages.LessonKind,
    "ChatMode": messages.ChatMode,
    "Door": messages.Door,
    "FloorState": state.FloorState,
    "AttendanceState": attendance.AttendanceState,
    "RefusalCode": messages.RefusalCode,
}
ALIASES = {frozenset(get_args(alias)): name for name, alias in NAMED.items()}


def typescript_type(kind: inspect.Type) -> str:
    """The TypeScript spelling of a field's type; ValueError for a type messages do not use."""
    match kind:
        case inspect.IntType() | inspect.FloatType():
            return "number"
        case inspect.StrType():
            return "string"
        case inspect.BoolType():
            return "boolean"
        case inspect.NoneType():
            return "null"
        case inspect.LiteralType(values):
            return ALIASES.get(frozenset(values)) or " | ".join(literal(value) for value in values)
        case inspect.StructType(cls):
            return name_of(cls)
        case _:
            return typescript_container(kind)


def typescript_container(kind: inspect.Type) -> str:
    """Unions, maps and lists of other types."""
    match kind:
        case inspect.UnionType(types):
            return " | ".join(typescript_type(part) for part in types)
        case inspect.DictType(key, value):
            name = typescript_type(key)
            closed = isinstance(key, inspect.LiteralType)
            record = f"Record<{name}, {typescript_type(value)}>"
            return f"Readonly<Partial<{record}>>" if closed else f"Readonly<{record}>"
        case inspect.VarTupleType(item) | inspect.ListType(item):
            return f"readonly {typescript_type(item)}[]"
        case _:
            raise ValueError(f"no TypeScript type for {kind}")


def literal(value: object) -> str:
    """A literal as JSON writes it."""
    return json.dumps(value)


def described(cls: type[Struct]) -> inspect.StructType:
    """msgspec's description of a struct."""
    return cast(inspect.StructType, inspect.type_info(cls))


def interface(cls: type[Struct], sent: bool) -> str:
    """One struct as an interface.

    A field with a default may be left out of what a browser sends; of what the server sends only when the
    struct omits defaults or the default is UNSET, and then it is never null.
    """
    lines = [f"/** {summary(cls)} */", f"export interface {name_of(cls)} {{"]
    kind = described(cls)
    if kind.tag is not None:
        lines.append(f'  readonly type: "{kind.tag}";')
    for field in kind.fields:
        omitted = not field.required and (cls.__struct_config__.omit_defaults or unset(field))
        shown = typescript_type(without_none(field.type) if omitted else field.type)
        optional = omitted or (sent and not field.required)
        lines.append(f"  readonly {field.encode_name}{'?' if optional else ''}: {shown};")
    return "\n".join([*lines, "}"]) + "\n"


def name_of(cls: type[Struct]) -> str:
    """What the struct is called in TypeScript, where Record is something else."""
    return "LessonRecord" if cls.__name__ == "Record" else cls.__name__


def unset(field: inspect.Field) -> bool:
    """Whether the default is UNSET, of which msgspec's description says only that there is no value."""
    return not field.required and field.default is NODEFAULT and field.default_factory is NODEFAULT


def without_none(kind: inspect.Type) -> inspect.Type:
    """`X | None` as X."""
    if not isinstance(kind, inspect.UnionType):
        return kind
    left = tuple(part for part in kind.types if not isinstance(part, inspect.NoneType))
    return left[0] if len(left) == 1 else inspect.UnionType(left)


def summary(cls: type[Struct]) -> str:
    """The docstring in one line."""
    return " ".join((cls.__doc__ or "").split())


def union_type(name: str, members: tuple[type[Struct], ...]) -> str:
    """A discriminated union and the list of its type names."""
    lines = [f"export type {name} ="] + [f"  | {cls.__name__}" for cls in members]
    return "\n".join(lines) + ";\n"


def reachable(cls: type[Struct]) -> list[type[Struct]]:
    """The struct and all it consists of, each before its user."""
    found: dict[type[Struct], None] = {}
    for field in described(cls).fields:
        for part in parts(field.type):
            if isinstance(part, inspect.StructType):
                found |= dict.fromkeys(reachable(part.cls))
    return [*found, cls]


def aliases(members: list[type[Struct]]) -> list[str]:
    """The named unions of literals among their fields, by name."""
    literals = (
        frozenset(part.values)
        for cls in members
        for field in described(cls).fields
        for part in parts(field.type)
        if isinstance(part, inspect.LiteralType)
    )
    return sorted({ALIASES[values] for values in literals if values in ALIASES})


def parts(kind: inspect.Type) -> Iterator[inspect.Type]:
    """A type and what it is made of, as far as fields of other structs."""
    yield kind
    match kind:
        case inspect.UnionType(types):
            inner: tuple[inspect.Type, ...] = types
        case inspect.DictType(key, value):
            inner = (key, value)
        case inspect.VarTupleType(item) | inspect.ListType(item):
            inner = (item,)
        case _:
            inner = ()
    for one in inner:
        yield from parts(one)
