"""`python -m server.protocol [--check]`: the browser's types of messages and of the lesson record, docs/protocol.md's
tables, docs/record.schema.json, docs/roles.md.

Reads lesson/messages.py, lesson/view.py, lesson/permissions.py, recordings/record, the API's routes and the errors, and
writes what depends on them; with --check it writes nothing and ends with 1 when a file is stale. Needs a checkout.
"""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import cast, get_args

from msgspec import NODEFAULT, Struct, inspect

from lesson import messages, permissions, state, view
from recordings.record.fields import Record
from recordings.record.schema import schema_text
from server.http.api.routes import ROUTES
from server.http.errors import ERRORS
from server.school.rights.page import roles_page
from server.typescript import (
    NAMED,
    aliases,
    described,
    interface,
    literal,
    reachable,
    summary,
    typescript_type,
    union_type,
)

ROOT = Path(__file__).resolve().parent.parent
TYPESCRIPT = ROOT / "web" / "src" / "generated" / "messages.ts"
RECORD_TYPES = ROOT / "web" / "src" / "generated" / "record.ts"
PAGE = ROOT / "docs" / "protocol.md"
SCHEMA = ROOT / "docs" / "record.schema.json"
ROLES = ROOT / "docs" / "roles.md"

HEADER = """\
// Generated from lesson/messages.py and lesson/view.py by `python -m server.protocol`. Do not edit.
// All times are UTC milliseconds.
"""

RECORD_HEADER = """\
// Generated from recordings/record/fields.py by `python -m server.protocol`. Do not edit.
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
  | "expired" | "forged" | "foreign" | "revoked" | "unknown_lesson" | "lesson_ended" | "not_taught" | "busy";
"""


def structs(union: object) -> tuple[type[Struct], ...]:
    """The members of a union of message structs, in the order of the source."""
    return cast(tuple[type[Struct], ...], get_args(union))


def helpers() -> tuple[type[Struct], ...]:
    """Structs that messages and views consist of, each before its user."""
    return (
        messages.Feed, messages.RosterEntry, messages.Line, messages.ClassControls, view.LessonView, view.PersonView,
        view.HandView, view.FloorView, view.LoweredView, view.ChatView, view.AttendanceView, view.View,
        view.Me, view.Snapshot,
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


def record_typescript() -> str:
    """The whole of record.ts."""
    members = reachable(Record)
    named = f'import type {{ {", ".join(aliases(members))} }} from "./messages";\n'
    return "\n".join([RECORD_HEADER, named, *(interface(cls, sent=False) for cls in members)])


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
        signed_in = f"office ({route.act})"
        who = ", ".join(signed_in if kind == "office" else kind for kind in route.auth) or "anybody"
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
        RECORD_TYPES: record_typescript(),
        PAGE: page(PAGE.read_text(encoding="utf-8")),
        SCHEMA: schema_text(),
        ROLES: roles_page(),
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
