"""Settings: where values come from, and one clear line for each kind of bad value."""

from pathlib import Path

import pytest

from server.settings import Settings, SettingsError, load_settings
from server.startup import startup


@pytest.fixture(autouse=True)
def empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def refusal(**overrides: object) -> str:
    with pytest.raises(SettingsError) as caught:
        load_settings(**overrides)
    text = str(caught.value)
    assert "\n" not in text
    return text


def test_defaults(empty_folder: Path) -> None:
    settings = load_settings()
    assert (settings.host, settings.port, settings.media_port) == ("127.0.0.1", 8080, 7000)
    assert settings.data_dir == empty_folder / "var"
    assert settings.database_path == empty_folder / "var" / "bucgiang.db"
    assert settings.loopback
    assert not settings.secure


def test_argument_beats_environment_beats_file(empty_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (empty_folder / "bucgiang.toml").write_text(
        'port = 8001\nmedia_port = 7001\nmedia_addresses = ["10.0.0.5"]\n'
    )
    monkeypatch.setenv("BUCGIANG_PORT", "8002")
    monkeypatch.setenv("BUCGIANG_TRUSTED_PROXIES", "127.0.0.1, 10.0.0.0/8")
    settings = load_settings(host="0.0.0.0")
    assert (settings.host, settings.port, settings.media_port) == ("0.0.0.0", 8002, 7001)
    assert settings.media_addresses == ("10.0.0.5",)
    assert settings.trusted_proxies == ("127.0.0.1", "10.0.0.0/8")


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("PORT", "abc", "integer"),
        ("PORT", "70000", "65535"),
        ("PORT", "0", "greater"),
        ("MEDIA_PORT", "-1", "greater"),
        ("HOST", "my.host", "IP address"),
        ("MEDIA_ADDRESSES", "203.0.113.7,x", "IP address"),
        ("TRUSTED_PROXIES", "proxy", "network"),
        ("PUBLIC_URL", "lop.example", "https://"),
        ("PUBLIC_URL", "https://lop.example/path", "no path"),
        ("DATABASE_URL", "postgresql://db/x", "sqlite"),
        ("API_KEY", "short", "bucgiang key"),
        ("SECRET", "short", "32"),
        ("TURN_URLS", "turn.truong.example", "TURN address"),
        ("TURN_URLS", "turn:turn.truong.example:99999", "TURN address"),
        ("TURN_URLS", "turn:turn.truong.example:3478?transport=sctp", "TURN address"),
        ("TURN_URLS", "turn:turn.truong.example\nlt-cred-mech", "TURN address"),
        ("TURN_URLS", "turn:a " * 9, "more than 8"),
        ("TURN_URLS", "turn:turn.truong.example", "BUCGIANG_TURN_SECRET is missing"),
        ("TURN_SECRET", "short", "32"),
        ("TURN_SECRET", "s" * 32 + "\nlt-cred-mech", "letters and digits"),
        ("TURN_SECRET", "s" * 32, "BUCGIANG_TURN_URLS is missing"),
        ("DEMO", "perhaps", "boolean"),
        ("DATA_DIR", "/tmp/" + "x" * 90, "too long"),
    ],
)
def test_bad_value_is_one_line_naming_it(
    name: str, value: str, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(f"BUCGIANG_{name}", value)
    text = refusal()
    assert f"BUCGIANG_{name}" in text
    assert words in text


def test_no_secret_in_a_refusal_or_a_repr(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BUCGIANG_SECRET", "hunter2")
    assert "hunter2" not in refusal()
    monkeypatch.setenv("BUCGIANG_SECRET", "hunter2" * 8)
    assert "hunter2" not in repr(load_settings())
    monkeypatch.setenv("BUCGIANG_TURN_SECRET", "hunter2" * 5)
    monkeypatch.setenv("BUCGIANG_TURN_URLS", "turn:turn.truong.example")
    assert "hunter2" not in repr(load_settings())


def test_misspelt_names_are_refused(empty_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BUCGIANG_PROT", "8080")
    assert "BUCGIANG_PROT" in refusal()
    monkeypatch.delenv("BUCGIANG_PROT")
    (empty_folder / "bucgiang.toml").write_text("prot = 8080\n")
    assert "prot" in refusal()


def test_broken_file(empty_folder: Path) -> None:
    (empty_folder / "bucgiang.toml").write_text("port = \n")
    assert "bucgiang.toml" in refusal()


def test_certificate_and_key_go_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BUCGIANG_TLS_CERT", "/x/cert.pem")
    assert "BUCGIANG_TLS_KEY" in refusal()


def test_demo_stays_on_this_machine_unless_lan() -> None:
    assert "--lan" in refusal(demo=True, host="0.0.0.0")
    assert load_settings(demo=True, lan=True, host="0.0.0.0").lan
    assert load_settings(demo=True, host="127.0.0.2").demo


def test_secure_follows_what_people_see() -> None:
    assert load_settings(public_url="https://lop.example").secure
    files = {"tls_cert": Path("/c"), "tls_key": Path("/k")}
    assert load_settings(**files).secure
    assert not load_settings(public_url="http://lop.example", **files).secure


def test_the_disk_thresholds_are_in_order() -> None:
    found = load_settings()
    assert (found.disk_warn_mb, found.disk_audio_only_mb, found.disk_stop_mb) == (2000, 500, 100)
    assert load_settings(disk_warn_mb=0, disk_audio_only_mb=0, disk_stop_mb=0).disk_stop_mb == 0
    assert "BUCGIANG_DISK_WARN_MB" in refusal(disk_warn_mb=400)
    assert "BUCGIANG_DISK_STOP_MB" in refusal(disk_stop_mb=-1)


def test_startup_makes_a_private_folder_and_secrets_once(empty_folder: Path) -> None:
    first = startup()
    data = empty_folder / "var"
    assert len(first.secret) >= 32
    assert len(first.api_key) >= 32
    assert data.stat().st_mode & 0o777 == 0o700
    assert (data / "secret").stat().st_mode & 0o777 == 0o600
    assert (data / "api_key").stat().st_mode & 0o777 == 0o600
    assert startup() == first
    assert sorted(file.name for file in data.iterdir()) == ["api_key", "run", "secret"]


def test_startup_closes_an_open_folder_and_file(empty_folder: Path) -> None:
    startup()
    data = empty_folder / "var"
    data.chmod(0o755)
    (data / "secret").chmod(0o644)
    startup()
    assert data.stat().st_mode & 0o777 == 0o700
    assert (data / "secret").stat().st_mode & 0o777 == 0o600


def test_a_set_secret_is_not_written(empty_folder: Path) -> None:
    settings: Settings = startup(secret="s" * 40, api_key="k" * 40)
    assert (settings.secret, settings.api_key) == ("s" * 40, "k" * 40)
    assert not (empty_folder / "var" / "secret").exists()


def test_a_damaged_secret_is_named(empty_folder: Path) -> None:
    startup()
    (empty_folder / "var" / "secret").write_text("")
    with pytest.raises(SettingsError, match="secret is damaged"):
        startup()


def test_a_data_folder_that_is_a_file(empty_folder: Path) -> None:
    (empty_folder / "var").write_text("")
    with pytest.raises(SettingsError, match="BUCGIANG_DATA_DIR"):
        startup()
