"""The published JSON Schema (2020-12) of a record: docs/record.schema.json, GET /api/v1/records/schema."""

from typing import Any

import msgspec

from recordings.record.fields import SCHEMA, Record

_REF = "#/$defs/{name}"


def schema() -> dict[str, Any]:
    """The schema as JSON: a format of others, made from the structs of fields.py."""
    (root,), defs = msgspec.json.schema_components([Record], ref_template=_REF)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:bucgiang:lesson-record:{SCHEMA}",
        "title": "Hồ sơ tiết dạy trực tuyến (lesson record)",
        **root,
        "$defs": defs,
    }


def schema_text() -> str:
    """The file's text."""
    return msgspec.json.format(msgspec.json.encode(schema(), order="deterministic"), indent=1).decode() + "\n"
