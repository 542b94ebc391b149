"""Rows that are saved at a time to come, while others change them."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from django.test import Client
from rest_framework.test import APIClient

from callflows.attendants import Plan, Target, Tier
from callflows.models import Attendant, Media, Menu, MenuGreeting, TimeFrame
from callflows.services import attendants, drafts
from callflows.services.attendants import Wanted
from callflows.services.media import create_media
from callflows.services.menus import save_menu
from callflows.views.attendants import AttendantEdit
from tenants.actor import Actor
from tenants.models import AuditEntry, DelayedSave, ErrorEntry, Membership, User
from tests.support.later import form_of, in_hours, later, let_time_pass, only
from tests.support.objects import wav
from tests.support.staying import staying

PAGES = "/a/acme/"
REST = "/api/v1/accounts/acme/"
DAY = {"start": "09:00", "end": "17:00"}
MONDAY = {"weekdays": ["mon"], **DAY}
TUESDAY = {"weekdays": ["tue"], **DAY}
SUNDAY = {"weekdays": ["sun"], **DAY}


@pytest.fixture
def page(page: Client, in_acme: Actor) -> Client:
    return staying(page, in_acme)


@pytest.fixture
def api(api: APIClient, in_acme: Actor) -> APIClient:
    return staying(api, in_acme)


@pytest.fixture
def sounds(in_acme: Actor) -> list[Media]:
    return [create_media(name, wav()) for name in ("Hello", "Good day")]


def taken_away(data: dict[str, Any], kind: str, number: int) -> dict[str, Any]:
    """What is sent after a row's button was pressed: those behind it move up."""
    count = int(data[f"{kind}-TOTAL_FORMS"][0]) - 1
    left = {f"{kind}-TOTAL_FORMS": [str(count)]}
    for name, value in data.items():
        parts = name.split("-")
        if parts[0] == kind and parts[1].isdecimal():
            at = int(parts[1])
            if at == number:
                continue
            name = f"{kind}-{at - (at > number)}-{parts[2]}"
        left.setdefault(name, value)
    return left


def added(data: dict[str, Any], kind: str, **row: Any) -> dict[str, Any]:
    count = int(data[f"{kind}-TOTAL_FORMS"][0])
    fields = {f"{kind}-{count}-{name}": value for name, value in row.items()}
    return {**data, **fields, f"{kind}-TOTAL_FORMS": [str(count + 1)]}


# --- time frames: rules are JSON, and known by what they say -------------------------


@pytest.fixture
def hours(in_acme: Actor) -> TimeFrame:
    return TimeFrame.objects.create(name="Open", rules=[MONDAY, TUESDAY])


def edit(hours: TimeFrame) -> str:
    return f"{PAGES}time-frames/{hours.pk}/edit/"


def rules_of(hours: TimeFrame) -> list[Any]:
    return list(TimeFrame.objects.get(pk=hours.pk).rules)


def others_make(hours: TimeFrame, *rules: Any) -> None:
    TimeFrame.objects.filter(pk=hours.pk).update(rules=list(rules))


def test_a_rule_that_is_changed_is_found_among_those_of_others(
    page: Client, hours: TimeFrame
) -> None:
    sent = {**form_of(page, edit(hours)), "rules-1-end": "18:00"}
    answer = page.post(edit(hours), later(sent))
    assert answer.status_code == 302
    assert rules_of(hours) == [MONDAY, TUESDAY]
    assert only().changes == [["Rule 2 (Tuesday, 09:00, 17:00)", "Ends at: 18:00"]]
    others_make(hours, SUNDAY, TUESDAY)
    let_time_pass()
    assert rules_of(hours) == [SUNDAY, {**TUESDAY, "end": "18:00"}]
    assert only().state == "done"
    (entry,) = AuditEntry.objects.filter(kind="timeframe")
    assert entry.user == only().user


def test_rules_are_added_and_taken_away_whatever_others_do(
    page: Client, hours: TimeFrame
) -> None:
    sent = taken_away(form_of(page, edit(hours)), "rules", 0)
    sent = added(sent, "rules", weekdays=["sat"], start="10:00", end="12:00")
    page.post(edit(hours), later(sent))
    saturday = {"weekdays": ["sat"], "start": "10:00", "end": "12:00"}
    assert only().changes == [
        [
            "Rule 2 (new)",
            "Days: Saturday; Begins at: 10:00; Ends at: 12:00",
        ],
        ["Rule (Monday, 09:00, 17:00)", "taken away"],
    ]
    others_make(hours, SUNDAY)
    let_time_pass()
    assert rules_of(hours) == [SUNDAY, saturday]


