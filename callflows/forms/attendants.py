"""The form of an auto attendant: rows for greetings, for tiers and for keys."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from callflows.attendants import (
    HANG_UP,
    KINDS,
    OUTSIDE,
    REPEAT,
    TIER,
    Plan,
    Target,
    Tier,
    tiers,
)
from callflows.forms.menus import GREETINGS, greeting_rows
from callflows.models import Attendant, Media, Menu, TimeFrame
from callflows.models.menu import KEYS, RULES
from callflows.services import attendants
from callflows.services.attendants import Wanted
from tenants import refs
from tenants.access import Right
from tenants.actor import required
from tenants.generic.rows import WAS, Row, Rows, RowsForm

# The main menu where a key's row asks to which it belongs.
MAIN = "0"
_GROUPS: Mapping[str, Any] = {
    "user": _("User"),
    "queue": _("Queue"),
    "directory": _("Directory"),
    "voicemail": _("Voicemail"),
    "play": _("Play message, then the menu again"),
}
Choices = list[tuple[str, Any]]


def destinations(*, keys: bool) -> Choices:
    """Where a call can be led; some of it only by keys."""
    other: Choices = [(HANG_UP, _("Hang up")), (OUTSIDE, _("Number outside"))]
    if keys:
        other.append((REPEAT, _("Repeat the prompt")))
    groups = [
        (label, [(f"{to}:{pk}", name) for pk, name in refs.choices(KINDS[to])])
        for to, label in _GROUPS.items()
    ]
    return [*other, *((label, group) for label, group in groups if group)]


def _number(label: Any) -> forms.CharField:
    text = _("If that is chosen: as a telephone here dials it, or with +.")
    return forms.CharField(label=label, max_length=40, required=False, help_text=text)


class TierForm(forms.Form):
    """A menu below another one."""

    prompt = forms.ModelChoiceField(Media.objects.none(), label=_("Prompt"))

    def __init__(self, *args: Any, sounds: Any, **kwargs: Any) -> None:
        for name in ("frames", "leads", "count"):
            kwargs.pop(name, None)
        super().__init__(*args, **kwargs)
        self.fields["prompt"].queryset = sounds  # type: ignore[attr-defined]


class KeyForm(forms.Form):
    """A key and where it leads."""

    of = forms.ChoiceField(label=_("In"))
    key = forms.ChoiceField(label=_("Key"), choices=[(key, key) for key in KEYS])
    to = forms.ChoiceField(label=_("Leads to"))
    number = _number(_("Number outside"))

    def __init__(self, *args: Any, leads: Choices, count: int, **kwargs: Any) -> None:
        for name in ("frames", "sounds"):
            kwargs.pop(name, None)
        super().__init__(*args, **kwargs)
        below = [(str(n), gettext("Tier %s") % n) for n in range(1, count + 1)]
        self.fields["of"].choices = [(MAIN, gettext("Main menu")), *below]  # type: ignore[attr-defined]
        to = [(f"{TIER}:{n}", label) for n, label in below]
        tier_group = [(gettext("Tier"), to)] if to else []
        self.fields["to"].choices = [*leads, *tier_group]  # type: ignore[attr-defined]


class _Greeting(GREETINGS.form):  # type: ignore[name-defined,misc]
    """As at a menu."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        for name in ("leads", "count"):
            kwargs.pop(name, None)
        super().__init__(*args, **kwargs)


