"""One node while something is published to it: what each step does there.

Every step is a method, so that all of what AMI is asked for stands in one place.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import Self

from telephony.ami.client import AmiClient, AmiConnectionError, AmiError
from telephony.ami.encode import Headers
from telephony.dialplan.contexts import Context, Priority
from telephony.dialplan.emit import APPLICATIONS
from telephony.nodes import NodeAddress
from telephony.publish.node_files import NodeFiles
from telephony.publish.node_pjsip import NodePjsip
from telephony.publish.node_queues import NodeQueues

FAMILY = "cf"
# SOURCE: Asterisk's sample extensions.conf, in place of a priority.
HINT = "hint"


class Rejected(Exception):
    """The node holds something else than it was told to; the message says what."""


class NodeLink(NodeFiles, NodeQueues, NodePjsip):
    """The publishing login of one node."""

    def __init__(self, address: NodeAddress, client: AmiClient) -> None:
        self.address = address
        self.client = client

    @classmethod
    def connect(cls, address: NodeAddress) -> Self:
        """Raises AmiConnectionError when the node is not to be had."""
        login = address.publish
        client = AmiClient(
            (address.ami_host, address.ami_port), login.user, login.secret, timeout=10
        )
        return cls(address, client)

    def close(self) -> None:
        """Hangs up."""
        self.client.close()

    def write_file(self, filename: str, contexts: Sequence[Context]) -> None:
        """Makes the contexts all that a configuration file holds.

        The file must not be one that calls depend on at the moment: it is written in
        several steps.
        """
        changes: list[list[tuple[str, str]]] = [
            [("Action", "delcat"), ("Cat", name)] for name in self._sections(filename)
        ]
        for context in contexts:
            changes.append([("Action", "newcat"), ("Cat", context.name)])
            changes += [
                [
                    ("Action", "append"),
                    ("Cat", context.name),
                    ("Var", "exten"),
                    ("Value", f">{_conf_value(priority)}"),
                ]
                for priority in context.priorities
            ]
        self._update(filename, changes)

    def add(self, contexts: Iterable[Context]) -> None:
        """Adds the contexts to the running dialplan; no call leads there yet."""
        self.client.request_many(
            [
                _add_action(context.name, step)
                for context in contexts
                for step in context.priorities
            ]
        )

    def check_applications(self, contexts: Iterable[Context]) -> None:
        """Raises Rejected for an application that is not ours or that the node lacks."""
        used = {step.application for context in contexts for step in context.priorities}
        unknown = sorted(used - APPLICATIONS.keys())
        if unknown:
            raise Rejected(f"unknown application: {', '.join(unknown)}")
        modules = sorted({APPLICATIONS[name] for name in used} - {""})
        for module in modules:
            try:
                self.client.request("ModuleCheck", ("Module", module))
            except AmiConnectionError:
                raise
            except AmiError as error:
                raise Rejected(f"{module} is not loaded: {error}") from error

    def verify(self, contexts: Iterable[Context]) -> None:
        """Reads the contexts back; raises Rejected at the first difference."""
        for context in contexts:
            found = self.read(context.name)
            if found != sorted(context.priorities, key=_order):
                raise Rejected(_difference(context, found))

    def read(self, name: str) -> list[Priority]:
        """What the running dialplan has in a context; nothing for an unknown one."""
        steps = [
            Priority(
                e["Extension"],
                int(e["Priority"]),
                e["Application"],
                e.get("AppData", ""),
            )
            for e in self._dialplan(name)
            if "Priority" in e and "Application" in e
        ]
        return sorted(steps, key=_order)

    def _dialplan(self, context: str) -> list[dict[str, str]]:
        try:
            listed = self.client.request_list("ShowDialPlan", ("Context", context))
        except AmiError as error:
            if "does not exist" in str(error) or "Did not find" in str(error):
                return []
            raise
        return [entry for entry in listed if entry.get("Event") == "ListDialplan"]

    def hints(self, context: str) -> dict[str, str]:
        """What the running dialplan has telephones watch in a context, by number."""
        return {
            entry["Extension"]: entry["Application"]
            for entry in self._dialplan(context)
            if entry.get("Priority") == HINT
        }

    def set_hint(self, context: str, number: str, shows: str | None) -> None:
        """Has telephones that watch the number see this; None: nothing any more."""
        place = (("Context", context), ("Extension", number))
        if shows is None:
            self.client.request("DialplanExtensionRemove", *place)
            return
        self.client.request(
            "DialplanExtensionAdd",
            *place,
            ("Priority", HINT),
            ("Application", shows),
            ("Replace", "yes"),
        )

    def set_state(self, device: str, state: str) -> None:
        """Sets the state of a device that only lamps know."""
        name = f"DEVICE_STATE({device})"
        self.client.request("Setvar", ("Variable", name), ("Value", state))

    def forget(self, names: Iterable[str]) -> None:
        """Removes everything that the running dialplan has in these contexts."""
        for name in names:
            extensions = dict.fromkeys(step.extension for step in self.read(name))
            self.client.request_many(
                [
                    (
                        ("Action", "DialplanExtensionRemove"),
                        ("Context", name),
                        ("Extension", extension),
                    )
                    for extension in extensions
                ]
            )

    def point(self, unit: str, context: str) -> None:
        """Makes calls enter the unit here from now on."""
        self.put(FAMILY, unit, context)

    def unpoint(self, unit: str) -> None:
        """Makes the unit unknown to calls."""
        if unit in self.pointers():
            self.client.request("DBDel", ("Family", FAMILY), ("Key", unit))

    def pointers(self) -> dict[str, str]:
        """All pointers of the node: unit -> context."""
        return self.tree(FAMILY)

    def database(self, family: str) -> dict[str, str]:
        """All keys of AstDB below a family, with the family before them."""
        try:
            rows = self.client.request_list("DBGetTree", ("Family", family))
        except AmiError as error:
            if "not found" in str(error):
                return {}
            raise
        return {row["Key"]: row["Val"] for row in rows if "Key" in row}

    def put(self, family: str, key: str, value: str) -> None:
        """Sets a key of AstDB."""
        self.client.request("DBPut", ("Family", family), ("Key", key), ("Val", value))

    def forget_tree(self, family: str, key: str) -> None:
        """Removes all keys of AstDB below one."""
        with suppress(AmiError):  # nothing is there
            self.client.request("DBDelTree", ("Family", family), ("Key", key))

    def has(self, entries: Sequence[tuple[str, str]]) -> list[bool]:
        """For each context and extension whether the running dialplan has it."""
        answers = self.client.request_many(
            [
                (
                    ("Action", "Getvar"),
                    ("Variable", f"DIALPLAN_EXISTS({name},{extension},1)"),
                )
                for name, extension in entries
            ]
        )
        return [answer.get("Value") == "1" for answer in answers]

    def count_in(self, groups: Sequence[str]) -> list[int]:
        """How many channels are in each of the groups, in whatever category."""
        answers = self.client.request_many(
            [
                (("Action", "Getvar"), ("Variable", f"GROUP_MATCH_COUNT(^{name}$)"))
                for name in groups
            ]
        )
        return [int(answer.get("Value") or 0) for answer in answers]

    def tree(self, family: str) -> dict[str, str]:
        """All keys of AstDB below a family, without it."""
        prefix = f"/{family}/"
        rows = self.database(family)
        return {key.removeprefix(prefix): value for key, value in rows.items()}


def _order(step: Priority) -> tuple[str, int]:
    return step.extension, step.number


def _add_action(context: str, step: Priority) -> Headers:
    return (
        ("Action", "DialplanExtensionAdd"),
        ("Context", context),
        ("Extension", step.extension),
        ("Priority", str(step.number)),
        ("Application", step.application),
        ("ApplicationData", step.data),
    )


def _conf_value(step: Priority) -> str:
    """`n0,1,Dial(…)`; Asterisk itself escapes what a file can't hold as it is."""
    return f"{step.extension},{step.number},{step.application}({step.data})"


def _difference(context: Context, found: list[Priority]) -> str:
    held = {_order(step): step for step in found}
    for step in context.priorities:
        if held.get(_order(step)) != step:
            return (
                f"{context.name},{step.extension},{step.number}: told "
                f"{step.application}({step.data}), holds {held.get(_order(step))}"
            )
    return (
        f"{context.name} holds {len(found)} priorities, told {len(context.priorities)}"
    )
