"""Numbers of the public network: how they are dialled in a country, and their classes.

The countries' numbering comes from phonenumberslite (Google's libphonenumber). Patterns
are POSIX extended expressions without look-arounds, so that Asterisk's REGEX() and
Python's `re` read them alike: what is judged here is judged alike in a call.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from phonenumbers import COUNTRY_CODE_TO_REGION_CODE, SUPPORTED_REGIONS
from phonenumbers.phonemetadata import PhoneMetadata

NANP = 1
# SOURCE: ITU-T E.164: 15 digits at most, with the country code.
_SUBSCRIBER = "[1-9][0-9]{6,14}"
# Shorter ones are services within a network, or extensions.
_SHORTEST = 6
# Satellites, international networks and international premium rate.
# SOURCE: ITU-T E.164, list of assigned country codes.
_COSTLY = ("870", "878", "881", "882", "883", "979")
_E164 = re.compile(r"[1-9][0-9]{6,14}")


class CallClass(StrEnum):
    """What kind of number is called."""

    EMERGENCY = "emergency"
    TOLL_FREE = "toll_free"
    NATIONAL = "national"
    CARIBBEAN = "caribbean"
    INTERNATIONAL = "international"
    PREMIUM = "premium"


LABELS: Mapping[CallClass, str | Promise] = {
    CallClass.EMERGENCY: _("Emergency"),
    CallClass.TOLL_FREE: _("Toll-free"),
    CallClass.NATIONAL: _("National"),
    CallClass.CARIBBEAN: _("Caribbean and Pacific with country code 1"),
    CallClass.INTERNATIONAL: _("International"),
    CallClass.PREMIUM: _("Premium rate and satellite"),
}
# What may be denied. Emergency calls always go out.
DENIABLE = tuple(cls for cls in CallClass if cls != CallClass.EMERGENCY)
# What nobody asks for is what is stolen first.
ALLOWED_AT_FIRST = (CallClass.TOLL_FREE, CallClass.NATIONAL)


@dataclass(frozen=True)
class Form:
    """A way to dial: `cut` so many characters off, and put `put` before the rest."""

    pattern: str
    cut: int
    put: str


@dataclass(frozen=True)
class Classifier:
    """Numbers in E.164 (digits) that match the pattern are of the class."""

    pattern: str
    cls: CallClass


@dataclass(frozen=True)
class Plan:
    """How people dial in a country. `trunk` and `abroad` are dialled before numbers."""

    country: str
    code: str
    trunk: str
    abroad: str
    emergency: tuple[str, ...]
    forms: tuple[Form, ...]
    classifiers: tuple[Classifier, ...]

    def e164(self, dialled: str) -> str:
        """The digits in E.164 of what is dialled; "" if it is no public number."""
        for form in self.forms:
            if re.search(form.pattern, dialled):
                return form.put + dialled[form.cut :]
        return ""

    def classify(self, e164: str) -> CallClass:
        """The class of a number; the first classifier that fits decides."""
        for each in self.classifiers:
            if re.search(each.pattern, e164):
                return each.cls
        return CallClass.INTERNATIONAL


def countries() -> list[tuple[str, str]]:
    """Countries and their calling codes, for people to choose from."""
    return [
        (region, f"{region} (+{_metadata(region).country_code})")
        for region in sorted(SUPPORTED_REGIONS)
    ]


def is_e164(text: str) -> bool:
    """Whether it is digits that E.164 allows, with country code and without +."""
    return bool(_E164.fullmatch(text))


@cache
def plan(country: str) -> Plan:
    """The plan of a country by its ISO 3166 code, such as "CA"; KeyError if unknown."""
    if country not in SUPPORTED_REGIONS:
        raise KeyError(country)
    data = _metadata(country)
    code = str(data.country_code)
    abroad = data.preferred_international_prefix or data.international_prefix or ""
    abroad = abroad if abroad.isdigit() else "00"
    # A `0` is dialled within a country; without it a number is an extension's or local.
    trunk = data.national_prefix or ""
    trunk = trunk if trunk.isdigit() else ""
    return Plan(
        country,
        code,
        trunk,
        abroad,
        _emergency(country),
        tuple(_forms(data, code, trunk, abroad)),
        tuple(_classifiers(country, data, code)),
    )


def _metadata(region: str) -> PhoneMetadata:
    found = PhoneMetadata.metadata_for_region(region)
    if found is None:
        raise KeyError(region)
    return found


def _forms(data: PhoneMetadata, code: str, trunk: str, abroad: str) -> list[Form]:
    forms = [Form(_whole(f"[+]{_SUBSCRIBER}"), 1, "")]
    if abroad:
        forms.append(Form(_whole(abroad + _SUBSCRIBER), len(abroad), ""))
    own = _national(data)
    if trunk:
        forms.append(Form(_whole(trunk + own), len(trunk), code))
    if trunk in ("", "1"):
        forms.append(Form(_whole(own), 0, code))
    return forms


def _national(data: PhoneMetadata) -> str:
    """Numbers within the country: of North America exactly, of others by length."""
    if data.country_code == NANP:
        return "[2-9][0-9]{2}[2-9][0-9]{6}"
    known = data.general_desc.possible_length if data.general_desc else ()
    lengths = [n for n in known if n >= _SHORTEST] or list(known)
    return f"[0-9]{{{min(lengths)},{max(lengths)}}}"


def _classifiers(country: str, data: PhoneMetadata, code: str) -> list[Classifier]:
    found = [Classifier(_whole(f"({'|'.join(_COSTLY)})[0-9]+"), CallClass.PREMIUM)]
    for kind, cls in (
        (data.premium_rate, CallClass.PREMIUM),
        (data.toll_free, CallClass.TOLL_FREE),
    ):
        if kind and kind.national_number_pattern:
            pattern = _whole(code + f"({_posix(kind.national_number_pattern)})")
            found.append(Classifier(pattern, cls))
    if code == str(NANP):
        return [*found, *_north_american(country)]
    return [*found, Classifier(f"^{code}[0-9]+($)", CallClass.NATIONAL)]


def _north_american(country: str) -> list[Classifier]:
    """Country code 1: the US and Canada are one, the islands are each their own."""
    islands = {
        region: _posix(leading)
        for region in COUNTRY_CODE_TO_REGION_CODE[NANP]
        if (leading := _metadata(region).leading_digits)
    }
    own = islands.pop(country, "")
    away = Classifier(f"^1({'|'.join(islands.values())})", CallClass.CARIBBEAN)
    if own:
        return [Classifier(f"^1({own})", CallClass.NATIONAL), away]
    return [away, Classifier("^1[0-9]{10}($)", CallClass.NATIONAL)]


def _emergency(country: str) -> tuple[str, ...]:
    """The numbers themselves: there are few, and all are short."""
    data = PhoneMetadata.short_metadata_for_region(country)
    known = data.emergency if data else None
    pattern = known.national_number_pattern if known else None
    every = (f"{n:0{width}}" for width in (2, 3) for n in range(10**width))
    found = tuple(number for number in every if re.fullmatch(pattern or "", number))
    # SOURCE: ITU-T E.161.1: 112 is what a country without a number of its own should use.
    return found or ("112",)


def _whole(pattern: str) -> str:
    # `$` stands before `)`, so that no dialplan takes it for its own.
    return f"^({pattern})($)"


def _posix(pattern: str) -> str:
    return pattern.replace("(?:", "(").replace(r"\d", "[0-9]")