def test_of_two_rules_that_are_alike_one_is_changed(
    page: Client, hours: TimeFrame
) -> None:
    others_make(hours, MONDAY, MONDAY, MONDAY)
    sent = taken_away(form_of(page, edit(hours)), "rules", 0)
    page.post(edit(hours), later({**sent, "rules-0-end": "18:00"}))
    let_time_pass()
    assert rules_of(hours) == [{**MONDAY, "end": "18:00"}, MONDAY]


@pytest.mark.parametrize("rules", [[MONDAY], [MONDAY, {**TUESDAY, "start": "08:00"}]])
def test_a_rule_that_is_gone_by_then_is_named_and_nothing_is_saved(
    page: Client, hours: TimeFrame, rules: list[Any]
) -> None:
    sent = {**form_of(page, edit(hours)), "rules-1-end": "18:00"}
    page.post(edit(hours), later(added(sent, "rules", weekdays=["sat"])))
    others_make(hours, *rules)
    let_time_pass()
    assert rules_of(hours) == rules
    row = only()
    assert (row.state, row.result) == (
        "failed",
        "Rule 2 (Tuesday, 09:00, 17:00), which was to be changed, is not there any more.",
    )
    assert row.result in ErrorEntry.objects.get(source="delayed").message


def test_a_rule_that_is_wrong_is_told_at_once(page: Client, hours: TimeFrame) -> None:
    sent = {**form_of(page, edit(hours)), "rules-1-end": "09:00"}
    answer = page.post(edit(hours), later(sent))
    assert "Rule 2, Ends at: not possible" in answer.content.decode()
    assert not DelayedSave.objects.exists()


def test_rows_that_nobody_touched_are_nothing_to_save(
    page: Client, hours: TimeFrame
) -> None:
    answer = page.post(edit(hours), later(form_of(page, edit(hours))))
    assert "Nothing is changed" in answer.content.decode()
    assert not DelayedSave.objects.exists()


def test_a_rule_without_limits_is_a_change(page: Client, hours: TimeFrame) -> None:
    page.post(edit(hours), later(added(form_of(page, edit(hours)), "rules")))
    let_time_pass()
    assert rules_of(hours) == [MONDAY, TUESDAY, {}]


def test_a_rule_of_every_year_is_found_in_another_year(
    page: Client, hours: TimeFrame, monkeypatch: pytest.MonkeyPatch
) -> None:
    yearly = {"from": "02-29", "to": "02-29"}
    others_make(hours, yearly)
    page.post(
        edit(hours), later({**form_of(page, edit(hours)), "rules-0-end": "12:00"})
    )
    # The form shows another date then.
    monkeypatch.setattr("callflows.forms.time_frames._in_a_year", _in_2032)
    let_time_pass()
    assert rules_of(hours) == [{"start": "00:00", "end": "12:00", **yearly}]


def _in_2032(day: Any) -> Any:
    return date(2032, day.month, day.day)


def test_who_has_lost_the_right_changes_no_rows(
    page: Client, hours: TimeFrame, manager: User
) -> None:
    sent = {**form_of(page, edit(hours)), "rules-1-end": "18:00"}
    page.post(edit(hours), later(sent))
    Membership.objects.filter(user=manager).update(role="read_only")
    let_time_pass()
    assert (rules_of(hours), only().state) == ([MONDAY, TUESDAY], "failed")


def test_a_calendar_is_made_as_it_was_typed(page: Client, in_acme: Actor) -> None:
    url = f"{PAGES}holiday-calendars/new/"
    row = {"rules-0-name": "Christmas", "rules-0-first": "2026-12-25"}
    answer = page.post(url, later({**form_of(page, url), "name": "Holidays", **row}))
    assert answer.status_code == 302, answer.context["form"].errors
    assert not TimeFrame.objects.exists()
    let_time_pass()
    made = TimeFrame.objects.get()
    rule = {"name": "Christmas", "from": "2026-12-25", "to": "2026-12-25"}
    assert (made.name, made.rules) == ("Holidays", [rule])


def test_adding_a_row_keeps_what_each_row_was(page: Client, hours: TimeFrame) -> None:
    sent = {**form_of(page, edit(hours)), "rows": "rules:0"}
    more = page.post(edit(hours), sent).context["form"]
    assert more["name"].value() == "Open"
    (left,) = more.row_groups[0].formset.forms
    assert json.loads(left["was"].value()) == TUESDAY


# --- menus: greetings are known by their time frame ----------------------------------


@pytest.fixture
def menu(sounds: list[Media], hours: TimeFrame) -> Menu:
    night = TimeFrame.objects.create(name="Night", rules=[{}])
    made = Menu(name="Main", prompt=sounds[0])
    save_menu(made, [(hours, sounds[0]), (night, sounds[0])])
    return made


def said(menu: Menu) -> dict[str, str]:
    rows = MenuGreeting.objects.filter(menu=menu).select_related("frame", "media")
    return {row.frame.name: row.media.name for row in rows}


