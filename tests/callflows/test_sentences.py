"""A callflow in sentences: page, REST and text."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.test import Client
from rest_framework.test import APIClient

from callflows.document import parse
from callflows.instructions import To
from callflows.lowering import lower
from callflows.models import Callflow
from callflows.services import drafts, publishing
from callflows.words import describe
from tenants.actor import Actor
from tests.callflows.samples import ALEX, SNAPSHOT, node
from tests.support.staying import staying

FLOWS = "/api/v1/accounts/acme/callflows/"


def hang_up(cause: str) -> dict[str, Any]:
    return {"module": "hangup", "data": {"cause": cause}}


def menu(**children: Any) -> dict[str, Any]:
    keys = {key.removeprefix("k"): value for key, value in children.items()}
    return {"module": "menu", "data": {}, "children": keys}


@pytest.fixture
def api(api: APIClient, in_acme: Actor) -> APIClient:
    return staying(api, in_acme)


@pytest.fixture
def page(page: Client, in_acme: Actor) -> Client:
    return staying(page, in_acme)


@pytest.fixture
def flow(in_acme: Actor) -> Callflow:
    """Version 1 is busy on 1; the draft has no key."""
    made = drafts.create_callflow("Front desk", menu(k1=hang_up("busy")), ["200"])
    publishing.publish(made)
    return drafts.save_draft(made, hang_up("rejected"), made.revision)


def test_rest_tells_the_draft_and_any_version(api: APIClient, flow: Callflow) -> None:
    draft = api.get(f"{FLOWS}{flow.pk}/outline/").json()["sentences"]
    assert [each["text"] for each in draft] == ["End the call: rejected."]
    for version in ("live", "1"):
        told = api.get(f"{FLOWS}{flow.pk}/outline/?version={version}").json()
        first, second = told["sentences"][:2]
        assert (first["depth"], first["path"], first["module"]) == (0, [], "menu")
        assert (second["when"], second["text"]) == ("Key 1:", "End the call: busy.")
        assert (second["depth"], second["path"]) == (1, ["1"])
    assert api.get(f"{FLOWS}{flow.pk}/outline/?version=9").status_code == 404
    assert api.get(f"{FLOWS}{flow.pk}/outline/?version=x").status_code == 404


def test_text_is_indented(api: APIClient, flow: Callflow) -> None:
    answer = api.get(f"{FLOWS}{flow.pk}/outline/?version=live&as=text")
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert "\n  Key 1: End the call: busy.\n" in answer.content.decode()


def test_the_page_nests_what_follows(page: Client, flow: Callflow) -> None:
    text = page.get(f"/a/acme/callflows/{flow.pk}/outline/").content.decode()
    assert "When a call comes to 200" in text
    assert text.count("<b>Key 1:</b> End the call: busy.") == 1
    inside = text[text.index('<ul class="sentences">') :]
    inside = inside[: inside.index("</section>")]
    assert inside.count("<ul") == inside.count("</ul>") == 2
    assert inside.count("<li>") == inside.count("</li>")
    draft = page.get(f"/a/acme/callflows/{flow.pk}/outline/?version=draft")
    assert "End the call: rejected." in draft.content.decode()
    unknown = page.get(f"/a/acme/callflows/{flow.pk}/outline/?version=7")
    assert unknown.status_code == 404


def test_an_empty_callflow_says_so(page: Client, in_acme: Actor) -> None:
    flow = drafts.create_callflow("Nothing", {})
    answer = page.get(f"/a/acme/callflows/{flow.pk}/outline/")
    assert "This callflow is empty." in answer.content.decode()


def test_exits_to_one_module_are_told_together() -> None:
    """Told for each exit, what follows would double with each module."""
    program = lower(parse(menu(k1=hang_up("busy"), k2=hang_up("busy"))), SNAPSHOT)
    root, *others = program.blocks
    first = next(block.name for block in others if block.path == ("1",))
    body = tuple(op.retargeted(lambda to: To(first)) for op in root.body)
    lines = describe(replace(program, blocks=(replace(root, body=body), *others)))
    assert [line.path for line in lines] == [(), ("1",)]
    assert lines[1].when.startswith("Key 1 / Key 2 / ")
    assert lines[1].when.endswith(":")


def test_whoever_is_rung_is_named() -> None:
    document = node("user", user=str(ALEX.id), timeout=20)
    lines = describe(lower(parse(document), SNAPSHOT))
    assert lines[0].text == "Ring Alex Kim for 20 seconds."
    assert lines[1].when == "If nobody answers:"
