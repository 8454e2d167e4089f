"""`python -m server.protocol [--check]`: the browser's message types, docs/protocol.md's tables, docs/record.schema.json.

Reads lesson/messages.py, lesson/view.py, lesson/permissions.py, recordings/record, the API's routes and the errors, and
writes what depends on them; with --check it writes nothing and ends with 1 when a file is stale. Needs a checkout.
"""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import cast, get_args

from msgspec import NODEFAULT, Struct, inspect

from lesson import attendance, messages, permissions, state, view
from recordings.record.schema import schema_text
from server.http.api.routes import ROUTES
from server.http.errors import ERRORS

ROOT = Path(__file__).resolve().parent.parent
TYPESCRIPT = ROOT / "web" / "src" / "generated" / "messages.ts"
PAGE = ROOT / "docs" / "protocol.md"
SCHEMA = ROOT / "docs" / "record.schema.json"

NAMED = {
    "Role": messages.Role,
    "SourceName": messages.SourceName,
    "Mode": messages.Mode,
    "SlotName": messages.SlotName,
    "Phase": state.Phase,
    "EndReason": messages.EndReason,
    "KeptMedia": messages.KeptMedia,
    "LimitReason": messages.LimitReason,
    "Trouble": messages.Trouble,
    "FloorState": state.FloorState,
    "AttendanceState": attendance.AttendanceState,
    "RefusalCode": messages.RefusalCode,
}
ALIASES = {frozenset(get_args(alias)): name for name, alias in NAMED.items()}

HEADER = """\
// Generated from lesson/messages.py and lesson/view.py by `python -m server.protocol`. Do not edit.
// All times are UTC milliseconds.
"""

ENVELOPES = """\
/** RFC 7396: merge it into the view; null removes. */
export type Patch = { readonly [key: string]: PatchValue };
export type PatchValue = Patch | string | number | boolean | null | readonly PatchValue[];

/** An event this person may not know; the number and the patch still count. */
export interface Hidden {
  readonly type: "hidden";
}

/** Around every event: `patch` leads from the view before it to the view after event `number`. */
export interface Envelope {
  readonly epoch: string;
  readonly number: number;
  readonly at: number;
  readonly patch: Patch;
}

/** Socket.IO "event". */
export type PersonalEvent = Envelope & (AnyEvent | Hidden);

/** Why a command was not done: by the lesson's rules, or by the server. */
export type AckCode = RefusalCode | "bad_message" | "too_fast" | "not_saved" | "bug";

/** Answer to every command. */
export type Ack =
  | { readonly ok: true }
  | { readonly ok: false; readonly code: AckCode; readonly message: string };

/** Message of a refused connection (Socket.IO "connect_error"). */
export type ConnectCode =
  | "expired" | "forged" | "foreign" | "revoked" | "unknown_lesson" | "lesson_ended" | "busy";
"""


def structs(union: object) -> tuple[type[Struct], ...]:
    """The members of a union of message structs, in the order of the source."""
    return cast(tuple[type[Struct], ...], get_args(union))


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
            return cls.__name__
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
    return ("true" if value else "false") if isinstance(value, bool) else f'"{value}"'


def described(cls: type[Struct]) -> inspect.StructType:
    """msgspec's description of a struct."""
    return cast(inspect.StructType, inspect.type_info(cls))


def interface(cls: type[Struct], sent: bool) -> str:
    """One struct as an interface.

    A field with a default may be left out of what a browser sends; of what the server sends only when the
    struct omits defaults, and then it is never null.
    """
    lines = [f"/** {summary(cls)} */", f"export interface {cls.__name__} {{"]
    kind = described(cls)
    if kind.tag is not None:
        lines.append(f'  readonly type: "{kind.tag}";')
    for field in kind.fields:
        omitted = cls.__struct_config__.omit_defaults and not field.required
        shown = typescript_type(without_none(field.type) if omitted else field.type)
        optional = omitted or (sent and not field.required)
        lines.append(f"  readonly {field.encode_name}{'?' if optional else ''}: {shown};")
    return "\n".join([*lines, "}"]) + "\n"


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


def helpers() -> tuple[type[Struct], ...]:
    """Structs that messages and views consist of, each before its user."""
    return (
        messages.Feed, messages.RosterEntry, view.LessonView, view.PersonView, view.HandView, view.FloorView,
        view.ChatView, view.AttendanceView, view.View, view.Me, view.Snapshot,
    )  # fmt: skip