def test_a_greeting_is_changed_and_others_stay_as_they_are_then(
    page: Client, menu: Menu, sounds: list[Media]
) -> None:
    url = f"{PAGES}menus/{menu.pk}/edit/"
    day = str(sounds[1].pk)
    page.post(url, later({**form_of(page, url), "greetings-0-sound": day}))
    assert only().changes == [["Greeting 1 (Open, Hello)", "Greeting: Good day"]]
    party = TimeFrame.objects.create(name="Party", rules=[{}])
    hours = TimeFrame.objects.get(name="Open")
    # Stored anew, they have other ids.
    save_menu(menu, [(party, sounds[1]), (hours, sounds[0])])
    Menu.objects.filter(pk=menu.pk).update(tries=2)
    let_time_pass()
    assert said(menu) == {"Party": "Good day", "Open": "Good day"}
    assert Menu.objects.get(pk=menu.pk).tries == 2


def test_a_greeting_whose_time_frame_is_gone_is_named(
    page: Client, menu: Menu, sounds: list[Media]
) -> None:
    url = f"{PAGES}menus/{menu.pk}/edit/"
    sent = {**form_of(page, url), "name": "B", "greetings-1-sound": str(sounds[1].pk)}
    page.post(url, later(sent))
    save_menu(menu, [])
    TimeFrame.objects.get(name="Night").delete()
    let_time_pass()
    assert (Menu.objects.get(pk=menu.pk).name, said(menu)) == ("Main", {})
    assert only().result.startswith(
        "Greeting 2 (Night, Hello), which was to be changed"
    )


def test_a_second_greeting_for_a_time_frame_is_refused_then(
    page: Client, menu: Menu, sounds: list[Media]
) -> None:
    party = TimeFrame.objects.create(name="Party", rules=[{}])
    url = f"{PAGES}menus/{menu.pk}/edit/"
    row = {"frame": str(party.pk), "sound": str(sounds[1].pk)}
    page.post(url, later(added(form_of(page, url), "greetings", **row)))
    save_menu(menu, [(party, sounds[0])])
    let_time_pass()
    assert said(menu) == {"Party": "Hello"}
    assert only().state == "failed" and "has two greetings" in only().result


@pytest.mark.parametrize("then", ["", "later"])
def test_two_greetings_for_a_time_frame_are_refused_at_once(
    page: Client, menu: Menu, sounds: list[Media], then: str
) -> None:
    url = f"{PAGES}menus/{menu.pk}/edit/"
    frame = str(TimeFrame.objects.get(name="Open").pk)
    data = {**form_of(page, url), "greetings-1-frame": frame}
    answer = page.post(url, {**later(data), "then": then})
    assert "has two greetings" in answer.content.decode()


def test_rest_replaces_rows_later(
    api: APIClient, menu: Menu, hours: TimeFrame, sounds: list[Media]
) -> None:
    query = f"?save_at={in_hours(1)}"
    greeting = {"frame": str(hours.pk), "media": str(sounds[1].pk)}
    for path, body in (
        (f"menus/{menu.pk}/", {"greetings": [greeting]}),
        (f"time-frames/{hours.pk}/", {"rules": [SUNDAY]}),
    ):
        answer = api.patch(f"{REST}{path}{query}", body, format="json")
        assert answer.status_code == 202, answer.json()
    let_time_pass()
    assert (said(menu), rules_of(hours)) == ({"Open": "Good day"}, [SUNDAY])


# --- auto attendants: keys and tiers mean each other ---------------------------------


@pytest.fixture
def attendant(sounds: list[Media], hours: TimeFrame) -> Attendant:
    prompt = sounds[0].pk
    below = Tier({"5": Target("hangup")}, prompt)
    keys = {"1": Target("play", prompt), "2": Target("tier", tier=below)}
    greetings = [(hours, sounds[0])]
    return attendants.create(
        Wanted("Office", "8001", Plan(Tier(keys, prompt)), {}, greetings)
    )


def keys_of(attendant: Attendant) -> dict[str, str]:
    plan = attendants.plan_of(Attendant.objects.get(pk=attendant.pk).callflow)
    assert plan is not None
    return {key: target.to for key, target in plan.tier.keys.items()}


def others_draw(attendant: Attendant, sounds: list[Media], **keys: Target) -> None:
    """Keys, and `Good day` at all times."""
    named = {name[1:]: target for name, target in keys.items()}
    frame = TimeFrame.objects.get(name="Open")
    plan = Plan(Tier(named, sounds[1].pk))
    wanted = Wanted("Office", "8001", plan, {}, [(frame, sounds[1])])
    attendants.change(Attendant.objects.get(pk=attendant.pk), wanted)


