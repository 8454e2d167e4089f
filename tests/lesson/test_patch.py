from hypothesis import given
from hypothesis import strategies as st

from lesson.patch import JsonObject, diff, merge

NAMES = st.sampled_from("abcde")
VALUES = st.recursive(
    st.integers(0, 3) | st.sampled_from(["x", "y"]),
    lambda inner: st.dictionaries(NAMES, inner, max_size=4),
    max_leaves=12,
)
DOCUMENTS = st.dictionaries(NAMES, VALUES, max_size=5)


@given(DOCUMENTS, DOCUMENTS)
def test_merging_the_difference_gives_the_later_document(before: JsonObject, after: JsonObject) -> None:
    assert merge(before, diff(before, after)) == after


@given(DOCUMENTS)
def test_no_difference_is_an_empty_patch(document: JsonObject) -> None:
    assert diff(document, document) == {}
    assert merge(document, {}) == document


@given(DOCUMENTS, DOCUMENTS)
def test_a_patch_names_only_what_changed(before: JsonObject, after: JsonObject) -> None:
    patch = diff(before, after)
    assert all(before.get(name) != after.get(name) for name in patch)


def test_merge_follows_rfc_7396() -> None:
    target: JsonObject = {"title": "Chào", "author": {"given": "Lan", "family": "Trần"}, "tags": ["a", "b"]}
    patch: JsonObject = {
        "title": "Hết",
        "author": {"family": None},
        "tags": ["c"],
        "extra": {"x": None, "y": 1},
    }
    assert merge(target, patch) == {
        "title": "Hết",
        "author": {"given": "Lan"},
        "tags": ["c"],
        "extra": {"y": 1},
    }


def test_merge_leaves_the_target_alone() -> None:
    target: JsonObject = {"a": {"b": 1}}
    merge(target, {"a": {"b": 2, "c": 3}})
    assert target == {"a": {"b": 1}}
