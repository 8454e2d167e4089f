"""Nomination, moves, consent and replays of the lite agent, with a clock that is an argument."""

import itertools
from typing import Any

import pytest
from aioice.stun import parse_message

from sfu.wire import ice, stun
from sfu.wire.address import Path, pack_address
from sfu.wire.ice import IceLite

PASSWORD, NEW_PASSWORD = "p" * 24, "n" * 24
A, B, C = (Path(0, pack_address(f"192.0.2.{host}", 4000)) for host in (1, 2, 3))
SAME_ADDRESS_OTHER_SOCKET = Path(1, A.address)

_numbers = itertools.count()


def agent(now: float = 0.0) -> IceLite:
    return IceLite("server", PASSWORD, "client", now)


def check(
    nominate: bool = False,
    controlling: int | None = 1,
    user: str = "server:client",
    password: str = PASSWORD,
) -> stun.BindingRequest:
    transaction = next(_numbers).to_bytes(12, "big")
    data = stun.build_request(transaction, user, password, nominate=nominate, controlling=controlling)
    return stun.parse_request(data)


def newer(nominate: bool = False, remote: str = "client2") -> stun.BindingRequest:
    """A check with the credentials of `restarted`."""
    return check(nominate, user=f"server2:{remote}", password=NEW_PASSWORD)


def restarted(lite: IceLite, now: float, remote: str = "client2") -> None:
    lite.restart("server2", NEW_PASSWORD, remote, now)


@pytest.mark.parametrize(
    ("steps", "selected", "moves"),
    [
        # (seconds, path, nominates): the first check selects, a nomination moves, the newest one wins
        ([(0, A, False)], A, 1),
        ([(0, A, False), (0.1, B, False)], A, 1),
        ([(0, A, False), (0.1, B, True)], B, 2),
        ([(0, A, True), (0.1, B, True)], B, 2),
        ([(0, A, True), (0.1, B, True), (0.2, A, True)], A, 3),
        ([(0, A, True), (0.1, B, True), (0.2, A, False)], B, 2),
        ([(0, A, True), (0.1, SAME_ADDRESS_OTHER_SOCKET, True)], SAME_ADDRESS_OTHER_SOCKET, 2),
        # after a NAT rebinding: not at once, but when the old path is silent
        ([(0, A, True), (1.0, B, False)], A, 1),
        ([(0, A, True), (1.0, B, False), (2.4, B, False)], A, 1),
        ([(0, A, True), (1.0, B, False), (2.6, B, False)], B, 2),
        ([(0, A, True), (2.0, A, False), (3.0, B, False)], A, 1),
        # and back again
        ([(0, A, True), (3.0, B, False), (6.0, A, False)], A, 3),
    ],
)
def test_which_path_is_selected(steps: list[tuple[float, Path, bool]], selected: Path, moves: int) -> None:
    lite = agent()
    for now, path, nominate in steps:
        assert lite.handle(check(nominate), path, now) is not None
    assert (lite.selected, lite.moves) == (selected, moves)


def test_media_on_the_selected_path_counts_as_heard() -> None:
    lite = agent()
    lite.handle(check(nominate=True), A, 0)
    lite.heard(A, 2.0)
    lite.handle(check(), B, 3.0)
    assert lite.selected == A
    lite.heard(C, 4.0)  # never authenticated
    assert lite.paths == (A, B) and lite.last_heard == 3.0


def test_the_response_is_authentic_and_says_where_from() -> None:
    request = check()
    response = agent().handle(request, B, 0)
    assert response is not None
    assert stun.parse_success(response, PASSWORD) == (request.transaction, ("192.0.2.2", 4000))


@pytest.mark.parametrize("user", ["server:stranger", "other:client", "client:server"])
def test_wrong_fragments_change_nothing(user: str) -> None:
    lite = agent()
    assert lite.handle(check(user=user), A, 1.0) is None
    assert (lite.selected, lite.paths, lite.last_heard) == (None, (), 0.0)


def test_wrong_password_changes_nothing() -> None:
    lite = IceLite("server", "another password of them", "client", 0.0)
    assert lite.handle(check(nominate=True), A, 1.0) is None
    assert (lite.selected, lite.paths, lite.last_heard) == (None, (), 0.0)


def test_a_replay_from_elsewhere_is_ignored() -> None:
    lite = agent()
    captured = check(nominate=True)
    lite.handle(captured, A, 0)
    assert lite.handle(captured, B, 10.0) is None
    assert (lite.selected, lite.paths, lite.last_heard) == (A, (A,), 0.0)


def test_once_media_flows_a_nomination_moves_when_media_proves_it() -> None:
    lite = agent()
    lite.handle(check(nominate=True), A, 0)
    lite.heard(A, 0.5)
    assert lite.handle(check(nominate=True), B, 1.0) is not None
    assert lite.selected == A
    lite.heard(B, 1.1)
    assert (lite.selected, lite.moves) == (B, 2)


def test_a_replay_older_than_memory_does_not_take_a_path_in_use() -> None:
    lite = agent()
    captured = check(nominate=True)
    lite.handle(captured, A, 0)
    for number in range(ice.REMEMBERED + 1):
        lite.handle(check(nominate=True), A, number)
        lite.heard(A, number)
    now = float(ice.REMEMBERED)
    lite.handle(captured, B, now)
    assert lite.selected == A
    lite.handle(
        check(nominate=True), A, now + 1
    )  # the owner of the path says so again: B is no candidate now
    lite.heard(B, now + 2)
    assert lite.selected == A


