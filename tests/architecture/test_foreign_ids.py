"""Nothing that is sent can name another account's object.

Programs: every field of a serializer, or of what else describes a body, that takes ids is
listed here with a body that is right but for the id; a new one fails until it is listed.
People: every page is read, its form filled in as it is, and each id in it exchanged.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from types import SimpleNamespace
from typing import Any, get_args, get_origin
from uuid import UUID, uuid4

import pytest
from django.forms import BaseForm, ChoiceField, ModelChoiceField
from django.test.signals import template_rendered
from django.utils import timezone
from pydantic import BaseModel
from rest_framework import serializers

from callflows.module import (
    Module,
    Settings,
    classes_in,
    modules,
    reference_fields,
    reference_kinds,
)
from tenants import sections
from tenants.actor import Actor
from tenants.generic.rows import RowsForm
from tenants.models import Account
from tenants.sections import SectionForm
from tests.support.family import Answer, Family, Portal, undone
from tests.support.matrix import KINDS, TRIED, Aim, Relation
from tests.support.page_forms import FORM, PageForm, encoded, forms_of
from tests.support.routes import Route, all_routes

ROUTES = {route.name: route for route in all_routes()}
PERSON = next(kind for kind in KINDS if kind.name == "masquerading")
OWN = Aim(Relation.OWN, Relation.OWN)


@dataclass(frozen=True)
class Taker:
    """A body that is right for an id of `word`, and which field a wrong one is told by."""

    route: str
    word: str
    body: Callable[[str], dict[str, Any]]
    field: str
    method: str = "post"
    section: str = "general"
    # Where the person may name what they name, and where besides.
    own: Relation = Relation.OWN
    also: frozenset[Relation] = frozenset()


def _later() -> str:
    return (timezone.now() + timedelta(days=2)).isoformat()


# Accounts are named by their short name; one may name those below one's own.
SLUG = "slug"
BELOW = frozenset({Relation.CHILD})
# Where an attendant leads, and whose id that takes.
DESTINATIONS = (
    ("user", "user"),
    ("queue", "queue"),
    ("directory", "directory"),
    ("voicemail", "voicemail"),
    ("play", "media"),
)


def _menu(**fields: Any) -> dict[str, Any]:
    return {"name": "Another menu", **fields}


def _attendant(**fields: Any) -> dict[str, Any]:
    return {"name": "Another", "extension": "8765", **fields}


def _greeting(**fields: Any) -> dict[str, Any]:
    return {"frame": "own time-frame", "media": "own media", **fields}


def _directory(**fields: Any) -> dict[str, Any]:
    return {"name": "Another", "entries": [{"user": "own user", **fields}]}


def _scenario(**fields: Any) -> dict[str, Any]:
    return {"name": "Another", "call": {}, "expected": {"end": "answered"}, **fields}


def _account(**fields: Any) -> dict[str, Any]:
    return {"name": "Another", "slug": "another", "realm": "another.pbx.test", **fields}


TAKERS: dict[str, list[Taker]] = {
    "AgentSerializer.user": [
        Taker("api-agent-list", "other-user", lambda id: {"user": id}, "user")
    ],
    "AttendantIn.greeting": [
        Taker(
            "api-attendant-list",
            "media",
            lambda id: _attendant(greeting=id),
            "greeting",
        )
    ],
    "AttendantIn.prompt": [
        Taker("api-attendant-list", "media", lambda id: _attendant(prompt=id), "prompt")
    ],
    "AttendantIn.time_frame": [
        Taker(
            "api-attendant-list",
            "time-frame",
            lambda id: _attendant(time_frame=id),
            "time_frame",
        )
    ],
    **{
        f"ContactsForm.{name}": [
            Taker(
                "api-settings-section",
                "contact",
                lambda id, name=name: {name: id},
                name,
                "patch",
                section="contacts",
            )
        ]
        for name in ("technical_contact", "billing_contact")
    },
    "ActiveListsForm.active": [
        Taker(
            "api-settings-section",
            "blacklist",
            lambda id: {"active": [id]},
            "active",
            "patch",
            section="blacklists",
        )
    ],
    "ConferenceSerializer.owner": [
        Taker(
            "api-conference-list",
            "user",
            lambda id: {"name": "Another", "number": "8765", "owner": id},
            "owner",
        )
    ],
    "EntrySerializer.callflow": [
        Taker(
            "api-directory-list",
            "callflow",
            lambda id: _directory(callflow=id),
            "entries.0.callflow",
        )
    ],
    "EntrySerializer.user": [
        Taker(
            "api-directory-list",
            "user",
            lambda id: _directory(user=id),
            "entries.0.user",
        )
    ],
    "FaxBoxSerializer.owner": [
        Taker(
            "api-fax-box-list",
            "user",
            lambda id: {"name": "Another", "owner": id},
            "owner",
        )
    ],
    "GreetingIn.frame": [
        Taker(
            "api-attendant-list",
            "time-frame",
            lambda id: _attendant(greetings=[_greeting(frame=id)]),
            "greetings.0.frame",
        )
    ],
    "GreetingIn.media": [
        Taker(
            "api-attendant-list",
            "media",
            lambda id: _attendant(greetings=[_greeting(media=id)]),
            "greetings.0.media",
        )
    ],
    "GreetingSerializer.frame": [
        Taker(
            "api-menu-list",
            "time-frame",
            lambda id: _menu(greetings=[_greeting(frame=id)]),
            "greetings.0.frame",
        )
    ],
    "GreetingSerializer.media": [
        Taker(
            "api-menu-list",
            "media",
            lambda id: _menu(greetings=[_greeting(media=id)]),
            "greetings.0.media",
        )
    ],
    "GroupSerializer.devices": [
        Taker(
            "api-group-list",
            "device",
            lambda id: {"name": "Another", "devices": [id]},
            "devices",
        )
    ],
    "GroupSerializer.users": [
        Taker(
            "api-group-list",
            "user",
            lambda id: {"name": "Another", "users": [id]},
            "users",
        )
    ],
    "MemberSerializer.agent": [
        Taker(
            "api-queue-list",
            "agent",
            lambda id: {"name": "Another", "members": [{"agent": id}]},
            "members",
        )
    ],
    **{
        f"MenuSerializer.{name}": [
            Taker(
                "api-menu-list",
                "media",
                lambda id, name=name: _menu(**{name: id}),
                name,
            )
        ]
        for name in ("greeting", "prompt", "again", "invalid")
    },
    "LoginSerializer.login": [
        Taker("api-user-login", "person", lambda id: {"login": id}, "login", "patch")
    ],
    "PlanForm.plan": [
        Taker(
            "api-sub-account-section-settings",
            "plan",
            lambda id: {"plan": id},
            "plan",
            "patch",
            section="plan",
        )
    ],
    "ReplacementSerializer.media": [
        Taker("api-prompt-detail", "media", lambda id: {"media": id}, "media", "put")
    ],
    "ScenarioSerializer.callflow": [
        Taker(
            "api-scenario-list",
            "callflow",
            lambda id: _scenario(callflow=id),
            "callflow",
        )
    ],
    "ScheduleSerializer.callflow": [
        Taker(
            "api-scheduled-publication-list",
            "callflow",
            lambda id: {"callflow": id, "at": _later()},
            "callflow",
        )
    ],
    "SubAccountSerializer.parent": [
        Taker(
            "api-sub-account-list",
            SLUG,
            lambda slug: _account(parent=slug),
            "parent",
            also=BELOW,
        )
    ],
    "TargetIn.id": [
        Taker(
            "api-attendant-list",
            word,
            lambda id, to=to: _attendant(**{"keys": {"1": {"to": to, "id": id}}}),
            "keys",
        )
        for to, word in DESTINATIONS
    ]
    + [
        Taker(
            "api-attendant-list",
            word,
            lambda id, to=to: _attendant(otherwise={"to": to, "id": id}),
            "otherwise",
        )
        for to, word in DESTINATIONS
    ],
    "TierIn.prompt": [
        Taker(
            "api-attendant-list",
            "media",
            lambda id: _attendant(keys={"1": {"to": "tier", "tier": {"prompt": id}}}),
            "keys.1.tier.prompt",
        )
    ],
    "TokenSerializer.account": [
        Taker(
            "api-me-token-list",
            SLUG,
            lambda slug: {"name": "x", "account": slug},
            "account",
            own=Relation.PARENT,
        )
    ],
    "_Parent.parent": [
        Taker(
            "api-sub-account-move",
            SLUG,
            lambda slug: {"parent": slug},
            "parent",
            also=BELOW,
        )
    ],
}

_DOCUMENT = "a document, of which the tests below tell"
_TOLD = "is only told, never sent"
_DATA = "holds numbers and words"
# Fields without ids of objects, or of which nobody sends anything.
WITHOUT: dict[str, str] = {
    "ApplicationsForm.chosen": _DATA,
    "AttendantSerializer.callflow": _TOLD,
    "AuditSerializer.changes": _TOLD,
    "AuditSerializer.object_id": _TOLD,
    "CallSerializer.parties": _TOLD,
    "CallflowSerializer.draft": _DOCUMENT,
    "CallsForm.open": _DATA,
    "CarrierSerializer.addresses": _DATA,
    "CarrierSerializer.prefixes": _DATA,
    "ControlPagesForm.chosen": _DATA,
    "DraftSerializer.draft": _DOCUMENT,
    "ErrorSerializer.object_id": _TOLD,
    "FaxSerializer.box": _TOLD,
    "ImportSerializer.document": _DOCUMENT,
    "ImportSerializer.objects": _DOCUMENT,
    "ListedSerializer.draft": _TOLD,
    "NoticeSerializer.target": _TOLD,
    "OutsideRulesSerializer.allowed": _DATA,
    "ScenarioSerializer.call": "an imagined call, of which a test below tells",
    "ScenarioSerializer.expected": "an imagined call, of which a test below tells",
    "SubAccountSerializer.sections": "forms, each tried on its page",
    "TimeFrameSerializer.rules": _DATA,
    "VersionSerializer.document": _TOLD,
}


def _takes_ids(field: Any) -> bool:
    kinds = (
        serializers.RelatedField,
        serializers.ManyRelatedField,
        serializers.UUIDField,
        serializers.JSONField,
        serializers.DictField,
    )
    return isinstance(field, kinds) and not field.read_only


def _below(cls: type) -> Iterator[type]:
    for kind in cls.__subclasses__():
        yield kind
        yield from _below(kind)


def _ours(cls: type) -> bool:
    return ".api." in cls.__module__ or cls.__module__.endswith(".api")


def _settings(form: type) -> bool:
    return form in {section.form for section in sections.all_sections()}


def found_takers() -> set[str]:
    """Every field of a body that can hold an id."""
    view = SimpleNamespace(actor=Actor(Account(path="/", timezone="UTC")))
    names = set()
    for cls in filter(_ours, _below(serializers.BaseSerializer)):
        fields = cls(context={"view": view}).fields  # type: ignore[call-arg]
        names |= {
            f"{cls.__name__}.{name}"
            for name, field in fields.items()
            if _takes_ids(field)
        }
    for model in filter(_ours, _below(BaseModel)):
        names |= {
            f"{model.__name__}.{name}"
            for name, info in model.model_fields.items()  # type: ignore[attr-defined]
            if UUID in (info.annotation, *get_args(info.annotation))
        }
    # Forms of settings are what REST sends there; these choose from what an account has.
    for form in filter(_settings, _below(SectionForm)):
        names |= {
            f"{form.__name__}.{name}"
            for name, field in form.base_fields.items()  # type: ignore[attr-defined]
            if isinstance(field, ChoiceField) and not [*field.choices]
        }
    return names


def test_every_field_that_takes_ids_is_tried() -> None:
    assert found_takers() == TAKERS.keys() | WITHOUT.keys()
    assert TAKERS.keys() & WITHOUT.keys() == set()


TRIES = [
    pytest.param(taker, id=f"{name} {taker.word} as {taker.field}")
    for name, takers in TAKERS.items()
    for taker in takers
]


@pytest.mark.parametrize("taker", TRIES)
def test_a_program_can_not_send_the_id_of_another_account(
    taker: Taker, family: Family, portal: Portal
) -> None:
    with undone(accounts=True):
        status, told, _writes = send(taker, taker.own, family, portal)
        assert status in (200, 201, 204), told
    for relation in set(Relation) - {taker.own, *taker.also}:
        status, told, writes = send(taker, relation, family, portal)
        TRIED["ids of other accounts in bodies"] += 1
        fields = [error["field"] for error in told.get("errors", ())]
        assert (status, fields) == (400, [taker.field]), f"{relation}: {told}"
        assert writes == ()


def send(
    taker: Taker, whose: Relation, family: Family, portal: Portal
) -> tuple[int, dict[str, Any], tuple[str, ...]]:
    """Status and body of the answer, and what was written."""
    body = taker.body(_id_of(family, whose, taker.word))
    text = with_own(json.dumps(body), family)
    path = family.address(ROUTES[taker.route], PERSON, OWN, taker.section)
    answer = portal.ask(family.people[PERSON], taker.method, path, text)
    return answer.status, json.loads(answer.content or b"{}"), answer.writes


def with_own(text: str, family: Family) -> str:
    """The text with ids of own objects, such as for `"own media"`."""
    own = family.objects[Relation.OWN]
    return re.sub(r'"own ([a-z-]+)"', lambda found: f'"{own[found[1]]}"', text)


def _id_of(family: Family, whose: Relation, word: str) -> str:
    if word == SLUG:
        return family.accounts[whose].slug
    return str(family.objects[whose][word])


# --- pages ----------------------------------------------------------------------------

_ID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}")
PAGES = [
    route
    for route in ROUTES.values()
    if route.in_account and "get" in route.methods and not route.api
]
# Files are no pages.
WITHOUT_TEXT = {
    "media-sound",
    "prompt-original",
    "recording-sound",
    "fax-pages",
    "voicemail-sound",
}
# The pages that were read, and the classes of the forms on them.
READ: set[str] = set()
SHOWN: set[type[BaseForm]] = set()


@pytest.fixture
def shown_forms() -> Iterator[list[BaseForm]]:
    """The forms of the pages that are drawn, the last one last."""
    found: list[BaseForm] = []

    def note(context: Any, **_: Any) -> None:
        for layer in context.dicts:
            for value in layer.values():
                if isinstance(value, BaseForm) and value not in found:
                    found.append(value)

    template_rendered.connect(note)
    yield found
    template_rendered.disconnect(note)


@pytest.mark.parametrize("route", PAGES, ids=str)
def test_no_page_takes_the_id_of_another_account(
    route: Route, family: Family, portal: Portal, shown_forms: list[BaseForm]
) -> None:
    READ.add(route.name)
    for path in _paths(route, family):
        _exchange_all(path, route, family, portal, shown_forms)


def _paths(route: Route, family: Family) -> list[str]:
    """The page's address; one for each section of settings, where it shows one."""
    every = sections.all_sections()
    found = [family.address(route, PERSON, OWN, section.key) for section in every]
    return list(dict.fromkeys(found))


