"""Everybody at everything: who there is, whose things there are, and what each must get.

Whose something is, is said as seen from one account, the middle of a family of four. What
is wanted comes from the table of rights and from the `right` of each view, never from
what the code answers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from tenants.access import Right, allowed
from tenants.models.membership import Role
from tests.support.routes import Route


class Relation(StrEnum):
    """An account of the family, as the account in its middle sees it."""

    OWN = "own"
    SIBLING = "sibling"
    PARENT = "parent"
    CHILD = "child"


# Below which accounts of the family each stands.
ABOVE: Mapping[Relation, frozenset[Relation]] = {
    Relation.OWN: frozenset({Relation.PARENT}),
    Relation.SIBLING: frozenset({Relation.PARENT}),
    Relation.PARENT: frozenset(),
    Relation.CHILD: frozenset({Relation.OWN, Relation.PARENT}),
}


@dataclass(frozen=True, eq=False)
class Kind:
    """A kind of person.

    `roles` are their memberships in the family; `outside` says whether they are a
    reseller's admin beside or above it.
    `masquerades` are the accounts in which they have opened a masquerade, and `over` says
    why that lets them in no longer; there they are `seen_as` somebody of that role.
    """

    name: str
    roles: Mapping[Relation, str] = field(default_factory=dict)
    masquerades: frozenset[Relation] = frozenset()
    over: str = ""
    seen_as: str = Role.RESELLER_ADMIN
    outside: str = ""
    signed_in: bool = True
    # Whether the account in the middle is suspended when they come.
    suspended: bool = False

    def __str__(self) -> str:
        return self.name

    def role_in(self, account: Relation) -> str | None:
        """As what they may act there; None where they have no business."""
        if account in self.roles:
            return self.roles[account]
        if account in self.masquerades and not self.over:
            return self.seen_as
        return None


_OWN = frozenset({Relation.OWN})
_ABOVE = {Relation.PARENT: Role.RESELLER_ADMIN}

KINDS: tuple[Kind, ...] = (
    Kind("anonymous", signed_in=False),
    *(Kind(role, {Relation.OWN: role}) for role in Role.values),
    Kind("reseller above", _ABOVE),
    Kind("reseller beside", outside="beside"),
    Kind("masquerading", _ABOVE, _OWN),
    Kind("seeing as", _ABOVE, _OWN, seen_as=Role.READ_ONLY),
    Kind("masquerade expired", masquerades=_OWN, outside="above", over="expired"),
    Kind("masquerade left", masquerades=_OWN, outside="above", over="left"),
    # Was a reseller's admin when it began, and is none any more.
    Kind("masquerade of nobody", masquerades=_OWN, over="no reseller"),
    Kind("suspended account", {Relation.OWN: Role.ADMIN}, suspended=True),
)

# Answers to somebody who was let in: whatever they sent may be wrong.
LET_IN = frozenset(range(200, 500)) - {401, 403, 404}
REFUSED = frozenset({401, 403, 404})

# Objects of one person, whom nobody else of the account may even look for.
PERSONAL = ("my-", "api-my-")
# Routes whose objects are accounts: those below the one that is acted in.
OF_ACCOUNTS = ("account", "api-account", "sub-account", "api-sub-account")
# Routes whose objects are those of accounts below alone.
OF_BELOW = ("contacts-below", "contact-below", "api-contact-below")
# What is there only while one masquerades in the account.
WAYS_OUT = frozenset({"account-leave", "api-leave"})


@dataclass(frozen=True)
class Aim:
    """What somebody asks for: in which account, and with whose object.

    `colleague` says that the object belongs to another person of the account.
    """

    account: Relation
    objects: Relation
    colleague: bool = False

    def __str__(self) -> str:
        of = "a colleague" if self.colleague else self.objects
        return f"{self.account} with an object of {of}"


def names_object(route: Route) -> bool:
    """Whether the route names an object by its id."""
    return "pk" in route.arguments


def aims(route: Route, kind: Kind) -> Iterable[Aim]:
    """All that this kind of person can ask for at the route.

    Another account's object is looked for in each account that lets the person in; the
    others answer before they look at the object.
    """
    for account in Relation:
        yield Aim(account, account)
        if not names_object(route) or kind.role_in(account) is None:
            continue
        for objects in Relation:
            if objects != account:
                yield Aim(account, objects)
        if route.name.startswith(PERSONAL):
            yield Aim(account, account, colleague=True)


def there(route: Route, kind: Kind, aim: Aim) -> bool:
    """Whether the object exists for the account that is acted in, and for the person."""
    if route.name in WAYS_OUT:
        return aim.account not in kind.roles
    if not names_object(route):
        return True
    if route.name.startswith(OF_BELOW):
        return aim.account in ABOVE[aim.objects]
    if route.name.startswith(OF_ACCOUNTS):
        return aim.account == aim.objects or aim.account in ABOVE[aim.objects]
    return aim.account == aim.objects and not aim.colleague


def wanted(route: Route, method: str, kind: Kind, aim: Aim) -> frozenset[int]:
    """The statuses that are right."""
    if not kind.signed_in:
        # Pages lead to the sign-in page; an API answers that a token is missing.
        return frozenset({401 if route.api else 302})
    role = kind.role_in(aim.account)
    if role is None:
        return frozenset({404})
    if kind.suspended and aim.account == Relation.OWN:
        return frozenset({403})
    right = route.right(method)
    if right is None or not allowed(role, right):
        return frozenset({403})
    return LET_IN if there(route, kind, aim) else frozenset({404})


def wanted_of_socket(right: Right, kind: Kind, account: Relation) -> bool:
    """Whether the websocket stays open."""
    role = kind.role_in(account)
    closed = kind.suspended and account == Relation.OWN
    return role is not None and not closed and allowed(role, right)


# How much was tried of what, for the end of the run.
TRIED: Counter[str] = Counter()