def test_a_nomination_needs_no_proof_when_the_old_path_is_silent() -> None:
    lite = agent()
    lite.handle(check(nominate=True), A, 0)
    lite.heard(A, 0.5)
    lite.handle(check(nominate=True), B, 0.5 + ice.SILENT)
    assert lite.selected == B


def test_a_retransmission_is_answered_but_does_not_move_back() -> None:
    lite = agent()
    old = check(nominate=True)
    lite.handle(old, A, 0)
    lite.handle(check(nominate=True), B, 0.1)
    assert lite.handle(old, A, 0.2) is not None
    assert lite.selected == B


def test_old_transactions_are_forgotten_in_bounds() -> None:
    lite = agent()
    for _ in range(ice.REMEMBERED + 50):
        lite.handle(check(), A, 0)
    assert len(lite._seen) == len(lite._order) == ice.REMEMBERED


def test_a_controlled_asker_is_told_to_change_and_gets_no_path() -> None:
    lite = agent()
    response = lite.handle(check(controlling=None), A, 0)
    assert response is not None and parse_message(response).error_code == 487
    assert lite.selected is None and lite.paths == ()


def test_at_most_eight_paths_the_longest_silent_goes_never_the_selected() -> None:
    lite = agent()
    lite.handle(check(nominate=True), A, 0)
    others = [Path(0, pack_address("198.51.100.1", port)) for port in range(1, 10)]
    for index, path in enumerate(others):
        lite.handle(check(), path, 0.1 + index / 100)
    assert len(lite.paths) == ice.MAX_PATHS
    assert lite.selected == A and A in lite.paths
    assert set(lite.paths) == {A, *others[2:]}


def test_consent_and_keeping() -> None:
    lite = agent()
    assert not lite.may_send(0)
    lite.handle(check(), A, 10)
    assert lite.may_send(39.9) and not lite.may_send(40)
    assert not lite.expired(99.9) and lite.expired(100)
    lite.handle(check(), B, 95)  # back after the consent had expired: old keys go on
    assert lite.may_send(95) and lite.selected == B and not lite.expired(184.9)


def test_a_peer_that_never_comes_expires_sooner() -> None:
    lite = agent(now=5)
    assert not lite.expired(34.9) and lite.expired(35)


@pytest.mark.parametrize(
    ("steps", "selected", "moves", "ufrags"),
    [
        # (seconds, path, check): both count until a new one nominates
        ([(2.0, A, check)], A, 1, ("server", "server2")),
        ([(2.0, B, newer)], A, 1, ("server", "server2")),
        ([(2.0, B, newer), (2.1, A, check)], A, 1, ("server", "server2")),
        ([(2.0, B, lambda: newer(nominate=True))], B, 2, ("server2",)),
        ([(2.0, A, lambda: newer(nominate=True))], A, 1, ("server2",)),
        # the path in use is dead: the first new check takes over, Firefox's without a nomination too
        ([(4.0, B, newer)], B, 2, ("server2",)),
        ([(4.0, A, newer)], A, 1, ("server2",)),
        # after consent
        ([(70.0, B, newer)], B, 2, ("server2",)),
        # once the new ones count, the old ones are a stranger's
        ([(2.0, B, lambda: newer(nominate=True)), (9.0, A, check)], B, 2, ("server2",)),
    ],
)
def test_a_restart(steps: list[Any], selected: Path, moves: int, ufrags: tuple[str, ...]) -> None:
    lite = agent()
    lite.handle(check(nominate=True), A, 0)
    lite.heard(A, 1.0)
    restarted(lite, 1.5)
    for now, path, make in steps:
        lite.handle(make(), path, now)
    assert (lite.selected, lite.moves, lite.ufrags) == (selected, moves, ufrags)


def test_the_response_is_made_with_the_password_that_was_asked_with() -> None:
    lite = agent()
    restarted(lite, 0)
    for request, password in ((check(), PASSWORD), (newer(), NEW_PASSWORD)):
        response = lite.handle(request, A, 0)
        assert response is not None and stun.parse_success(response, password)[0] == request.transaction


def test_mixed_fragments_and_passwords_are_refused() -> None:
    lite = agent()
    restarted(lite, 0)
    assert lite.handle(check(user="server:client2"), A, 0) is None
    assert lite.handle(newer(remote="client"), A, 0) is None
    assert lite.handle(check(user="server2:client2"), A, 0) is None
    assert lite.handle(check(user="server:client", password=NEW_PASSWORD), A, 0) is None


def test_a_restart_where_only_we_have_new_credentials() -> None:
    lite = agent()
    lite.handle(check(nominate=True), A, 0)
    restarted(lite, 1, remote="client")
    assert lite.handle(newer(nominate=True, remote="client"), B, 1.1) is not None
    assert (lite.selected, lite.ufrags) == (B, ("server2",))


def test_a_second_restart_replaces_one_that_came_to_nothing() -> None:
    lite = agent()
    lite.handle(check(nominate=True), A, 0)
    lite.restart("lost", "l" * 24, "client1", 1)
    restarted(lite, 2)
    assert lite.ufrags == ("server", "server2")
    assert lite.handle(check(user="lost:client1", password="l" * 24), B, 2) is None


def test_a_restart_in_the_last_moment_has_time_for_its_checks() -> None:
    lite = agent()
    lite.handle(check(nominate=True), A, 0)
    restarted(lite, ice.KEPT - 1)
    assert not lite.expired(ice.KEPT + 10) and not lite.may_send(ice.KEPT + 10)
    assert lite.expired(ice.KEPT - 1 + ice.FIRST_CHECK)
    lite.handle(newer(), B, ice.KEPT + 20)
    assert lite.may_send(ice.KEPT + 21) and lite.selected == B
