"""Secured connections and logins against a real mail server: what works, what is said when it does not, and that nothing
goes unsecured or is lost meanwhile."""

from pathlib import Path
from typing import Any

import pytest

from tests.server.school.families.post import (
    PASSWORD,
    USER,
    Clock,
    Post,
    certificate,
    counted,
    post_letters,
    post_office,
    running,
)
from tests.support.waiting import until

LOGIN: dict[str, Any] = {"smtp_user": USER, "smtp_password": PASSWORD}


@pytest.mark.parametrize("implicit", [False, True])
async def test_letters_go_secured_after_a_login(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, implicit: bool
) -> None:
    trusted, tls = certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
    post, clock = Post(), Clock()
    more = LOGIN | {"smtp_tls": "implicit" if implicit else "start"}
    async with (
        post_office(post, tls=tls, implicit=implicit, login=True) as port,
        running(tmp_path, port, clock, **more) as (mailer, database),
    ):
        number = await post_letters(mailer, database, clock, ["a@thu.example"])
        await counted(database, number, 1, 0)
    assert (post.secured, set(post.users)) == ([True], {USER.encode()})


async def test_a_wrong_password_loses_nothing_and_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    trusted, tls = certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
    post, clock = Post(), Clock()
    wrong = LOGIN | {"smtp_tls": "start", "smtp_password": "sai"}
    async with post_office(post, tls=tls, login=True) as port:
        async with running(tmp_path, port, clock, **wrong) as (mailer, database):
            number = await post_letters(mailer, database, clock, ["a@thu.example", "b@thu.example"])
            await until(lambda: mailer.state.trouble == "login" and mailer.state.waiting == 2)
            await counted(database, number, 0, 0)
        async with running(tmp_path, port, clock, **wrong | {"smtp_password": PASSWORD}) as (_, database):
            await counted(database, number, 2, 0)
    assert post.secured == [True, True]


@pytest.mark.parametrize("implicit", [False, True])
async def test_a_certificate_nobody_vouches_for_is_refused(tmp_path: Path, implicit: bool) -> None:
    _, tls = certificate(tmp_path)
    post, clock = Post(), Clock()
    async with (
        post_office(post, tls=tls, implicit=implicit) as port,
        running(tmp_path, port, clock, smtp_tls="implicit" if implicit else "start") as (mailer, database),
    ):
        number = await post_letters(mailer, database, clock, ["a@thu.example"])
        await until(lambda: mailer.state.trouble == "tls" and mailer.state.waiting == 1)
        await counted(database, number, 0, 0)
    assert post.letters == []


@pytest.mark.parametrize("tls", ["start", "implicit"])
async def test_a_server_without_tls_gets_no_letter(tmp_path: Path, tls: str) -> None:
    """Who is between us and the mail server may take STARTTLS out of its answer: nothing goes in the clear then."""
    post, clock = Post(), Clock()
    async with (
        post_office(post) as port,
        running(tmp_path, port, clock, smtp_tls=tls) as (mailer, database),
    ):
        await post_letters(mailer, database, clock, ["a@thu.example"])
        await until(lambda: mailer.state.trouble == "tls" and mailer.state.waiting == 1)
    assert post.letters == []


async def test_a_login_the_server_does_not_know_of_is_said(tmp_path: Path) -> None:
    post, clock = Post(), Clock()
    async with post_office(post) as port, running(tmp_path, port, clock, **LOGIN) as (mailer, database):
        await post_letters(mailer, database, clock, ["a@thu.example"])
        await until(lambda: mailer.state.trouble == "login" and mailer.state.waiting == 1)


@pytest.mark.parametrize(
    ("answer", "trouble"),
    [("550 5.7.1 not from here", "sender"), ("530 5.7.0 Authentication required", "login")],
)
async def test_a_sender_who_is_not_taken_fails_no_letter(tmp_path: Path, answer: str, trouble: str) -> None:
    post, clock = Post(), Clock()
    post.no_sender = answer
    async with post_office(post) as port, running(tmp_path, port, clock) as (mailer, database):
        number = await post_letters(mailer, database, clock, ["a@thu.example", "b@thu.example"])
        await until(lambda: mailer.state.trouble == trouble and mailer.state.waiting == 2)
        await counted(database, number, 0, 0)
        post.no_sender = ""
        await counted(database, number, 2, 0)
        assert mailer.state.trouble == ""