def _exchange_all(
    path: str,
    route: Route,
    family: Family,
    portal: Portal,
    shown_forms: list[BaseForm],
) -> None:
    person = family.people[PERSON]
    first = portal.ask(person, "get", path).content
    if route.name in WITHOUT_TEXT:
        return
    for content in (first, *_with_rows(person, path, first, portal)):
        SHOWN.update(_classes(shown_forms))
        for form in forms_of(content):
            form.action = form.action or path
            for name, value in exchanged(form, family):
                own = errors(portal, person, form, shown_forms)
                foreign = errors(portal, person, form, shown_forms, name, value)
                TRIED["ids of other accounts in forms"] += 1
                assert foreign - own, f"{name}={value} was taken: {foreign}"
                # What is wrong in a row is told at the head of the form as well.
                named = {name, name.rpartition("-")[2], "__all__"}
                assert {field for field, _told in foreign - own} <= named


def _with_rows(
    person: Any, path: str, content: bytes, portal: Portal
) -> Iterator[bytes]:
    """The page with one row more, for each button that adds one."""
    for form in forms_of(content):
        for name, value in form.buttons:
            if name == "rows" and value.endswith(":add"):
                pairs = (*form.pairs(), (name, value))
                yield portal.ask(person, "post", path, encoded(pairs), FORM).content


