"""Features of users between the portal and the nodes' AstDB.

Both may change them while the other is away. What is newer wins, value by value.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import partial
from uuid import UUID

from callflows.instructions import Feature
from extensions.models import PhoneUser, UserState
from extensions.services import state
from extensions.services.state import Stamped
from telephony import nodes
from telephony.models import State
from telephony.publish.node import NodeLink
from telephony.publish.steps import on_all
from tenants import audit
from tenants.actor import Actor, acting
from tenants.models import Account

log = logging.getLogger(__name__)

FAMILY = "user"
# User and feature.
Key = tuple[UUID, Feature]
Held = Mapping[Key, Stamped]


def publish_states(account: Account, keys: list[str]) -> None:
    """Brings the features of these users to all nodes; a newer one there is kept.

    A node that is not reached is mended when it is back.
    """
    users = {UUID(key) for key in keys}
    bring = partial(_bring, account.slug, _rows(users), users)
    for outcome in on_all(nodes.load(), bring):
        if outcome.state == State.FAILED:
            log.error("states of %s: %s", account.slug, outcome.error)
            audit.error(account, "states", f"{outcome.node}: {outcome.error}")


def learn(slug: str, user: str, feature: str, stored: str) -> None:
    """A telephone has switched something, as a node's event tells."""
    account = Account.objects.filter(slug=slug).first()
    told = Stamped.read(stored)
    key = _key(user, feature)
    if account and told and key:
        with acting(Actor(account)):
            state.learn(*key, told)


def mend(link: NodeLink) -> list[str]:
    """Makes portal and node agree; gives the accounts in which something differed."""
    held = _by_account(link.database(FAMILY))
    differing = []
    for account in Account.objects.ready().order_by("slug"):
        with acting(Actor(account)):
            if _mend(link, account.slug, held.pop(account.slug, {})):
                differing.append(f"{account.slug}-states")
    for slug in held:
        link.forget_tree(FAMILY, slug)
    return differing


def _mend(link: NodeLink, slug: str, held: Held) -> bool:
    wanted = _rows(None)
    if wanted == held:
        return False
    known = set(PhoneUser.objects.values_list("pk", flat=True))
    for (user, feature), told in held.items():
        if told > wanted.get((user, feature), Stamped()):
            state.learn(user, feature, told)
        if user not in known:
            link.forget_tree(FAMILY, f"{slug}/{user}")
    _put_newer(link, slug, wanted, held)
    return True


def _bring(slug: str, wanted: Held, users: Iterable[UUID], link: NodeLink) -> None:
    for user in users:
        if not any(user == owner for owner, _ in wanted):
            link.forget_tree(FAMILY, f"{slug}/{user}")
    held = _by_account(link.database(f"{FAMILY}/{slug}")).get(slug, {})
    _put_newer(link, slug, wanted, held)


def _put_newer(link: NodeLink, slug: str, wanted: Held, held: Held) -> None:
    for (user, feature), value in wanted.items():
        if value > held.get((user, feature), Stamped()):
            link.put(FAMILY, f"{slug}/{user}/{feature}", str(value))


def _rows(users: set[UUID] | None) -> dict[Key, Stamped]:
    rows = UserState.objects.filter(stamp__gt=0)
    if users is not None:
        rows = rows.filter(user__in=users)
    return {
        (row.user_id, Feature(row.feature)): Stamped(row.stamp, row.value)
        for row in rows
    }


def _by_account(rows: Mapping[str, str]) -> dict[str, dict[Key, Stamped]]:
    """What a node holds, by account; what is not ours is left alone."""
    found: dict[str, dict[Key, Stamped]] = defaultdict(dict)
    for name, stored in rows.items():
        _, slug, user, feature = [*name.strip("/").split("/"), "", "", ""][:4]
        key, told = _key(user, feature), Stamped.read(stored)
        if key and told:
            found[slug][key] = told
    return dict(found)


def _key(user: str, feature: str) -> Key | None:
    try:
        return UUID(user), Feature(feature)
    except ValueError:
        return None
