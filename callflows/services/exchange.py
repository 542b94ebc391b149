"""Callflows as files: taken in with a dry run, and handed out."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from callflows import kazoo, own_format, snapshot
from callflows.document import parse
from callflows.findings import Finding
from callflows.kazoo import Report, Taken
from callflows.kazoo.names import Candidate, Names
from callflows.kazoo.reading import OWN_FORMAT
from callflows.models import Callflow, CallflowNumber, WebAddress
from callflows.models.callflow import DIALLABLE
from callflows.services import drafts, publishing
from callflows.services.comparing import document_of
from callflows.snapshot_types import ConferenceInfo, Info, MailboxInfo, UserInfo
from tenants import refs
from tenants.actor import required

FORMATS = ("kazoo", "pbxportal")


@dataclass(frozen=True)
class Imported:
    """What an import would do, or has done: `flow` is the callflow that was made."""

    taken: Taken
    findings: tuple[Finding, ...] = ()
    flow: Callflow | None = None

    @property
    def report(self) -> Report:
        """Row by row."""
        return self.taken.report

    def as_json(self) -> dict[str, Any]:
        """For REST."""
        return {
            "callflow": str(self.flow.pk) if self.flow else None,
            "name": self.taken.name,
            "numbers": list(self.taken.numbers),
            **self.report.as_json(),
            "findings": [finding.as_json() for finding in self.findings],
            "draft": self.taken.draft,
        }


@dataclass
class Asked:
    """What shall be taken in: a file's text, and what is known beyond it.

    `said` are answers to what was missing: an id there, and an id, a number or a name
    here. `name` takes the place of the file's.
    """

    text: str
    name: str = ""
    said: Mapping[str, str] = field(default_factory=dict)


def import_callflow(asked: Asked, *, dry_run: bool) -> Imported:
    """Takes a callflow in as a draft; a dry run makes nothing.

    Raises ValidationError on `text` for what can't be read.
    """
    try:
        file = kazoo.read(asked.text)
    except kazoo.Refused as error:
        raise ValidationError({"text": str(error)}) from error
    taken = _take(file, asked)
    findings = tuple(publishing.check_document(taken.draft).findings)
    return Imported(taken, findings, None if dry_run else _make(taken))


@transaction.atomic
def _make(taken: Taken) -> Callflow:
    return drafts.create_callflow(taken.name, taken.draft, taken.numbers)


def _take(file: dict[str, Any], asked: Asked) -> Taken:
    owner = file.get("owner_id")
    names = Names(
        candidates(),
        file.get("metadata") or file.get("objects") or {},
        asked.said,
        owner if isinstance(owner, str) else "",
        tuple(file.get("numbers", ())),
    )
    take = own_format.take if file.get("format") == OWN_FORMAT else kazoo.take
    taken = take(file, names, _why_not())
    name = " ".join(asked.name.split())
    return replace(taken, name=name) if name else taken


def _why_not() -> Callable[[str], str]:
    """Says why a number can't lead to a new callflow; empty if it can."""
    used = dict(CallflowNumber.objects.values_list("number", "callflow__name"))

    def reason(number: str) -> str:
        if number in used:
            return _("It leads to “%s” already.") % used[number]
        try:
            DIALLABLE(number)
        except ValidationError as error:
            return _("It can't be dialled: %s") % " ".join(error.messages)
        return ""

    return reason


def candidates() -> dict[str, list[Candidate]]:
    """All objects that a callflow of this account may point at, by kind."""
    chosen = {kind: refs.choices(kind) for kind in sorted(snapshot.kinds())}
    wanted = [(kind, id) for kind, found in chosen.items() for id, _name in found]
    objects = snapshot.load(required().account, wanted).objects
    urls = dict(WebAddress.objects.values_list("pk", "url"))
    return {
        kind: [_candidate(objects.get(id), id, name, urls) for id, name in found]
        for kind, found in chosen.items()
    }


def _candidate(
    info: Info | None, id: UUID, name: str, urls: Mapping[UUID, str]
) -> Candidate:
    number = urls.get(id, "")
    if isinstance(info, UserInfo):
        number = info.extension
    elif isinstance(info, MailboxInfo):
        number = info.mailbox
    elif isinstance(info, ConferenceInfo):
        number = info.number
    return Candidate(id, info.name if info else name, number)


def export_callflow(flow: Callflow, format: str, version: str = "draft") -> str:
    """The file's text. `version` is a number, `draft` or `live`; raises Http404."""
    document = document_of(flow, version)
    parsed = parse(document)
    known = snapshot.load(required().account, parsed.references)
    objects = {
        str(id): (kind, known.name(kind, id))
        for kind, id in parsed.references
        if known.find(kind, id)
    }
    numbers = [entry.number for entry in flow.numbers.all()]
    if format == "kazoo":
        urls = {str(row.pk): row.url for row in WebAddress.objects.all()}
        found = kazoo.give(
            parsed, flow.name, numbers, objects, lambda id: urls.get(id, "")
        )
    else:
        found = own_format.write(document, flow.name, numbers, objects)
    return json.dumps(found, ensure_ascii=False, indent=2) + "\n"