def exchanged(form: PageForm, family: Family) -> Iterator[tuple[str, str]]:
    """Each control that offers ids, with a value that names another account's object.

    Pages about the account below offer what that one has.
    """
    words = {
        whose: {str(pk): word for word, pk in family.objects[whose].items()}
        for whose in (Relation.OWN, Relation.CHILD)
    }
    for control in form.controls.values():
        ids = [
            (value, found[0])
            for value in control.offered
            if (found := _ID.search(value))
        ]
        if not ids:
            continue
        known = [
            (whose, value, id)
            for whose in words
            for value, id in ids
            if id in words[whose]
        ]
        assert known, f"{control.name}: no object of the family among {ids}"
        whose, value, id = known[0]
        for relation in set(Relation) - {whose}:
            foreign = str(family.objects[relation][words[whose][id]])
            yield control.name, value.replace(id, foreign)


def errors(
    portal: Portal,
    person: Any,
    form: PageForm,
    shown: list[BaseForm],
    name: str = "",
    value: str | None = None,
) -> set[tuple[str, str]]:
    """Field and message of all errors that are told when the form is sent."""
    del shown[:]
    body = encoded(form.pairs(name, value))
    with undone(accounts=True):
        answer = portal.ask(person, "post", form.action, body, FORM)
    assert answer.status < 500, answer.fault
    # The wizard keeps in the session what was typed, right or wrong.
    stored = [each for each in answer.writes if "django_session" not in each]
    assert value is None or not stored
    if answer.status == 302:
        return set()
    return {
        (field, str(message))
        for each in shown
        if each.is_bound
        for field, messages in each.errors.items()
        for message in messages
    }


