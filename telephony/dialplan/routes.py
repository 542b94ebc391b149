"""Where the numbers of an account lead."""

from __future__ import annotations

from collections.abc import Mapping

from callflows.instructions import Cause
from pbxportal.lib.names import routes_unit, version_context
from telephony.dialplan import text
from telephony.dialplan.contexts import Context, Priority, numbered
from telephony.dialplan.emit import Line, enter, hang_up
from telephony.dialplan.text import code

OWN_MAILBOX = "*97"


def render(slug: str, table: Mapping[str, str], version: int) -> tuple[Context, ...]:
    """The contexts of one version of an account's routes.

    `table` maps what is dialled to the unit of the callflow that answers it. A number
    whose callflow is not live (yet) is unavailable. `*97` opens the caller's mailbox
    unless the table says otherwise.
    """
    name = version_context(routes_unit(slug), version)
    priorities: list[Priority] = []
    if OWN_MAILBOX not in table:
        priorities += numbered(OWN_MAILBOX, _own_mailbox(slug))
    for number, unit in sorted(table.items()):
        priorities += numbered(text.diallable(number), _route(unit))
    return (Context(name, tuple(priorities)),)


def _route(unit: str) -> list[Line]:
    return [*enter(text.name(unit)), hang_up(Cause.UNAVAILABLE)]


def _own_mailbox(slug: str) -> list[Line]:
    """Whoever shows a foreign number here still needs that mailbox's PIN."""
    box = code("${FILTER(0-9,${CALLERID(num)})}@%s", text.name(slug))
    return [("Answer", ()), ("VoiceMailMain", (box,)), hang_up(Cause.NORMAL)]