def test_keys_and_tiers_become_what_was_typed_if_one_was_touched(
    page: Client, attendant: Attendant, sounds: list[Media]
) -> None:
    url = f"{PAGES}attendants/{attendant.pk}/edit/"
    page.post(url, later({**form_of(page, url), "keys-0-key": "9"}))
    (change,) = only().changes
    assert change[0].startswith("Choice 1 (Main menu, 1, ") and change[1] == "Key: 9"
    others_draw(attendant, sounds, _3=Target("hangup"))
    let_time_pass()
    assert only().result == "Saved."
    assert keys_of(attendant) == {"9": "play", "2": "tier"}
    main = Menu.objects.get(name="Office")
    # What was not touched stays as others have made it.
    assert (main.prompt, said(main)) == (sounds[1], {"Open": "Good day"})


def test_keys_that_nobody_touched_stay_as_they_are_by_then(
    page: Client, attendant: Attendant, sounds: list[Media]
) -> None:
    url = f"{PAGES}attendants/{attendant.pk}/edit/"
    sent = taken_away(form_of(page, url), "greetings", 0)
    page.post(url, later({**sent, "name": "Bureau"}))
    others_draw(attendant, sounds, _3=Target("hangup"))
    let_time_pass()
    assert only().result == "Saved."
    assert keys_of(attendant) == {"3": "hangup"}
    assert said(Menu.objects.get(name="Bureau")) == {}


def test_an_attendant_that_nobody_touches_stays_as_it_is(
    attendant: Attendant, in_acme: Actor
) -> None:
    count = AuditEntry.objects.count()
    AttendantEdit.save_delayed(in_acme, {"pk": attendant.pk}, {}, {})
    assert AuditEntry.objects.count() == count


def test_an_attendant_is_changed_and_made_later_over_rest(
    api: APIClient, attendant: Attendant, sounds: list[Media]
) -> None:
    query = f"?save_at={in_hours(1)}"
    body = {"name": "Office", "extension": "8001", "prompt": sounds[0].pk}
    sent = {**body, "keys": {"7": {"to": "hangup"}}}
    url = f"{REST}attendants/{attendant.pk}/"
    answer = api.put(f"{url}{query}", sent, format="json")
    assert answer.status_code == 202, answer.json()
    assert answer.json()["title"] == f"Auto attendant: {attendant}"
    made = {**sent, "name": "Night", "extension": "8002"}
    answer = api.post(f"{REST}attendants/{query}", made, format="json")
    assert answer.status_code == 202, answer.json()
    taken = api.post(f"{REST}attendants/{query}", sent, format="json")
    assert taken.json()["errors"][0]["field"] == "extension"
    assert keys_of(attendant) == {"1": "play", "2": "tier"}
    let_time_pass()
    assert {row.result for row in DelayedSave.objects.all()} == {"Saved."}
    assert keys_of(attendant) == {"7": "hangup"}
    assert keys_of(Attendant.objects.get(extension="8002")) == {"7": "hangup"}
    assert api.delete(f"{url}{query}").status_code == 400


def test_an_attendant_whose_sound_is_gone_by_then_is_not_made_over_rest(
    api: APIClient, sounds: list[Media]
) -> None:
    body = {"name": "Office", "extension": "8001", "prompt": sounds[0].pk}
    sent = {**body, "keys": {"7": {"to": "hangup"}}}
    url = f"{REST}attendants/?save_at={in_hours(1)}"
    assert api.post(url, sent, format="json").status_code == 202
    sounds[0].delete()
    let_time_pass()
    assert only().state == "failed" and "There is no such object" in only().result
    assert not Attendant.objects.exists()


def test_an_attendant_that_was_redrawn_is_left_alone(
    page: Client, attendant: Attendant
) -> None:
    url = f"{PAGES}attendants/{attendant.pk}/edit/"
    page.post(url, later({**form_of(page, url), "name": "Bureau"}))
    flow = attendant.callflow
    drafts.save_draft(flow, {**flow.draft, "skip": True}, flow.revision)
    let_time_pass()
    assert only().state == "failed" and "changed by hand" in only().result


def test_an_attendant_is_made_later(
    page: Client, sounds: list[Media], in_acme: Actor
) -> None:
    url = f"{PAGES}attendants/new/"
    row = {"keys-0-of": "0", "keys-0-key": "1", "keys-0-to": "hangup"}
    rules = {"otherwise": "hangup", "no_key": "repeat", "other_key": "repeat"}
    data = {"name": "Office", "prompt": str(sounds[0].pk), **rules, **row}
    sent = {**form_of(page, url), **data}
    answer = page.post(url, later(sent))
    assert answer.status_code == 302, answer.context["form"].errors
    assert not Attendant.objects.exists() and not Menu.objects.exists()
    let_time_pass()
    assert keys_of(Attendant.objects.get()) == {"1": "hangup"}
