"""One node while something is published to it: what each step does there.

Every step is a method, so that all of what AMI is asked for stands in one place.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import Self

from telephony.ami.client import AmiClient, AmiConnectionError, AmiError, batches
from telephony.ami.encode import Headers
from telephony.dialplan.contexts import Context, Priority
from telephony.dialplan.emit import APPLICATIONS
from telephony.nodes import NodeAddress

FAMILY = "cf"
# SOURCE: Asterisk main/manager_config handling, MAX_VARS... 31 changes were taken, 32 not.
CHANGES_AT_ONCE = 31


class Rejected(Exception):
    """The node holds something else than it was told to; the message says what."""


class NodeLink:
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
        try:
            listed = self.client.request_list("ShowDialPlan", ("Context", name))
        except AmiError as error:
            if "does not exist" in str(error) or "Did not find" in str(error):
                return []
            raise
        steps = [
            Priority(
                e["Extension"],
                int(e["Priority"]),
                e["Application"],
                e.get("AppData", ""),
            )
            for e in listed
            if e.get("Event") == "ListDialplan"
            and "Priority" in e
            and "Application" in e
        ]
        return sorted(steps, key=_order)

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
        self.client.request(
            "DBPut", ("Family", FAMILY), ("Key", unit), ("Val", context)
        )

    def unpoint(self, unit: str) -> None:
        """Makes the unit unknown to calls."""
        if unit in self.pointers():
            self.client.request("DBDel", ("Family", FAMILY), ("Key", unit))

    def pointers(self) -> dict[str, str]:
        """All pointers of the node: unit -> context."""
        try:
            rows = self.client.request_list("DBGetTree", ("Family", FAMILY))
        except AmiError as error:
            if "not found" in str(error):
                return {}
            raise
        prefix = f"/{FAMILY}/"
        return {
            row["Key"].removeprefix(prefix): row["Val"] for row in rows if "Key" in row
        }

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

    def write_section(
        self, folder: str, name: str, settings: Sequence[tuple[str, str]], module: str
    ) -> None:
        """Makes `[name]` with these settings all that `<folder>.d/<name>.conf` holds.

        It is put together in a file that Asterisk does not read, and then put in place by
        one write; `module` reads it after that.
        """
        draft, final = f"{folder}.next/{name}.conf", f"{folder}.d/{name}.conf"
        changes = [
            [("Action", "delcat"), ("Cat", old)] for old in self._sections(draft)
        ]
        changes.append([("Action", "newcat"), ("Cat", name)])
        changes += [
            [("Action", "append"), ("Cat", name), ("Var", key), ("Value", f">{value}")]
            for key, value in settings
        ]
        self._update(draft, changes)
        self._sections(final)
        self.client.request(
            "UpdateConfig", ("SrcFilename", draft), ("DstFilename", final)
        )
        self.client.request("Reload", ("Module", module))

    def read_section(self, folder: str, name: str) -> list[tuple[str, str]]:
        """The settings that `write_section` has put in place; none without the file."""
        try:
            answer = self.client.request(
                "GetConfig", ("Filename", f"{folder}.d/{name}.conf")
            )
        except AmiError:
            return []
        lines = (value for key, value in answer.items() if key.startswith("Line-"))
        pairs = (line.partition("=") for line in lines)
        return [(key, value.removeprefix(">")) for key, _, value in pairs]

    def expire(self, endpoints: Iterable[str]) -> None:
        """Makes PJSIP read these endpoints, and what belongs to them, again."""
        for name in endpoints:
            for cache in ("endpoint", "auth", "aor"):
                with suppress(AmiError):  # what nobody has asked for yet is not cached
                    self.client.request(
                        "SorceryMemoryCacheExpireObject",
                        ("Cache", f"res_pjsip/{cache}"),
                        ("Object", name),
                    )

    def expire_all(self) -> None:
        """Makes PJSIP read every endpoint again when it is next asked for."""
        for cache in ("endpoint", "auth", "aor"):
            self.client.request(
                "SorceryMemoryCacheExpire", ("Cache", f"res_pjsip/{cache}")
            )

    def drop_contacts(self, endpoints: Iterable[str]) -> None:
        """Forgets where these endpoints have registered from."""
        names = tuple(f"/registrar/contact/{name};@" for name in endpoints)
        try:
            rows = self.client.request_list("DBGetTree", ("Family", "registrar"))
        except AmiError:
            return
        for row in rows:
            if row.get("Key", "").startswith(names):
                key = row["Key"].removeprefix("/registrar/")
                self.client.request("DBDel", ("Family", "registrar"), ("Key", key))

    def _sections(self, filename: str) -> list[str]:
        try:
            answer = self.client.request("ListCategories", ("Filename", filename))
        except AmiError as error:
            if "no" in str(error).lower() and "categories" in str(error):
                return []
            self.client.request("CreateConfig", ("Filename", filename))
            return []
        return [value for key, value in answer.items() if key.startswith("Category-")]

    def _update(self, filename: str, changes: list[list[tuple[str, str]]]) -> None:
        for batch in batches(changes, CHANGES_AT_ONCE):
            headers = [
                (f"{key}-{number:06d}", value)
                for number, change in enumerate(batch)
                for key, value in change
            ]
            self.client.request(
                "UpdateConfig",
                ("SrcFilename", filename),
                ("DstFilename", filename),
                *headers,
            )


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
