"""Who may enter what."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from pbxportal.devstack import service_user
from pbxportal.devstack.errors import StackError
from pbxportal.devstack.service_user import ServiceUser

STRANGER = ServiceUser("stranger", 64_000, 64_000)


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout with two closed directories above it, none of them temporary."""
    base = tmp_path / "home"
    path = base / "project"
    path.mkdir(parents=True)
    for parent in tmp_path.parents:
        if parent.stat().st_uid == os.geteuid() and parent != Path("/"):
            mode = parent.stat().st_mode
            if not mode & 0o1:
                parent.chmod(mode | 0o1)
    tmp_path.chmod(0o711)
    base.chmod(0o711)
    path.chmod(0o700)
    monkeypatch.setattr(service_user, "_is_temporary", lambda _: False)
    return path


def test_the_checkout_itself_is_opened(
    checkout: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    service_user.open_checkout(checkout, STRANGER)
    assert checkout.stat().st_mode & 0o777 == 0o705
    assert "chmod o+rx" in capsys.readouterr().out
    service_user.open_checkout(checkout, STRANGER)
    assert capsys.readouterr().out == ""


def test_a_closed_directory_above_is_not_opened_but_named(checkout: Path) -> None:
    checkout.parent.chmod(0o700)
    with pytest.raises(StackError, match=f"chmod o\\+x {checkout.parent}"):
        service_user.open_checkout(checkout, STRANGER)
    assert checkout.parent.stat().st_mode & 0o777 == 0o700


def test_a_temporary_directory_above_is_opened_to_be_passed(
    checkout: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    checkout.parent.chmod(0o700)
    monkeypatch.setattr(service_user, "_is_temporary", lambda _: True)
    service_user.open_checkout(checkout, STRANGER)
    assert checkout.parent.stat().st_mode & 0o777 == 0o701


def test_owner_and_group_count(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.touch()
    path.chmod(0o640)
    status = path.stat()
    owner = ServiceUser("owner", status.st_uid or 64_001, 64_001)
    member = ServiceUser("member", 64_002, status.st_gid)
    if status.st_uid:
        assert service_user.allowed(path, owner, 0o4)
    assert service_user.allowed(path, member, 0o4)
    assert not service_user.allowed(path, member, 0o2)
    assert not service_user.allowed(path, STRANGER, 0o4)
