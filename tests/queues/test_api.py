"""REST of queues and agents."""

from __future__ import annotations

import pytest
from rest_framework.test import APIClient

from extensions.models import PhoneUser
from tenants.actor import Actor

pytestmark = pytest.mark.django_db
BASE = "/api/v1/accounts/acme"


def test_a_queue_with_its_agents(api: APIClient, in_acme: Actor) -> None:
    user = PhoneUser.objects.get(extension="1001")
    agent = api.post(f"{BASE}/agents/", {"user": user.pk}, format="json").json()
    assert agent["state"] == "out"
    body = {"name": "Support", "members": [{"agent": agent["id"], "level": 2}]}
    queue = api.post(f"{BASE}/queues/", body, format="json").json()
    assert queue["members"] == [{"agent": agent["id"], "level": 2}]
    path = f"{BASE}/queues/{queue['id']}/"
    # Members stay unless they are named.
    changed = api.patch(path, {"agent_seconds": 30}, format="json").json()
    assert (changed["agent_seconds"], len(changed["members"])) == (30, 1)
    assert api.delete(f"{BASE}/agents/{agent['id']}/").status_code == 409
    assert api.patch(path, {"members": []}, format="json").json()["members"] == []
    assert api.delete(f"{BASE}/agents/{agent['id']}/").status_code == 204


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"name": "x", "agent_seconds": 1}, "agent_seconds"),
        ({"name": "x", "exit_key": "*"}, "exit_key"),
        ({"name": "x", "strategy": "random"}, "strategy"),
        ({"name": "x", "members": [{"level": 1}]}, "members"),
    ],
)
def test_bad_input_names_its_field(
    api: APIClient, in_acme: Actor, body: dict[str, object], field: str
) -> None:
    answer = api.post(f"{BASE}/queues/", body, format="json")
    assert answer.status_code == 400
    assert any(e["field"].startswith(field) for e in answer.json()["errors"])


def test_an_agents_state(api: APIClient, in_acme: Actor) -> None:
    user = PhoneUser.objects.get(extension="1001")
    agent = api.post(f"{BASE}/agents/", {"user": user.pk}, format="json").json()
    path = f"{BASE}/agents/{agent['id']}/state/"
    for body in ({"state": "in"}, {"state": "paused", "reason": "meeting"}):
        answer = api.post(path, body, format="json")
        assert answer.status_code == 200
        assert answer.json()["state"] == body["state"]
    assert api.post(path, {"state": "asleep"}, format="json").status_code == 400
