"""Settings of a Kazoo module and what they are called here, in both directions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol
from uuid import UUID

from django.utils.translation import gettext as _

from callflows.prompt_languages import LANGUAGES

Data = dict[str, Any]


class Locked(ValueError):
    """Why a module can't be taken: it is kept as it is."""


@dataclass
class Source:
    """The settings of a module there, while they are being taken.

    `find` tells the id here of a kind of object and its id there; `exits` are the keys
    of the module's children.
    """

    data: Mapping[str, Any]
    find: Callable[[str, str], UUID]
    exits: tuple[str, ...] = ()
    notes: list[str] = field(default_factory=list)
    used: set[str] = field(default_factory=set)

    def get(self, name: str) -> Any:
        """A setting, None if it is not there; it counts as taken."""
        self.used.add(name)
        return self.data.get(name)

    def text(self, name: str) -> str:
        """A setting that names something; Locked if there is none."""
        value = self.get(name)
        if not isinstance(value, str) or not value:
            raise Locked(_("“%s” is not set there.") % name)
        return value

    def whole(self, name: str, least: int, most: int) -> int | None:
        """A whole number, brought into the limits; None if it is not there."""
        raw = self.get(name)
        value = int(raw) if isinstance(raw, str) and raw.isdecimal() else raw
        if raw is None or raw == "":
            return None
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise Locked(_("“%s” is no number.") % name)
        near = round(min(max(value, least), most))
        if near != value:
            change = {"name": name, "old": raw, "new": near}
            self.notes.append(_("“%(name)s” was %(old)s, it is %(new)s here.") % change)
        return near


@dataclass(frozen=True)
class Given:
    """What is known when a module goes out.

    `id_of` tells the id there of an id here, `url_of` the URL of a web address.
    """

    id_of: Callable[[str], str]
    url_of: Callable[[str], str]


class Field(Protocol):
    """One setting, or some that belong together."""

    def take(self, source: Source) -> Data:
        """The settings here; Locked if they can't be."""

    def give(self, data: Mapping[str, Any], given: Given) -> Data:
        """The settings there; None means that there shall be none."""


@dataclass(frozen=True)
class Text:
    """A text that is the same on both sides."""

    there: str
    here: str
    needed: bool = False

    def take(self, source: Source) -> Data:
        value = source.text(self.there) if self.needed else source.get(self.there)
        return {} if value in (None, "") else {self.here: value}

    def give(self, data: Mapping[str, Any], given: Given) -> Data:
        return {self.there: data.get(self.here) or None}


@dataclass(frozen=True)
class Whole:
    """A whole number, such as seconds."""

    there: str
    here: str
    least: int
    most: int

    def take(self, source: Source) -> Data:
        value = source.whole(self.there, self.least, self.most)
        return {} if value is None else {self.here: value}

    def give(self, data: Mapping[str, Any], given: Given) -> Data:
        return {self.there: data.get(self.here)}


@dataclass(frozen=True)
class Millis(Whole):
    """Whole seconds, in milliseconds there."""

    def take(self, source: Source) -> Data:
        value = source.whole(self.there, self.least * 1000, self.most * 1000)
        return {} if value is None else {self.here: round(value / 1000)}

    def give(self, data: Mapping[str, Any], given: Given) -> Data:
        seconds = data.get(self.here)
        return {self.there: seconds * 1000 if isinstance(seconds, int) else None}


@dataclass(frozen=True)
class Choice:
    """One of some words; `usual` is meant there when none is said."""

    there: str
    here: str
    words: Mapping[Any, str]
    usual: Any = None

    def take(self, source: Source) -> Data:
        said = source.get(self.there)
        value = self.usual if said is None else said
        try:
            return {self.here: self.words[value]}
        except (KeyError, TypeError):
            values = {"name": self.there, "value": value}
            raise Locked(_("“%(name)s” is “%(value)s”.") % values) from None

    def give(self, data: Mapping[str, Any], given: Given) -> Data:
        there = {here: there for there, here in reversed(tuple(self.words.items()))}
        said = data.get(self.here)
        return {self.there: there.get(said) if isinstance(said, str) else None}