class AttendantForm(RowsForm):
    """Name, extension, when it holds, what is said, and where keys lead."""

    name = forms.CharField(label=_("Name"), max_length=100)
    extension = forms.CharField(
        label=_("Extension"),
        max_length=20,
        validators=[RegexValidator(r"^[0-9]{1,20}\Z", _("Digits only."))],
        help_text=_("Of the 8000 series, if nothing speaks against it."),
    )
    frame = forms.ModelChoiceField(
        TimeFrame.objects.none(),
        label=_("Time frame"),
        required=False,
        empty_label=_("Always"),
    )
    otherwise = forms.ChoiceField(
        label=_("At any other time"), help_text=_("Only with a time frame.")
    )
    otherwise_number = _number(_("Number outside at any other time"))
    prompt = forms.ModelChoiceField(
        Media.objects.none(), label=_("Menu prompt"), help_text=_("Names the keys.")
    )
    greeting = forms.ModelChoiceField(
        Media.objects.none(),
        label=_("Greeting"),
        required=False,
        help_text=_("Once in a call, when no other greeting's time holds."),
    )
    no_key = forms.ChoiceField(label=_("No key"), choices=RULES)
    other_key = forms.ChoiceField(label=_("Unassigned key"), choices=RULES)
    by_extension = forms.BooleanField(
        label=_("Dial by extension"), required=False, initial=True
    )
    rows: ClassVar[Mapping[str, Rows]] = {
        "keys": Rows(
            KeyForm,
            _("Choice"),
            _("Add a key"),
            _("What callers can choose: a key, and where it leads."),
        ),
        "tiers": Rows(
            TierForm,
            _("Tier"),
            _("Add a tier"),
            _("A menu of its own; lead a key to it, and give it keys above."),
            most=attendants.MOST_TIERS - 1,
        ),
        "greetings": Rows(_Greeting, GREETINGS.title, GREETINGS.add, GREETINGS.help),
    }
    # Keys name tiers by their numbers.
    together = frozenset({"keys", "tiers"})

    def __init__(self, *args: Any, instance: Attendant | None, **kwargs: Any) -> None:
        self.instance = instance
        self.plan = attendants.plan_of(instance.callflow) if instance else None
        self._leads = destinations(keys=True)
        kwargs["initial"] = {**self._stored(), **(kwargs.get("initial") or {})}
        given = kwargs.get("given")
        self._count = len(given["tiers"]) if given else self._sent(args, kwargs)
        super().__init__(*args, **kwargs)
        for name in ("prompt", "greeting"):
            self.fields[name].queryset = Media.objects.all()  # type: ignore[attr-defined]
        self.fields["frame"].queryset = TimeFrame.objects.shared()  # type: ignore[attr-defined]
        self.fields["otherwise"].choices = destinations(keys=False)  # type: ignore[attr-defined]
        if instance and not required().may(Right.MANAGE_ATTENDANTS):
            self.fields["extension"].disabled = True
            self.fields["extension"].help_text = gettext("Your reseller can change it.")

    def _sent(self, args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> int:
        """How many tiers can be chosen: as many as were sent, or are stored."""
        data = kwargs.get("data") or (args[0] if args else None)
        if data is None:
            return len(list(tiers(self.plan.tier))) - 1 if self.plan else 0
        text = str(data.get("tiers-TOTAL_FORMS", ""))
        return min(int(text), attendants.MOST_TIERS) if text.isdecimal() else 0

    def _stored(self) -> Row:
        if self.instance is None:
            return {"extension": attendants.free_extension()}
        shown: Row = {
            "name": self.instance.callflow.name,
            "extension": self.instance.extension,
        }
        menu = self._menu()
        if self.plan is None or menu is None:
            return shown
        plain = ("prompt", "greeting", "no_key", "other_key", "by_extension")
        return {
            **shown,
            **{name: getattr(menu, name) for name in plain},
            "frame": self.plan.frame,
            "otherwise": _shown(self.plan.otherwise, {}),
            "otherwise_number": self.plan.otherwise.number,
        }

    def _menu(self) -> Menu | None:
        id = self.plan.tier.menu if self.plan else None
        return Menu.objects.filter(pk=id).first() if id else None

    def initial_rows(self) -> Mapping[str, list[Row]]:
        """The stored keys, tiers and greetings; a new one begins with a key."""
        menu = self._menu()
        if self.plan is None or menu is None:
            return {"keys": [{}]}
        found = list(tiers(self.plan.tier))
        numbers = {place: str(number) for number, (place, _t) in enumerate(found)}
        menus = Menu.objects.in_bulk([tier.menu for _place, tier in found])
        keys = [
            {
                WAS: place + key,
                "of": numbers[place],
                "key": key,
                "to": _shown(target, numbers, place + key),
                "number": target.number,
            }
            for place, tier in found
            for key, target in tier.keys.items()
        ]
        prompts: list[Row] = [
            {WAS: place, "prompt": menus[tier.menu].prompt_id}
            for place, tier in found[1:]
            if tier.menu
        ]
        return {"keys": keys, "tiers": prompts, "greetings": greeting_rows(menu)}

    def row_kwargs(self) -> dict[str, Any]:
        """What can be chosen in the rows."""
        return {
            "leads": self._leads,
            "count": self._count,
            "frames": TimeFrame.objects.shared(),
            "sounds": Media.objects.all(),
        }

    def clean(self) -> dict[str, Any]:
        """The keys as a tree of tiers."""
        data = super().clean()
        if not self.errors:
            data["tier"] = self._tree()
        return data

    def _tree(self) -> Tier | None:
        keys: dict[str, dict[str, Row]] = {}
        for row in self.row_data("keys"):
            if row["key"] in keys.setdefault(row["of"], {}):
                text = gettext("Key %s is there twice in the same menu.") % row["key"]
                self.add_error(None, text)
            keys[row["of"]][row["key"]] = row
        count = len(self.row_data("tiers"))
        led = [row["to"] for own in keys.values() for row in own.values()]
        for number in range(1, count + 1):
            if led.count(f"{TIER}:{number}") != 1:
                text = gettext("Tier %s: exactly one key must lead to it.") % number
                self.add_error(None, text)
        if self.errors:
            return None
        tree = self._tier(MAIN, keys)
        if len(list(tiers(tree))) <= count:
            self.add_error(None, gettext("A tier can't be reached from the main menu."))
        return tree

    def _tier(self, number: str, keys: Mapping[str, Mapping[str, Row]]) -> Tier:
        prompts = [row["prompt"].pk for row in self.row_data("tiers")]
        prompt = self.cleaned_data["prompt"].pk
        below = {
            key: self._target(row, keys) for key, row in keys.get(number, {}).items()
        }
        return Tier(below, prompt if number == MAIN else prompts[int(number) - 1])

    def _target(self, row: Row, keys: Mapping[str, Mapping[str, Row]]) -> Target:
        kind, _colon, id = row["to"].partition(":")
        if kind == TIER:
            return Target(TIER, tier=self._tier(id, keys))
        return _target(row["to"], row["number"])

    def wanted(self) -> Wanted:
        """What was entered, as the service takes it."""
        data = self.cleaned_data
        frame = data["frame"].pk if data["frame"] else None
        plan = Plan(
            data["tier"], frame, _target(data["otherwise"], data["otherwise_number"])
        )
        main = {n: data[n] for n in ("greeting", "no_key", "other_key", "by_extension")}
        rows = self.row_data("greetings")
        greetings = [(row["frame"], row["sound"]) for row in rows]
        return Wanted(data["name"], data["extension"], plan, main, greetings)


def _target(to: str, number: str) -> Target:
    """The choice; the number counts only if one is asked for."""
    kind, _colon, id = to.partition(":")
    if kind == OUTSIDE:
        return Target(OUTSIDE, number=number)
    return Target(kind, UUID(id)) if id else Target(kind)


def _shown(target: Target, numbers: Mapping[str, str], place: str = "") -> str:
    """The choice that means the same."""
    if target.tier:
        return f"{TIER}:{numbers[place]}"
    return f"{target.to}:{target.id}" if target.id else target.to
