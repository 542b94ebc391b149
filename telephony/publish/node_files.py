"""Files of Asterisk's configuration on a node, written through AMI."""

from __future__ import annotations

from collections.abc import Sequence

from telephony.ami.client import AmiClient, AmiError, batches

# SOURCE: Asterisk main/manager_config handling, MAX_VARS... 31 changes were taken, 32 not.
CHANGES_AT_ONCE = 31


class NodeFiles:
    """Sections of files, and having them read."""

    client: AmiClient

    def write_sections(
        self,
        folder: str,
        name: str,
        sections: Sequence[tuple[str, Sequence[tuple[str, str]]]],
    ) -> None:
        """Makes these sections all that `<folder>.d/<name>.conf` holds.

        They are put together in a file that Asterisk does not read, and then put in place
        by one write; it is the caller's business to have them read.
        """
        draft, final = f"{folder}.next/{name}.conf", f"{folder}.d/{name}.conf"
        changes = [
            [("Action", "delcat"), ("Cat", old)] for old in self._sections(draft)
        ]
        for section, settings in sections:
            changes.append([("Action", "newcat"), ("Cat", section)])
            changes += [
                [
                    ("Action", "append"),
                    ("Cat", section),
                    ("Var", key),
                    ("Value", f">{value}"),
                ]
                for key, value in settings
            ]
        self._update(draft, changes)
        self._sections(final)
        self.client.request(
            "UpdateConfig", ("SrcFilename", draft), ("DstFilename", final)
        )

    def read_sections(
        self, folder: str, name: str
    ) -> list[tuple[str, list[tuple[str, str]]]]:
        """The sections that `write_sections` has put in place; none without the file."""
        try:
            answer = self.client.request(
                "GetConfig", ("Filename", f"{folder}.d/{name}.conf")
            )
        except AmiError:
            return []
        sections: dict[str, tuple[str, list[tuple[str, str]]]] = {}
        for header, value in answer.items():
            kind, _, number = header.partition("-")
            if kind == "Category":
                sections[number] = (value, [])
            elif kind == "Line":
                key, _, text = value.partition("=")
                settings = sections[number.partition("-")[0]][1]
                settings.append((key, text.removeprefix(">")))
        return list(sections.values())

    def reload(self, module: str) -> None:
        """Has a module read its configuration again."""
        self.client.request("Reload", ("Module", module))

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