@dataclass(frozen=True)
class Tongue:
    """A language; there it may say of which country, which means nothing here."""

    there: str
    here: str

    def take(self, source: Source) -> Data:
        said = source.text(self.there)
        language = said.replace("_", "-").partition("-")[0].lower()
        if language not in LANGUAGES:
            raise Locked(_("The system can't speak “%s”.") % said)
        return {self.here: language}

    def give(self, data: Mapping[str, Any], given: Given) -> Data:
        return {self.there: data.get(self.here)}


@dataclass(frozen=True)
class To:
    """An object that is pointed at; `needed` if the module is nothing without it."""

    there: str
    here: str
    kind: str
    needed: bool = True

    def take(self, source: Source) -> Data:
        if not self.needed and not source.get(self.there):
            return {}
        return {self.here: str(source.find(self.kind, source.text(self.there)))}

    def give(self, data: Mapping[str, Any], given: Given) -> Data:
        id = data.get(self.here)
        return {self.there: given.id_of(id) if isinstance(id, str) else None}


@dataclass(frozen=True)
class Url(To):
    """A web address; there it is the URL itself."""

    kind: str = "web_address"

    def give(self, data: Mapping[str, Any], given: Given) -> Data:
        id = data.get(self.here)
        return {self.there: given.url_of(id) if isinstance(id, str) else None}


@dataclass(frozen=True)
class Frames:
    """The rules of a time of day; without any there, the exits tell."""

    there: str = "rules"
    here: str = "frames"

    def take(self, source: Source) -> Data:
        rules = source.get(self.there) or [key for key in source.exits if key != "_"]
        if not isinstance(rules, list) or not all(isinstance(r, str) for r in rules):
            raise Locked(_("“%s” is no list of ids.") % self.there)
        if len(rules) > 1:
            source.notes.append(
                _("Here the most exact rule wins, not the first one that holds.")
            )
        ids = [str(source.find("time_frame", rule)) for rule in dict.fromkeys(rules)]
        return {self.here: list(dict.fromkeys(ids))}

    def give(self, data: Mapping[str, Any], given: Given) -> Data:
        return {self.there: [given.id_of(id) for id in _texts(data.get(self.here))]}


@dataclass(frozen=True)
class Endpoints:
    """Users, devices and groups, with numbers for each of them."""

    numbers: tuple[Whole, ...] = ()
    there: str = "endpoints"
    here: str = "members"

    def take(self, source: Source) -> Data:
        listed = source.get(self.there)
        if not isinstance(listed, list) or not listed:
            raise Locked(_("“%s” has nobody in it.") % self.there)
        return {self.here: [self._member(item, source) for item in listed]}

    def _member(self, item: Any, source: Source) -> Data:
        kind = item.get("endpoint_type") if isinstance(item, dict) else None
        if kind not in ("user", "device", "group"):
            raise Locked(_("“%s” has somebody of an unknown type.") % self.there)
        one = Source(item, source.find, notes=source.notes)
        member: Data = {kind: str(source.find(kind, one.text("id")))}
        for number in self.numbers:
            member.update(number.take(one))
        return member

    def give(self, data: Mapping[str, Any], given: Given) -> Data:
        members = data.get(self.here)
        listed = members if isinstance(members, list) else []
        return {self.there: [self._endpoint(m, given) for m in listed if _is(m)]}

    def _endpoint(self, member: Data, given: Given) -> Data:
        kind = next((k for k in ("user", "device", "group") if member.get(k)), "user")
        found: Data = {
            "endpoint_type": kind,
            "id": given.id_of(str(member.get(kind, ""))),
        }
        for number in self.numbers:
            found.update(number.give(member, given))
        return {key: value for key, value in found.items() if value is not None}


