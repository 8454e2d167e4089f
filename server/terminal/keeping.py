"""What `bucgiang backup` and `bucgiang restore` say when they are done."""

from datetime import UTC, datetime
from pathlib import Path

from server.keeping.archive import KEYS, Manifest
from server.keeping.backup import Made


def backup_text(file: Path, made: Made) -> str:
    """What is in it, and that it must be kept safe."""
    lines = [
        f"Wrote {file}: {_size(made.bytes)}, the database with its lesson records, {made.recordings} recordings"
        + (f", {made.unfinished} of them not finished." if made.unfinished else "."),
        "It holds pupils' names, voices and pictures"
        + (f" and this server's {' and '.join(made.keys)}" if made.keys else "")
        + ": keep it where only the school's own people can read it.",
    ]
    missing = [f"BUCGIANG_{name.upper()}" for name in KEYS if name not in made.keys]
    if missing:
        lines.append(f"Not in it, because the settings give it: {', '.join(missing)}. Keep that, too.")
    return "\n".join(lines)


def restore_text(file: Path, folder: Path, manifest: Manifest) -> str:
    """What to do next."""
    made = datetime.fromtimestamp(manifest.made_at / 1000, UTC)
    recordings = {name.split("/")[1] for name in manifest.files if name.startswith("recordings/")}
    return (
        f"Made {folder} from {file} of {made:%Y-%m-%d %H:%M} UTC: every file is as it was, "
        f"{len(recordings)} recordings.\n"
        f"Run the server on it with BUCGIANG_DATA_DIR={folder} (and no BUCGIANG_DATABASE_URL)."
    )


def _size(count: int) -> str:
    return f"{count / 1_000_000:.1f} MB" if count < 1_000_000_000 else f"{count / 1_000_000_000:.2f} GB"
