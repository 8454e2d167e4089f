"""Ways in of pupils and guests: the class's link, answers, cards, guests' links. Their lines of the API's table."""

from server.http.api.joins import TokenAnswer
from server.http.api.ways import answers, cards, guests, links
from server.http.auth import Auth
from server.http.call import SCHOOL, Route, token_limit
from server.school.ways.cards import ClassWays

_ISSUERS: tuple[Auth, ...] = (*SCHOOL, "day", "join")


ROUTES: tuple[Route, ...] = (
    Route(
        "POST", "/api/v1/ways/cards", "Come in with a card's QR", answers.answer_card,
        body=answers.CardRequest, answer=answers.WayAnswer, status=201, errors=("old_card",), limit=token_limit,
    ),
    Route(
        "POST", "/api/v1/ways/guests", "What a guests' link leads to", guests.open_guest_link,
        body=guests.GuestLinkRequest, answer=guests.GuestLesson,
        errors=("expired", "forged", "revoked", "unknown_lesson"), limit=token_limit,
    ),
    Route(
        "POST", "/api/v1/ways/guests/tokens", "Come in as a guest", guests.create_guest,
        body=guests.GuestRequest, answer=TokenAnswer, status=201,
        errors=("expired", "forged", "revoked", "unknown_lesson", "lesson_ended", "bad_name", "name_taken"),
        limit=token_limit,
    ),
    Route(
        "POST", "/api/v1/ways/{class}", "The class of a class's link", answers.open_class_link,
        body=answers.ClassLinkRequest, answer=answers.ClassLinkAnswer, errors=("old_class_link",), limit=token_limit,
    ),
    Route(
        "POST", "/api/v1/ways/{class}/answers", "Come in with birth digits or a PIN", answers.answer_class_link,
        body=answers.AnswerRequest, answer=answers.WayAnswer, status=201, errors=("wrong_answer", "many_wrong"),
        limit=token_limit,
    ),
    Route(
        "POST", "/api/v1/classes/{id}/link", "A new link for the class; the old one ends", links.create_class_link,
        _ISSUERS, answer=links.ClassLink, status=201, errors=("unknown_class",), limit=token_limit, act="cards.issue",
    ),
    Route(
        "GET", "/api/v1/classes/{id}/ways", "How the class's pupils get in", links.get_class_ways,
        _ISSUERS, answer=ClassWays, errors=("unknown_class",), act="cards.issue",
    ),
    Route(
        "POST", "/api/v1/classes/{id}/cards", "Issue cards, to print at once", cards.create_cards,
        _ISSUERS, body=cards.CardsRequest, answer=cards.CardsAnswer, status=201,
        errors=("unknown_class", "unknown_person"), limit=token_limit, act="cards.issue",
    ),
    Route(
        "POST", "/api/v1/lessons/{id}/people/{person}/card", "A new card for a pupil; other devices end",
        cards.create_lesson_card, _ISSUERS, answer=cards.CardsAnswer, status=201,
        errors=("unknown_lesson", "unknown_class", "unknown_person"), limit=token_limit, act="cards.issue",
    ),
    Route(
        "DELETE", "/api/v1/people/{id}/tries", "Let a pupil answer again", links.delete_tries,
        _ISSUERS, status=204, errors=("unknown_person",), act="cards.issue",
    ),
    Route(
        "POST", "/api/v1/lessons/{id}/guest-link", "One link for all guests of a lesson", guests.create_guest_link,
        _ISSUERS, answer=guests.GuestLink, status=201, errors=("unknown_lesson",), limit=token_limit, act="lessons.enter",
    ),
    Route(
        "DELETE", "/api/v1/lessons/{id}/guest-link", "End the guests' links of a lesson; its guests are out",
        guests.delete_guest_links, _ISSUERS, status=204, errors=("unknown_lesson",), act="lessons.enter",
    ),
)  # fmt: skip
"""The fixed addresses stand before `{class}`: the first that fits is taken."""
