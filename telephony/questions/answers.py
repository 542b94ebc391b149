"""Questions that calls ask of customers' programs, on their behalf."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Mapping
from uuid import UUID

from django.utils import timezone

from callflows.models import WebAddress
from callflows.services import web_addresses
from pbxportal.lib import outward
from tenants import audit
from tenants.actor import Actor, acting
from tenants.models import Account, Severity

log = logging.getLogger(__name__)

_WORD = re.compile(r"[a-z0-9][a-z0-9_-]{0,29}")


def branch_of(slug: str, address_id: UUID, call: Mapping[str, str]) -> str:
    """What the program answers; "" for anything that is no answer.

    `call` has `id`, `number`, `name` and `dialled`. Why there was no answer stands in the
    account's error log.
    """
    account = Account.objects.filter(slug=slug).first()
    if account is None:
        return ""
    with acting(Actor(account)):
        address = WebAddress.objects.filter(pk=address_id).first()
        if address is None:
            return ""
        try:
            answer = web_addresses.send(address, _question(slug, call))
            return _branch(answer)
        except (outward.Refused, outward.Failed, ValueError) as error:
            audit.error(
                account,
                "pivot",
                f"{address.name}: {error}",
                about=address,
                severity=Severity.WARNING,
            )
            return ""


def _question(slug: str, call: Mapping[str, str]) -> dict[str, object]:
    return {
        "event": "question",
        "account": slug,
        "call": call.get("id", ""),
        "at": timezone.now().isoformat(),
        "caller": {"number": call.get("number", ""), "name": call.get("name", "")},
        "dialled": call.get("dialled", ""),
    }


def _branch(answer: outward.Answer) -> str:
    """The branch of `{"branch": "sales"}`; raises ValueError for anything else."""
    if answer.status != 200:
        raise ValueError(f"HTTP {answer.status}")
    content = json.loads(answer.body)
    branch = content.get("branch") if isinstance(content, dict) else None
    if not isinstance(branch, str) or not _WORD.fullmatch(branch):
        raise ValueError('the answer is not JSON such as {"branch": "sales"}')
    return branch
