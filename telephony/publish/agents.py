"""What telephones have changed of agents' states, on its way to the portal."""

from __future__ import annotations

from collections import defaultdict

from queues.services.agents import Word, note_newer
from telephony.dialplan.agents import STATES
from telephony.publish.node import NodeLink
from tenants.actor import Actor, acting
from tenants.models import Account

_MARK = "-ag-"


def read_states(link: NodeLink) -> None:
    """Takes over what a node's telephones changed while nobody listened."""
    by_account: dict[str, dict[str, Word]] = defaultdict(dict)
    for unit, value in link.tree(STATES).items():
        slug, mark, handle = unit.rpartition(_MARK)
        word = Word.read(value)
        if mark and word:
            by_account[slug][handle] = word
    for account in Account.objects.filter(slug__in=by_account):
        with acting(Actor(account)):
            note_newer(by_account[account.slug])


def hear(unit: str, value: str) -> None:
    """Notes an agent's state as a telephone has changed it; else nothing."""
    slug, mark, handle = unit.rpartition(_MARK)
    word = Word.read(value)
    account = Account.objects.filter(slug=slug).first() if mark else None
    if word and account:
        with acting(Actor(account)):
            note_newer({handle: word})