def _classes(forms: list[BaseForm]) -> Iterator[type[BaseForm]]:
    for form in forms:
        yield type(form)
        if isinstance(form, RowsForm):
            yield from (kind.form for kind in form.rows.values())


def test_a_token_is_for_ones_own_accounts(
    family: Family, portal: Portal, shown_forms: list[BaseForm]
) -> None:
    person = family.people[PERSON]
    form = PageForm("/me/tokens/new/")
    for relation, account in family.accounts.items():
        told = errors(portal, person, form, shown_forms, "account", str(account.pk))
        refused = "account" in {field for field, _message in told}
        assert refused == (relation not in PERSON.roles)


def test_every_form_that_takes_ids_was_shown() -> None:
    """Of what the pages above have shown."""
    if {page.name for page in PAGES} > READ:
        pytest.skip("tells something only after all pages")
    taking = {
        form
        for form in _below(BaseForm)
        for field in getattr(form, "base_fields", {}).values()
        if isinstance(field, ModelChoiceField)
        and not form.__module__.startswith("django")
    }
    # That one is no account's.
    assert {form.__name__ for form in taking - SHOWN} == {"TokenForm"}


# --- documents ------------------------------------------------------------------------


def _word(kind: str) -> str:
    """The word of `tests.support.objects` for what documents call by this kind."""
    return {"voicemail_box": "voicemail"}.get(kind, kind.replace("_", "-"))


