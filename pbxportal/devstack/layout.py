"""Where a stack keeps its things: the checkout and its run directory."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Layout:
    """The directories of one stack."""

    checkout: Path
    run: Path

    @classmethod
    def find(cls, run: Path | str | None = None) -> Layout:
        """The layout of this checkout.

        The run directory is the given one, else PBXPORTAL_RUN_DIR, else `.run`.
        """
        chosen = run or os.environ.get("PBXPORTAL_RUN_DIR") or CHECKOUT / ".run"
        return cls(CHECKOUT, Path(chosen).resolve())

    @property
    def env_file(self) -> Path:
        """Environment of every portal process, as KEY=value lines."""
        return self.run / "env"

    @property
    def nodes_file(self) -> Path:
        """Asterisk nodes with their AMI logins, as JSON."""
        return self.run / "nodes.json"

    @property
    def demo_file(self) -> Path:
        """What `manage.py demo_json` writes."""
        return self.run / "demo.json"

    @property
    def logs(self) -> Path:
        """One file a process."""
        return self.run / "log"

    @property
    def pids(self) -> Path:
        """One record a started process."""
        return self.run / "pids"

    @property
    def media(self) -> Path:
        """Sound files of the accounts, shared by portal and nodes."""
        return self.run / "media"

    @property
    def sounds(self) -> Path:
        """Asterisk's own sounds for the portal to play, a folder a language."""
        return self.run / "sounds"

    @property
    def postgres(self) -> Path:
        """Data directory of the embedded PostgreSQL."""
        return self.run / "postgres"

    @property
    def redis(self) -> Path:
        """Working directory of the embedded Redis."""
        return self.run / "redis"

    @property
    def nginx(self) -> Path:
        """Configuration and temporary files of nginx."""
        return self.run / "nginx"

    @property
    def static(self) -> Path:
        """What `collectstatic` collects and nginx serves."""
        return self.run / "static"

    @property
    def beat(self) -> Path:
        """Where celery beat remembers when it last ran what."""
        return self.run / "beat"

    def log(self, name: str) -> Path:
        """The log file of a process."""
        return self.logs / f"{name}.log"

    def node(self, name: str) -> Path:
        """The directory of an Asterisk node."""
        return self.run / name

    def directories(self) -> tuple[Path, ...]:
        """All that must exist before anything starts, parents first."""
        return (
            self.run,
            self.logs,
            self.pids,
            self.media,
            self.sounds,
            self.redis,
            self.nginx,
            self.static,
            self.beat,
        )
