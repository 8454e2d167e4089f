"""What an operator can set: `BUCGIANG_*` in the environment or `bucgiang.toml` in the working folder.

Read once at the start of each process by server/startup.py, then passed on as a value. A bad value becomes a
SettingsError whose text is one line: which setting, what is wrong, what to do. Knows nothing of the store.
"""

import ipaddress
import os
import re
import tomllib
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import Field, ValidationError, field_validator, model_validator
from pydantic_settings import (
    BaseSettings,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

PREFIX = "BUCGIANG_"
TOML_FILE = "bucgiang.toml"
PRIVATE_NAMES = ("READY_FD", "PULSE_FD", "TEST_")
"""`BUCGIANG_*` names that begin so are used among our processes and by our tests; no settings."""

TURN_URL = re.compile(
    r"(?P<scheme>turns?):(?P<host>[A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])(:(?P<port>[0-9]{1,5}))?(\?transport=(udp|tcp))?"
)
"""RFC 7065 §3.1, without what no browser knows."""

SOCKET_PATH_LIMIT = 107
"""Bytes the kernel takes for the path of a Unix socket (sun_path less its final zero)."""


class StartFault(Exception):
    """Why a process cannot start. `str()` is one line for stderr: what, why, what to do."""

    exit_code = 2


class SettingsError(StartFault):
    """A setting has a value that cannot work."""


Port = Annotated[int, Field(ge=1, le=65535)]
Megabytes = Annotated[int, Field(ge=0, le=1_000_000_000)]
Words = Annotated[tuple[str, ...], NoDecode]


class Settings(BaseSettings):
    """All settings with their defaults. Empty `secret` and `api_key` are filled by server/startup.py."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, toml_file=TOML_FILE, extra="forbid", frozen=True, hide_input_in_errors=True
    )

    host: str = "127.0.0.1"
    """Address the pages and the API listen on."""
    port: Port = 8080
    media_port: Port = 7000
    """UDP and TCP port of the first media worker."""
    media_addresses: Words = ()
    """Addresses told to browsers for sound and picture; empty: the machine's own. Needed behind NAT."""
    turn_urls: Words = ()
    """A coturn for networks that let nothing else through: turn:turn.truong.example:3478?transport=udp,turns:…"""
    turn_secret: str = Field(default="", repr=False)
    """What it and we share (its static-auth-secret)."""
    turn_allow_private: bool = False
    """Whether its printed configuration lets it relay to private networks, too."""
    public_url: str = ""
    """How people reach the server from outside, e.g. behind a proxy: https://lop.truong.example"""
    tls_cert: Path | None = None
    tls_key: Path | None = None
    trusted_proxies: Words = ()
    """Addresses or networks whose X-Forwarded-For is believed."""
    data_dir: Path = Path("var")
    disk_warn_mb: Megabytes = 2000
    """Free megabytes in the data folder below which teachers of recorded lessons are warned."""
    disk_audio_only_mb: Megabytes = 500
    """Below this only sound is recorded."""
    disk_stop_mb: Megabytes = 100
    """Below this nothing is recorded any more."""
    database_url: str = ""
    """Empty: bucgiang.db in the data folder."""
    api_key: str = Field(default="", repr=False)
    secret: str = Field(default="", repr=False)
    """Signs tokens."""
    oidc_issuer: str = ""
    """A sign-in provider of the school (OpenID Connect) beside passwords: https://dangnhap.truong.example"""
    oidc_client_id: str = ""
    oidc_client_secret: str = Field(default="", repr=False)
    oidc_name: Annotated[str, Field(max_length=60)] = ""
    """How its button is called: "tài khoản của Sở"."""
    smtp_host: str = ""
    """The school's mail server, for notices to families; empty: notices are read on the pages only."""
    smtp_port: Port = 587
    smtp_user: str = ""
    smtp_password: str = Field(default="", repr=False)
    smtp_from: str = ""
    """The address notices come from: thongbao@truong.example"""
    smtp_tls: Literal["start", "implicit", "none"] = "start"
    """STARTTLS (port 587), TLS from the first byte (465), or none (a mail server on this machine)."""
    demo: bool = False
    lan: bool = False

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Arguments before environment before file."""
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)

    @field_validator("media_addresses", "trusted_proxies", "turn_urls", mode="before")
    @classmethod
    def _split_words(cls, value: object) -> object:
        return tuple(word for word in value.replace(",", " ").split()) if isinstance(value, str) else value

    @field_validator("media_addresses")
    @classmethod
    def _check_addresses(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for word in value:
            _parsed(ipaddress.ip_address, word, "is not an IP address; use e.g. 203.0.113.7,192.168.1.10")
        return value

    @field_validator("turn_urls")
    @classmethod
    def _check_turn_urls(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for word in value:
            found = TURN_URL.fullmatch(word)
            if found is None or not 0 < int(found["port"] or 3478) <= 65535:
                raise ValueError(
                    f"{word!r} is no TURN address; use e.g. turn:turn.truong.example:3478?transport=udp"
                )
        if len(value) > 8:
            raise ValueError("has more than 8 addresses; browsers would try them all")
        return value

    @field_validator("turn_secret")
    @classmethod
    def _check_turn_secret(cls, value: str) -> str:
        if value and re.fullmatch(r"[A-Za-z0-9+/=_.-]{32,200}", value) is None:
            raise ValueError("must be at least 32 letters and digits, e.g. from `openssl rand -hex 32`")
        return value

    @field_validator("trusted_proxies")
    @classmethod
    def _check_networks(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for word in value:
            _parsed(ipaddress.ip_network, word, "is no address or network; use e.g. 127.0.0.1 or 10.0.0.0/8")
        return value

    @field_validator("host")
    @classmethod
    def _check_host(cls, value: str) -> str:
        if value == "localhost":
            return "127.0.0.1"
        _parsed(
            ipaddress.ip_address, value, "is not an IP address; use 127.0.0.1, or 0.0.0.0 for every network"
        )
        return value

    @field_validator("public_url")
    @classmethod
    def _check_public_url(cls, value: str) -> str:
        parts = urlsplit(value)
        good = parts.scheme in ("http", "https") and parts.hostname and parts.path in ("", "/")
        if value and (not good or parts.query or parts.fragment):
            raise ValueError("must be like https://lop.truong.example (no path)")
        return value.rstrip("/")

    @field_validator("oidc_issuer")
    @classmethod
    def _check_issuer(cls, value: str) -> str:
        parts = urlsplit(value)
        near = parts.scheme == "http" and parts.hostname in ("127.0.0.1", "localhost", "::1")
        if value and (
            not (parts.scheme == "https" or near) or not parts.hostname or parts.query or parts.fragment
        ):
            raise ValueError("must be like https://dangnhap.truong.example, as the provider names itself")
        return value

    @field_validator("smtp_from")
    @classmethod
    def _check_from(cls, value: str) -> str:
        if value and re.fullmatch(r"[A-Za-z0-9._+-]{1,64}@[A-Za-z0-9.-]{1,190}", value) is None:
            raise ValueError("must be an address like thongbao@truong.example")
        return value

    @field_validator("data_dir")
    @classmethod
    def _check_data_dir(cls, value: Path) -> Path:
        path = Path(os.path.abspath(value))
        if len(os.fsencode(path / "run" / "media-00.sock")) > SOCKET_PATH_LIMIT:
            raise ValueError("is too long a path for the sockets in it; use one under 85 bytes")
        return path

    @field_validator("database_url")
    @classmethod
    def _check_database_url(cls, value: str) -> str:
        if value and not value.startswith(("sqlite:///", "sqlite+aiosqlite:///")):
            raise ValueError("must be sqlite:////folder/name.db (this version keeps its data in SQLite only)")
        return value

    @field_validator("api_key")
    @classmethod
    def _check_api_key(cls, value: str) -> str:
        if value and len(value) < 20:
            raise ValueError("is shorter than 20 characters; leave it unset and run `bucgiang key`")
        return value

    @field_validator("secret")
    @classmethod
    def _check_secret(cls, value: str) -> str:
        if value and len(value) < 32:
            raise ValueError("is shorter than 32 characters; leave it unset to have one made")
        return value

    @model_validator(mode="after")
    def _check_together(self) -> "Settings":
        if (self.tls_cert is None) != (self.tls_key is None):
            missing = "BUCGIANG_TLS_KEY" if self.tls_key is None else "BUCGIANG_TLS_CERT"
            raise ValueError(f"{missing} is missing: the certificate and its key go together")
        if bool(self.turn_urls) != bool(self.turn_secret):
            there, missing = ("_URLS", "_SECRET") if self.turn_urls else ("_SECRET", "_URLS")
            raise ValueError(
                f"BUCGIANG_TURN{there} is set, BUCGIANG_TURN{missing} is missing: they go together"
            )
        oidc = (self.oidc_issuer, self.oidc_client_id, self.oidc_client_secret)
        if any(oidc) and not all(oidc):
            raise ValueError("BUCGIANG_OIDC_ISSUER, _OIDC_CLIENT_ID and _OIDC_CLIENT_SECRET go together")
        if self.smtp_host and not self.smtp_from:
            raise ValueError("BUCGIANG_SMTP_FROM is missing: mails come from an address of the school")
        if bool(self.smtp_user) != bool(self.smtp_password):
            raise ValueError("BUCGIANG_SMTP_USER and BUCGIANG_SMTP_PASSWORD go together")
        if self.demo and not self.lan and not self.loopback:
            raise ValueError(
                f"BUCGIANG_HOST {self.host} with the demo: its links open to anyone who sees them; "
                "leave the host at 127.0.0.1 or add --lan"
            )
        if not self.disk_warn_mb >= self.disk_audio_only_mb >= self.disk_stop_mb:
            raise ValueError(
                "BUCGIANG_DISK_WARN_MB, _DISK_AUDIO_ONLY_MB, _DISK_STOP_MB: each must be at most the one before"
            )
        return self

    @property
    def loopback(self) -> bool:
        """Whether only this machine reaches the pages."""
        return ipaddress.ip_address(self.host).is_loopback

    @property
    def database_path(self) -> Path:
        """The SQLite file."""
        if not self.database_url:
            return self.data_dir / "bucgiang.db"
        return Path(self.database_url.partition(":///")[2])

    @property
    def secure(self) -> bool:
        """Whether people reach the pages over https (then cookies are Secure)."""
        return self.public_url.startswith("https:") if self.public_url else self.tls_cert is not None


def load_settings(**overrides: object) -> Settings:
    """Settings from arguments, environment, `bucgiang.toml`. Raises SettingsError."""
    _refuse_unknown_names()
    given = {name: value for name, value in overrides.items() if value is not None}
    try:
        return Settings(**given)  # type: ignore[arg-type]
    except ValidationError as error:
        raise SettingsError(_one_line(error)) from error
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{TOML_FILE} is not valid TOML: {error}") from error
    except OSError as error:
        raise SettingsError(
            f"{TOML_FILE} cannot be read: {error.strerror}; check its owner and mode"
        ) from error


def _parsed(parse: object, word: str, remedy: str) -> None:
    assert callable(parse)
    try:
        parse(word)
    except ValueError:
        raise ValueError(f"{word!r} {remedy}") from None


def _refuse_unknown_names() -> None:
    """A misspelt setting would otherwise be ignored in silence."""
    known = {name.upper() for name in Settings.model_fields}
    for name in sorted(os.environ):
        word = name.upper().removeprefix(PREFIX)
        if name.upper().startswith(PREFIX) and word not in known and not word.startswith(PRIVATE_NAMES):
            raise SettingsError(
                f"{name} is no setting of this version; remove it or see `bucgiang serve --help`"
            )


def _one_line(error: ValidationError) -> str:
    first = error.errors(include_input=False, include_url=False, include_context=False)[0]
    text = first["msg"].removeprefix("Value error, ")
    if not first["loc"]:
        return text
    name = str(first["loc"][0])
    if first["type"] == "extra_forbidden":
        return f"{TOML_FILE}: {name} is no setting of this version; remove it"
    return f"{PREFIX}{name.upper()} {text[0].lower() + text[1:]} (environment or {TOML_FILE})"