def _is_many(annotation: Any) -> bool:
    return get_origin(annotation) is tuple or any(map(_is_many, get_args(annotation)))


def _places(settings: type[Settings]) -> Iterator[tuple[str, str, Any]]:
    """Each field that can hold an id, the kind of object, and the field with the id."""
    for name, kind in reference_fields(settings).items():
        many = _is_many(settings.model_fields[name].annotation)
        yield name, kind, [ID] if many else ID
    for name, info in settings.model_fields.items():
        for inner in classes_in(info.annotation):
            for field, kind in reference_fields(inner).items():
                many = _is_many(info.annotation)
                yield name, kind, [{field: ID}] if many else {field: ID}


# Stands in a document where the id goes.
ID = "the-id"
OBVIOUS = str(UUID(int=0))


def _document(module: type[Module[Any]], field: str, value: Any) -> dict[str, Any]:
    """A document of this module alone with the value there, and else as in an example."""
    example = next(iter(module.examples), {})
    text = json.dumps(example)
    for ref in module(module.Settings.model_validate(example)).references():
        text = text.replace(str(ref.id), f"own {_word(ref.kind)}")
    whole = {**json.loads(text), field: value}
    if "kind" in module.Settings.model_fields:
        whole["kind"] = field
    for data in (whole, {field: value}):
        tried = re.sub(f'"({ID}|own [a-z-]+)"', f'"{OBVIOUS}"', json.dumps(data))
        with suppress(ValueError):
            module.Settings.model_validate(json.loads(tried))
            return {"module": module.name, "data": data, "children": {}}
    raise AssertionError(f"{module.name}.{field}: no example with an id there is valid")


POINTERS = [
    pytest.param(_document(module, field, value), kind, id=f"{name}.{field} {kind}")
    for name, module in modules().items()
    for field, kind, value in _places(module.Settings)
]


def test_every_module_that_points_at_something_is_tried() -> None:
    tried = {param.values[0]["module"] for param in POINTERS}  # type: ignore[index, call-overload]
    pointing = {
        name for name, cls in modules().items() if reference_kinds(cls.Settings)
    }
    assert tried == pointing


