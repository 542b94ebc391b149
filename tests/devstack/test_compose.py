"""docker-compose.yml passes on every setting that there is, to every process that reads it."""

from __future__ import annotations

import re
from typing import Any

import pytest
import yaml

from tests.support.servers import ROOT

# What the containers decide by themselves, and what is set in the volume that they share.
OWN = {
    "DATABASE_URL": "postgres",
    "REDIS_URL": "redis",
    "PBXPORTAL_AGI": "questions",
}
IN_THE_VOLUME = {
    "ASTERISK_NODES_FILE",
    "PBXPORTAL_FAX_DIR",
    "PBXPORTAL_MEDIA_DIR",
    "PBXPORTAL_NODES_FILE",
    "PBXPORTAL_RUN_DIR",
    "PBXPORTAL_SECRET_KEY",
    "PBXPORTAL_SOUNDS_DIR",
}
# Only `make` asks for it: nodes in containers have PBX_DATABASE_HOST and so on.
OF_MAKE = {"PBXPORTAL_ASTERISK_DATABASE_URL"}
# Its name is shorter where people set it.
ALIASES = {"PBXPORTAL_ASTERISK_DB_PASSWORD": "ASTERISK_DB_PASSWORD"}

_NAME = r"(?:PBXPORTAL|ASTERISK|DATABASE|REDIS)_[A-Z_]+"


def settings_read() -> set[str]:
    text = (ROOT / "pbxportal" / "settings.py").read_text()
    return set(re.findall(r'env\.\w+\(\s*"(\w+)"', text))


def documented() -> set[str]:
    text = (ROOT / "docs" / "operations.md").read_text()
    return set(re.findall(rf"\b{_NAME}\b", text))


def environments() -> dict[str, dict[str, Any]]:
    """What each process of the portal gets, by the service's name."""
    services = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]
    return {
        name: service["environment"]
        for name, service in services.items()
        if service["image"] == "pbxportal:latest"
    }


PASSED = sorted(
    (settings_read() | documented()) - IN_THE_VOLUME - OF_MAKE - set(ALIASES.values())
)


def test_what_is_read_is_documented() -> None:
    assert settings_read() - documented() == set()
    assert {"PBXPORTAL_DOMAINS", "DATABASE_URL"} <= settings_read()


@pytest.mark.parametrize("name", PASSED)
def test_every_process_is_told(name: str) -> None:
    found = environments()
    assert {"setup", "web", "ws", "worker", "beat", "import"} <= found.keys()
    for service, environment in found.items():
        value = str(environment.get(name, ""))
        wanted = OWN.get(name) or f"${{{ALIASES.get(name, name)}:-"
        assert wanted in value, f"{service}: {name} is {value!r}"


def test_what_the_containers_make_is_not_passed() -> None:
    """Set to nothing it would hide what `containers prepare` has written."""
    for environment in environments().values():
        assert environment.keys() & (IN_THE_VOLUME | OF_MAKE) == set()
    assert settings_read() | documented() >= IN_THE_VOLUME | OF_MAKE


def test_nothing_is_passed_that_nobody_reads() -> None:
    for environment in environments().values():
        assert environment.keys() - settings_read() - documented() == set()