def _is(value: Any) -> bool:
    return isinstance(value, dict)


def _texts(value: Any) -> Iterable[str]:
    return [v for v in value if isinstance(v, str)] if isinstance(value, list) else []


_SOMEBODY = ("device", "group", "user")


@dataclass(frozen=True)
class Somebody:
    """One user, device or group: `device_id`, `group_id` or `user_id` there."""

    here: str
    prefix: str = ""
    needed: bool = True

    def take(self, source: Source) -> Data:
        named = [kind for kind in _SOMEBODY if source.get(self._name(kind))]
        if not named and self.needed:
            raise Locked(_("“%s” is not set there.") % self._name("user"))
        if len(named) > 1:
            source.notes.append(
                _("Left out: %s") % ", ".join(map(self._name, named[1:]))
            )
        members = [
            {kind: str(source.find(kind, source.text(self._name(kind))))}
            for kind in named[:1]
        ]
        return {self.here: members} if members else {}

    def give(self, data: Mapping[str, Any], given: Given) -> Data:
        found: Data = dict.fromkeys(map(self._name, _SOMEBODY))
        for member in _entries(data.get(self.here)):
            for kind in _SOMEBODY:
                if isinstance(member.get(kind), str):
                    found[self._name(kind)] = given.id_of(member[kind])
        return found

    def _name(self, kind: str) -> str:
        return f"{self.prefix}{kind}_id"


@dataclass(frozen=True)
class Group:
    """One group that is rung: a ring group with one member."""

    number: Whole
    there: str = "id"
    here: str = "members"

    def take(self, source: Source) -> Data:
        member: Data = {"group": str(source.find("group", source.text(self.there)))}
        return {self.here: [{**member, **self.number.take(source)}]}

    def give(self, data: Mapping[str, Any], given: Given) -> Data:
        return {}  # a ring group goes out as one


@dataclass(frozen=True)
class Duration:
    """How long to wait, there in a unit of one's choice."""

    def take(self, source: Source) -> Data:
        unit = source.get("unit") or "s"
        size = {"ms": 0.001, "s": 1, "m": 60, "h": 3600}.get(str(unit))
        count = source.whole("duration", 0, 10**9)
        if size is None or count is None:
            raise Locked(_("It does not say how long."))
        seconds = min(max(round(count * size), 1), 300)
        if seconds != count * size:
            change = {"old": f"{count} {unit}", "new": seconds}
            source.notes.append(_("%(old)s there are %(new)s s here.") % change)
        return {"seconds": seconds}

    def give(self, data: Mapping[str, Any], given: Given) -> Data:
        return {"duration": data.get("seconds", 1), "unit": "s"}


@dataclass(frozen=True)
class Recipients:
    """Who is mailed: people by their ids; bare addresses are left out."""

    def take(self, source: Source) -> Data:
        users: list[str] = []
        for item in _entries(source.get("recipients")):
            ids = item.get("id")
            listed = [ids] if isinstance(ids, str) else list(_texts(ids))
            if item.get("type") == "user":
                users += [str(source.find("user", id)) for id in listed]
            elif listed:
                source.notes.append(_("Left out: %s") % ", ".join(listed))
        if not users:
            raise Locked(_("“%s” has no user in it.") % "recipients")
        return {"users": list(dict.fromkeys(users))}

    def give(self, data: Mapping[str, Any], given: Given) -> Data:
        ids = [given.id_of(id) for id in _texts(data.get("users"))]
        return {"recipients": [{"type": "user", "id": ids}]}


def _entries(value: Any) -> Iterable[Data]:
    return [v for v in value if _is(v)] if isinstance(value, list) else []


@dataclass(frozen=True)
class Missing:
    """A setting that is no part of the document there, and must be made here."""

    there: str
    note: Any

    def take(self, source: Source) -> Data:
        if source.get(self.there):
            source.notes.append(str(self.note))
        return {}

    def give(self, data: Mapping[str, Any], given: Given) -> Data:
        return {}