def typescript() -> str:
    """The whole of messages.ts."""
    parts = [HEADER]
    for name, alias in NAMED.items():
        values = " | ".join(literal(value) for value in get_args(alias))
        parts.append(f"export type {name} = {values};\n")
    parts += [interface(cls, sent=False) for cls in helpers()]
    for name in ("AnyCommand", "AnyEvent", "AnyNotice"):
        members = structs(getattr(messages, name))
        parts += [interface(cls, sent=name == "AnyCommand") for cls in members]
        parts.append(union_type(name, members))
    return "\n".join([*parts, ENVELOPES])


def field_cell(field: inspect.Field) -> str:
    """A field as the documentation shows it: `name`: type, with its default."""
    shown = typescript_type(field.type).replace("|", "\\|")
    if field.default is NODEFAULT:
        return f"`{field.encode_name}`: {shown}"
    default = "null" if field.default is None else repr(field.default).replace("'", '"')
    return f"`{field.encode_name}`: {shown} = {default}"


def table(members: tuple[type[Struct], ...]) -> str:
    """A Markdown table of messages: type, fields, meaning."""
    rows = ["| type | fields | meaning |", "| --- | --- | --- |"]
    for cls in members:
        kind = described(cls)
        cells = "<br>".join(field_cell(field) for field in kind.fields) or "–"
        rows.append(f"| `{kind.tag}` | {cells} | {summary(cls).replace('|', chr(92) + '|')} |")
    return "\n".join(rows)


def rights() -> str:
    """The permission table: who may send a command, and in which phases."""
    roles, phases = get_args(messages.Role), get_args(state.Phase)
    rows = [f"| command | {' | '.join(roles)} | when |", "| --- |" + " --- |" * (len(roles) + 1)]
    for cls in structs(messages.AnyCommand):
        right = permissions.RIGHTS[cast(type[messages.Command], cls)]
        marks = " | ".join("yes" if role in right.roles else "–" for role in roles)
        when = ", ".join(phase for phase in phases if phase in right.phases)
        rows.append(f"| `{described(cls).tag}` | {marks} | {when} |")
    return "\n".join(rows)


def calls() -> str:
    """The HTTP API: every call, who may, and what it answers with."""
    rows = ["| call | who | answers | does |", "| --- | --- | --- | --- |"]
    for route in ROUTES:
        who = ", ".join(route.auth) or "anybody"
        rows.append(f"| `{route.method} {route.path}` | {who} | {route.status} | {route.summary} |")
    return "\n".join(rows)


def problems() -> str:
    """Every code an HTTP problem may carry."""
    rows = ["| code | status | meaning | what to do |", "| --- | --- | --- | --- |"]
    ordered = sorted(ERRORS.items(), key=lambda row: row[1].status)
    rows += [f"| `{code}` | {known.status} | {known.detail} | {known.hint} |" for code, known in ordered]
    return "\n".join(rows)


def tables() -> Iterator[tuple[str, str]]:
    """Each generated part of docs/protocol.md with the name of its markers."""
    yield "commands", table(structs(messages.AnyCommand))
    yield "rights", rights()
    yield "events", table(structs(messages.AnyEvent))
    yield "notices", table(structs(messages.AnyNotice))
    yield "calls", calls()
    yield "problems", problems()


def page(text: str) -> str:
    """docs/protocol.md with fresh tables; ValueError when a marker is missing."""
    for name, body in tables():
        start, end = f"<!-- generated: {name} -->\n", f"<!-- end: {name} -->"
        head, found, rest = text.partition(start)
        _, closed, tail = rest.partition(end)
        if not found or not closed:
            raise ValueError(f"docs/protocol.md has no markers for {name}")
        text = f"{head}{start}{body}\n{end}{tail}"
    return text


def wanted() -> dict[Path, str]:
    """Every generated file and what it should hold."""
    return {
        TYPESCRIPT: typescript(),
        PAGE: page(PAGE.read_text(encoding="utf-8")),
        SCHEMA: schema_text(),
    }


def stale() -> list[Path]:
    """Generated files that differ from their sources."""
    return [path for path, text in wanted().items() if not path.exists() or path.read_text("utf-8") != text]


def main(arguments: list[str]) -> int:
    """Write the stale files, or with --check only name them."""
    paths, texts = stale(), wanted()
    for path in paths:
        sys.stdout.write(f"{'stale' if '--check' in arguments else 'wrote'} {path.relative_to(ROOT)}\n")
        if "--check" not in arguments:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(texts[path], encoding="utf-8")
    return 1 if paths and "--check" in arguments else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
