"""What a stack decides before anything starts."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest

from pbxportal.devstack import plan as plans
from pbxportal.devstack.errors import StackError
from pbxportal.devstack.layout import CHECKOUT, Layout
from pbxportal.devstack.services import Services
from pbxportal.devstack.stack import Stack


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    return Layout(CHECKOUT, tmp_path / "run")


def test_the_plan_is_the_same_when_it_is_made_again(layout: Layout) -> None:
    made = plans.make(layout, {})
    assert plans.make(layout, {}) == made
    assert plans.load(layout) == made


def test_env_and_nodes_file_are_only_for_the_service_user(
    layout: Layout, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PBXPORTAL_URL", raising=False)
    plan = plans.make(layout, {})
    plan.write()
    for path in (layout.env_file, layout.nodes_file):
        status = path.stat()
        assert stat.S_IMODE(status.st_mode) == 0o600
        assert status.st_uid == plan.user.uid
    nodes = json.loads(layout.nodes_file.read_text())
    assert [node["name"] for node in nodes] == ["pbx1", "pbx2"]
    assert set(nodes[0]) == {
        *("name", "ami", "publish", "listen", "sip"),
        *("etc", "records", "voicemail", "media", "recordings", "faxes"),
    }
    lines = layout.env_file.read_text().splitlines()
    env = dict(line.split("=", 1) for line in lines)
    assert env["DATABASE_URL"].endswith(f"?host={plan.sockets}")
    assert env["PBXPORTAL_RUN_DIR"] == str(layout.run)
    assert env["PBXPORTAL_URL"] == plan.web_url


def test_a_long_path_gets_its_sockets_elsewhere(tmp_path: Path) -> None:
    layout = Layout(CHECKOUT, tmp_path / ("long" * 20) / "run")
    plan = plans.make(layout, {})
    try:
        assert len(f"{plan.sockets}{plans.LONGEST_SOCKET}") <= plans.LONGEST_PATH
        assert plans.load(layout).sockets == plan.sockets
    finally:
        plans.forget_sockets(plan)
    assert not plan.sockets.exists()


def test_servers_of_somebody_else_are_not_started(
    layout: Layout, tmp_path: Path
) -> None:
    nodes_file = tmp_path / "nodes.json"
    nodes_file.write_text('[{"name": "east"}]')
    external = {
        "DATABASE_URL": "postgresql://portal:secret@db.example:5433/pbx",
        "REDIS_URL": "redis://cache.example/0",
        "ASTERISK_NODES_FILE": str(nodes_file),
    }
    stack = Stack(plans.make(layout, external))
    assert stack.services.stages()[:2] == ((), ())
    assert "listen-east" in stack.services.names()
    assert stack.nodes == [{"name": "east"}]
    database = stack.plan.asterisk_database()
    assert (database.host, database.port, database.name) == ("db.example", 5433, "pbx")


def test_groups_are_expanded_in_starting_order(layout: Layout) -> None:
    services = Stack(plans.make(layout, {})).services
    assert services.expand(["portal", "asterisk", "pbx1"]) == [
        *("pbx1", "pbx2", "web", "ws", "nginx"),
    ]
    with pytest.raises(StackError, match="no service telegraph"):
        services.expand(["telegraph"])


def test_every_service_can_be_made(layout: Layout) -> None:
    services: Services = Stack(plans.make(layout, {})).services
    for name in services.names():
        assert services.get(name).name == name


def test_nothing_to_load_is_told(layout: Layout) -> None:
    with pytest.raises(StackError, match="make up"):
        plans.load(layout)
