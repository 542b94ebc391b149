"""Lets the caller choose by key."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from callflows.document import Node
from callflows.findings import Finding
from callflows.instructions import (
    Answer,
    AskMenu,
    Extensions,
    Gather,
    Instruction,
    KeyCase,
    To,
    Welcome,
)
from callflows.lowering import Scope
from callflows.module import DEFAULT_BRANCH, Branch, Module, Settings, setting
from callflows.snapshot_types import MediaInfo, MenuInfo, Snapshot
from callflows.time_rules import specificity
from pbxportal.lib.refto import RefTo

KEYS = (*"1234567890", "*", "#")
TIMEOUT = "timeout"
# What a menu does without a key, or with an unassigned one, if it does not take another.
REPEAT, HANG_UP = "repeat", "hangup"


class MenuSettings(Settings):
    """A menu of the account; or, without one, what is said, and how patiently."""

    menu: Annotated[UUID, RefTo("menu")] | None = setting(
        _("Menu"), None, help=_("With greetings, rules and dial by extension.")
    )
    prompt: Annotated[UUID, RefTo("media")] | None = setting(
        _("Prompt"),
        None,
        help=_(
            "Names the keys. It is said again at every try. This and what follows is "
            "for a menu that is used only here: leave “Menu” empty then."
        ),
    )
    timeout: int = setting(
        _("Wait for"), 5, ge=1, le=60, help=_("Seconds, after the prompt has ended.")
    )
    tries: int = setting(_("Tries"), 3, ge=1, le=10)
    invalid: Annotated[UUID, RefTo("media")] | None = setting(
        _("After a wrong key"), None, help=_("What is said when a key leads nowhere.")
    )


class Menu(Module[MenuSettings]):
    """The caller hears a prompt and presses a key, or dials an extension."""

    label, icon, category = _("Menu"), "dialpad", "basic"
    help = _("An auto attendant: each key leads somewhere else.")
    Settings = MenuSettings
    examples = (
        {},
        {"prompt": "01900000-0000-7000-8000-000000000004", "timeout": 3, "tries": 2},
        {"menu": "01900000-0000-7000-8000-000000000035"},
    )
    exits = (
        *(Branch(key, key, optional=True, chosen=True) for key in KEYS),
        Branch(TIMEOUT, _("No key")),
        Branch(DEFAULT_BRANCH, _("Another key"), optional=True),
    )

    def branches(self) -> tuple[Branch, ...]:
        """A menu of the account may have rules of its own for no and for wrong keys."""
        if self.settings.menu is None:
            return self.exits
        return (
            *self.exits[:-2],
            Branch(TIMEOUT, _("No key"), optional=True),
            self.exits[-1],
        )

    def check(self, node: Node, snapshot: Snapshot) -> Iterator[Finding]:
        if not set(KEYS) & set(node.keys):
            yield Finding("no_key", node.path)
        menu = snapshot.get(MenuInfo, self.settings.menu)
        if menu:
            yield from _check_menu(menu, self.settings, node)
        elif self.settings.menu is None and self.settings.prompt is None:
            yield Finding("no_prompt", node.path, "prompt")

    def lower(self, scope: Scope) -> None:
        menu = scope.find(MenuInfo, self.settings.menu)
        cases = tuple(KeyCase(k, scope.to(k)) for k in KEYS if k in scope.keys)
        ask = _ask(menu, cases, scope) if menu else self._gather(cases, scope)
        scope.emit(Answer(), ask)

    def _gather(self, cases: tuple[KeyCase, ...], scope: Scope) -> Instruction:
        settings = self.settings
        return Gather(
            prompt=scope.find(MediaInfo, settings.prompt),
            invalid=scope.find(MediaInfo, settings.invalid),
            seconds=settings.timeout,
            tries=settings.tries,
            cases=cases,
            no_key=scope.to(TIMEOUT),
            other_key=scope.to(DEFAULT_BRANCH),
        )


def _ask(menu: MenuInfo, cases: tuple[KeyCase, ...], scope: Scope) -> Instruction:
    welcomes = [
        Welcome(rule, frame.name, sound)
        for frame, sound in menu.greetings
        for rule in frame.rules
    ]
    # Stable: of two equally specific rules that of the greeting named first wins.
    welcomes.sort(key=lambda welcome: specificity(welcome.rule))
    everything = menu.dialled == "all"
    dial = Extensions(everything, menu.digits, menu.digit_seconds)
    return AskMenu(
        key=menu.id.hex,
        timezone=scope.snapshot.timezone,
        welcomes=tuple(welcomes),
        welcome=menu.greeting,
        prompt=menu.prompt,
        again=menu.again,
        invalid=menu.invalid,
        seconds=menu.timeout,
        tries=menu.tries,
        repeat_key=menu.repeat_key,
        extensions=dial if menu.dialled else None,
        cases=tuple(case for case in cases if case.key != menu.repeat_key),
        no_key=_leads(menu.no_key, TIMEOUT, scope),
        no_key_at_once=menu.no_key != REPEAT,
        other_key=_leads(menu.other_key, DEFAULT_BRANCH, scope),
        other_key_at_once=menu.other_key != REPEAT,
    )


def _leads(rule: str, branch: str, scope: Scope) -> To | None:
    if rule == HANG_UP:
        return None
    return scope.to(branch if rule == REPEAT else rule)


def _check_menu(
    menu: MenuInfo, settings: MenuSettings, node: Node
) -> Iterator[Finding]:
    """What does not fit between a menu of the account and the exits that it has here."""
    values = {"name": menu.name}
    if menu.prompt is None:
        yield Finding("no_prompt", node.path, "menu")
    if settings.model_fields_set - {"menu"}:
        yield Finding("own_settings", node.path, "menu", values)
    rules = ((TIMEOUT, menu.no_key), (DEFAULT_BRANCH, menu.other_key))
    for branch, rule in rules:
        if rule in KEYS and rule not in node.keys:
            values = {"name": menu.name, "key": rule}
            yield Finding("rule_without_key", node.path, rule, values)
        if rule != REPEAT and branch in node.keys:
            yield Finding("exit_without_use", node.path, branch, {"name": menu.name})
        elif rule == REPEAT and branch not in node.keys:
            code = "no_timeout" if branch == TIMEOUT else "key_gaps"
            yield Finding(code, node.path, branch, _gaps(menu, node))
    if menu.repeat_key and menu.repeat_key in node.keys:
        values = {"name": menu.name, "key": menu.repeat_key}
        yield Finding("key_repeats", node.path, menu.repeat_key, values)


def _gaps(menu: MenuInfo, node: Node) -> dict[str, object]:
    free = [k for k in KEYS if k not in {*node.keys, menu.repeat_key}]
    return {"keys": " ".join(free), "tries": menu.tries}