@pytest.mark.parametrize(("document", "kind"), POINTERS)
def test_a_callflow_that_points_into_another_account_points_nowhere(
    document: dict[str, Any], kind: str, family: Family, portal: Portal
) -> None:
    """What is told of it is what is told of an id that nobody has, and it is not published."""
    own = str(family.objects[Relation.OWN][_word(kind)])
    assert UNKNOWN not in str(Drawn(family, portal).told(document, own)["findings"])
    nowhere = Drawn(family, portal).told(document, str(uuid4()))
    assert UNKNOWN in str(nowhere["findings"])
    for relation in set(Relation) - {Relation.OWN}:
        theirs = str(family.objects[relation][_word(kind)])
        assert Drawn(family, portal).told(document, theirs) == nowhere
        TRIED["ids of other accounts in callflows"] += 1


# What an imagined call can say of whom, and whose id that takes.
IMAGINED = (
    ("outcomes", "user", "busy"),
    ("outcomes", "device", "busy"),
    ("states", "user", {"do_not_disturb": True}),
    ("activity", "user", "talking"),
    ("queues", "queue", {"agents": "none"}),
    ("lots", "parking-lot", {"parked": [701]}),
    ("answers", "web-address", "sales"),
)


@pytest.mark.parametrize(("name", "word", "value"), IMAGINED)
def test_an_imagined_call_meets_nobody_of_another_account(
    name: str, word: str, value: Any, family: Family, portal: Portal
) -> None:
    drawn = Drawn(family, portal)
    said = {name: {ID: value}}
    nobody = drawn.imagined(said, str(uuid4()))
    assert [status for status, _told in nobody] == [200, 201], nobody
    for relation in set(Relation) - {Relation.OWN}:
        theirs = str(family.objects[relation][word])
        assert drawn.imagined(said, theirs) == nobody
        TRIED["ids of other accounts in imagined calls"] += 1


UNKNOWN = "unknown_target"


class Drawn:
    """A callflow with a document of which everything is asked that can be asked."""

    def __init__(self, family: Family, portal: Portal) -> None:
        self._family, self._portal = family, portal

    def told(self, document: dict[str, Any], id: str) -> dict[str, Any]:
        """All answers about the document with the id in it; the id itself is `ID` there."""
        text = with_own(json.dumps(document), self._family).replace(ID, id)
        whole = f'{{"name": "Drawn", "draft": {text}}}'
        taken_in = f'{{"document": {{"flow": {text}}}, "dry_run": true}}'
        with undone(accounts=True):
            made = json.loads(self._ask("api-callflow-list", whole).content)
            pk = made["id"]
            answers = {
                "findings": self._ask("api-callflow-check", "", pk, "get"),
                "inspected": self._ask(
                    "api-callflow-inspect", f'{{"draft": {text}}}', pk
                ),
                "outline": self._ask("api-callflow-outline", "", pk, "get"),
                "simulated": self._ask(
                    "api-callflow-simulate", '{"at": "2026-11-25T10:00"}', pk
                ),
                "imported": self._ask("api-callflow-import", taken_in),
                "published": self._ask("api-callflow-publish", "{}", pk),
            }
        return {
            name: (answer.status, self._without(answer.content, id, pk))
            for name, answer in answers.items()
        }

    def imagined(self, said: dict[str, Any], id: str) -> list[tuple[int, str]]:
        """What is told of a call to an own callflow of which that is said, and kept."""
        pk = str(self._family.objects[Relation.OWN]["callflow"])
        call = json.dumps({"at": "2026-11-25T10:00", **said}).replace(ID, id)
        kept = {"name": "Kept", "callflow": pk, "call": json.loads(call)}
        kept["expected"] = {"end": "answered", "who": id}
        with undone(accounts=True):
            answers = [
                self._ask("api-callflow-simulate", call, pk),
                self._ask("api-scenario-list", json.dumps(kept)),
            ]
        return [(each.status, self._without(each.content, id, pk)) for each in answers]

    def _ask(self, name: str, body: str, pk: str = "", method: str = "post") -> Answer:
        path = ROUTES[name].address(account=self._family.own.slug, pk=pk)
        return self._portal.ask(self._family.people[PERSON], method, path, body)

    def _without(self, content: bytes, id: str, pk: str) -> str:
        """The text without what differs from one callflow to the next."""
        text = content.decode().replace(id, ID).replace(pk, "the-callflow")
        text = re.sub("acme-cf-[a-z0-9]{6}", "the-unit", text)
        # An import makes ids of unknown ones, and notes a digest of what came.
        text = re.sub(r'"was":"\w{16}"', '"was"', text)
        known = {
            str(pk) for found in self._family.objects.values() for pk in found.values()
        }
        return _ID.sub(lambda found: found[0] if found[0] in known else "made", text)
