"""JSON merge patch (RFC 7396): how a browser's view follows the lesson."""

JsonObject = dict[str, "Json"]
Json = JsonObject | list["Json"] | str | int | float | bool | None


def diff(before: JsonObject, after: JsonObject) -> JsonObject:
    """The smallest patch leading from `before` to `after`; neither may hold null, which a patch cannot say."""
    patch: JsonObject = {name: None for name in before if name not in after}
    for name, new in after.items():
        if name not in before:
            patch[name] = new
            continue
        old = before[name]
        if old is new or old == new:
            continue
        patch[name] = diff(old, new) if isinstance(old, dict) and isinstance(new, dict) else new
    return patch


def merge(target: JsonObject, patch: JsonObject) -> JsonObject:
    """The target after a patch (RFC 7396 section 2); unchanged parts are shared with the target."""
    merged = dict(target)
    for name, value in patch.items():
        if value is None:
            merged.pop(name, None)
        elif isinstance(value, dict):
            old = merged.get(name)
            merged[name] = merge(old if isinstance(old, dict) else {}, value)
        else:
            merged[name] = value
    return merged
