"""What is wrong with a callflow: codes, places, and the way to mend it.

Findings are returned, never raised or printed. A red one keeps a callflow from being
published, a yellow one is worth a look, an info is good to know.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from callflows.instructions import Path


class Level(StrEnum):
    """How bad it is."""

    RED = "red"
    YELLOW = "yellow"
    INFO = "info"


class Mend(StrEnum):
    """What an editor can do about it, at the finding's path and what it is `about`."""

    ADD = "add"  # a module, at that exit, or at any if none is named
    SET = "set"  # that setting
    REMOVE = "remove"  # the module, or what hangs at that exit


@dataclass(frozen=True)
class Code:
    """A kind of finding: its level, its message (with %(names)s) and the way out."""

    level: Level
    message: str | Promise
    hint: str | Promise
    mend: Mend | None = None


CODES: Mapping[str, Code] = {
    "empty_flow": Code(
        Level.RED,
        _("There is nothing in this callflow."),
        _("Drag a module from the palette to the root."),
        Mend.ADD,
    ),
    "not_a_module": Code(
        Level.RED,
        _("This is not a module: %(reason)s."),
        _("Remove it, or mend the document that was imported."),
        Mend.REMOVE,
    ),
    "unknown_module": Code(
        Level.RED,
        _("The module “%(module)s” is not known here."),
        _("Replace it, or skip it. It is kept as it is."),
        Mend.REMOVE,
    ),
    "missing_setting": Code(
        Level.RED,
        _("“%(title)s” is not set."),
        _("Open the module and choose a value."),
        Mend.SET,
    ),
    "invalid_setting": Code(
        Level.RED,
        _("“%(title)s” is not valid: %(reason)s."),
        _("Open the module and correct the value."),
        Mend.SET,
    ),
    "unknown_target": Code(
        Level.RED,
        _("What “%(title)s” points at does not exist."),
        _("It may have been deleted: choose another one."),
        Mend.SET,
    ),
    "loop": Code(
        Level.RED,
        _("This leads back to the start of the same callflow."),
        _("Choose another callflow: a call would go in circles."),
        Mend.SET,
    ),
    "recording_for_nobody": Code(
        Level.YELLOW,
        _("The recording is sent nowhere, so it is kept here all the same."),
        _("Choose where to send it, or switch “Keep here” on."),
    ),
    "circle": Code(
        Level.RED,
        _("This leads back to the start of the same callflow: %(way)s → here."),
        _("Choose another callflow: a call would go in circles."),
        Mend.SET,
    ),
    "chosen_loop": Code(
        Level.INFO,
        _("Callers can get back to the start of the same callflow here."),
        _("After 20 changes of callflow a call is ended."),
    ),
    "no_entry": Code(
        Level.INFO,
        _("No number and no other callflow leads here."),
        _("Give it a number, or lead another callflow to it."),
    ),
    "number_twice": Code(
        Level.YELLOW,
        _("“%(number)s” and “%(other)s” of “%(name)s” are the same to most callers."),
        _("Keep one of them."),
    ),
    "dials_out": Code(
        Level.INFO,
        _("Calls leave to the outside here, whoever is calling."),
        _("Each costs the account: put a module before it that asks for a PIN."),
    ),
    "unpublished_target": Code(
        Level.YELLOW,
        _("The callflow “%(name)s” was never published."),
        _("Publish it; until then a call ends here."),
    ),
    "unreachable": Code(
        Level.YELLOW,
        _("No call ever gets here."),
        _("Move it to an exit of the module before it, or remove it."),
        Mend.REMOVE,
    ),
    "dead_end": Code(
        Level.INFO,
        _("The call ends at “%(branch)s”."),
        _("Add a module there if it shall go on."),
        Mend.ADD,
    ),
    "no_device": Code(
        Level.YELLOW,
        _("“%(name)s” has no telephone that can ring."),
        _("Give the user a device, or enable it."),
    ),
    "nobody_rings": Code(
        Level.YELLOW,
        _("Nobody rings here: “%(title)s” has no telephone that can ring."),
        _("Add people with telephones, or give those in it a device."),
    ),
    "rings_twice": Code(
        Level.INFO,
        _("“%(name)s” is in it more than once."),
        _("It rings once, as the first mention says. Remove the others."),
    ),
    "too_many_members": Code(
        Level.RED,
        _("These are %(count)s people; at most %(most)s can be reached at once."),
        _("Divide them into several modules, one after the other."),
    ),
    "nobody_listed": Code(
        Level.YELLOW,
        _("Nobody can be found in the directory “%(name)s”."),
        _("Add users whose extension leads to a published callflow."),
    ),
    "no_email": Code(
        Level.YELLOW,
        _("“%(name)s” has no mail address."),
        _("Enter one with the user, or choose another user."),
    ),
    "no_agent": Code(
        Level.YELLOW,
        _("“%(name)s” has no agents."),
        _("Add agents to the queue; until then nobody answers there."),
    ),
    "no_telephones": Code(
        Level.YELLOW,
        _("“%(title)s”: none of them has a telephone."),
        _("Choose people with telephones, or give those in it a device."),
    ),
    "no_such_space": Code(
        Level.RED,
        _("The parking lot has no space %(space)s, but %(first)s to %(last)s."),
        _("Choose one of these, or leave the space empty."),
    ),
    "no_exit_key": Code(
        Level.YELLOW,
        _("“%(name)s” has no key to leave by, so no call gets here."),
        _("Choose one with the queue, or remove the exit."),
    ),
    "no_key": Code(
        Level.YELLOW,
        _("No key of this menu leads anywhere."),
        _("Add a module to at least one key."),
        Mend.ADD,
    ),
    "no_prefix": Code(
        Level.YELLOW,
        _("This changes nothing: what to put before, and what to do, don't fit."),
        _("Enter what stands before name or number, or choose to reset them."),
    ),
    "no_prompt": Code(
        Level.YELLOW,
        _("The caller hears nothing in this menu."),
        _("Choose a sound that names the keys."),
        Mend.SET,
    ),
    "own_settings": Code(
        Level.INFO,
        _("What is set here besides the menu “%(name)s” is not used."),
        _("Change the menu itself, or take it out to use what is set here."),
    ),
    "rule_without_key": Code(
        Level.RED,
        _("The menu “%(name)s” goes on as with key %(key)s, which leads nowhere."),
        _("Add a module to that key, or change the menu's rule."),
        Mend.ADD,
    ),
    "exit_without_use": Code(
        Level.YELLOW,
        _("No call takes this exit: the menu “%(name)s” has another rule for it."),
        _("Remove what hangs there, or let the menu repeat."),
        Mend.REMOVE,
    ),
    "no_timeout": Code(
        Level.YELLOW,
        _("Who presses no key is hung up after %(tries)s tries."),
        _("Add a module to “No key”, or change the menu's rule."),
        Mend.ADD,
    ),
    "key_gaps": Code(
        Level.INFO,
        _("Who presses one of %(keys)s is hung up after %(tries)s tries."),
        _("Add a module to “Another key”, or change the menu's rule."),
        Mend.ADD,
    ),
    "key_repeats": Code(
        Level.YELLOW,
        _("Key %(key)s repeats the prompt of “%(name)s”, so no call gets here."),
        _("Move it to another key, or change the menu."),
    ),
    "extension_hidden": Code(
        Level.YELLOW,
        _("Extension %(number)s can't be dialled in “%(name)s”: its key leads here."),
        _("Move the key, or give the extension more digits."),
    ),
    "key_waits": Code(
        Level.INFO,
        _("Key %(key)s waits %(seconds)s s for more: extensions begin with it."),
        _("Use a key that no extension begins with if that is too long."),
    ),
    "empty_frame": Code(
        Level.YELLOW,
        _("The time frame “%(name)s” has no rule, so it never holds."),
        _("Give it a rule, or remove it from the module."),
    ),
    "time_gap": Code(
        Level.YELLOW,
        _("At times no time frame holds (%(day)s %(clock)s), and the call ends."),
        _("Add a module for any other time, or a time frame."),
        Mend.ADD,
    ),
    "frame_over": Code(
        Level.YELLOW,
        _("The time frame “%(name)s” is over: its last day was %(day)s."),
        _("Give it new days, or remove it from the module."),
    ),
    "frame_outdone": Code(
        Level.YELLOW,
        _("“%(name)s” never decides: whenever it holds, a more exact one does too."),
        _("Change its hours, or remove it from the module."),
    ),
    "not_live": Code(
        Level.YELLOW,
        _("Numbers lead here (%(numbers)s), and nothing is live."),
        _("Publish it, or take the numbers away; until then calls are refused."),
    ),
    "queue_cuts_off": Code(
        Level.YELLOW,
        _("Who has waited %(n)s seconds in “%(name)s” is cut off."),
        _("Add a module to “Waited too long” or “Otherwise”."),
    ),
    "waits_for_ever": Code(
        Level.YELLOW,
        _("A caller can wait in “%(name)s” for ever, though no agent is there."),
        _("Set a longest wait, or let nobody wait while no agent is logged in."),
    ),
    "nobodys_box": Code(
        Level.INFO,
        _("The mailbox “%(name)s” belongs to no user."),
        _("See to it that somebody listens to its messages."),
    ),
    "empty_group": Code(
        Level.YELLOW,
        _("Nobody is in the group “%(name)s”."),
        _("Add people to the group, or take it out here."),
    ),
    "time_overlap": Code(
        Level.YELLOW,
        _("“%(first)s” and “%(second)s” hold at the same time, neither more exactly."),
        _("The first of them wins. Change one of them to make it plain."),
    ),
    "nothing_said": Code(
        Level.RED,
        _("There is nothing to say here."),
        _("Enter digits, or letters where letters are said, or choose a variable."),
    ),
    "language_not_there": Code(
        Level.YELLOW,
        _("Callers hear English: the system speaks %(there)s, not %(language)s."),
        _("Choose a language that it speaks, or have this one installed."),
    ),
    "no_caller_id": Code(
        Level.YELLOW,
        _("This changes nothing: neither name nor number is given."),
        _("Enter what telephones shall show."),
    ),
    "keys_twice": Code(
        Level.YELLOW,
        _("The keys %(keys)s choose more than one entry."),
        _("Only the first one is ever chosen: give the others keys of their own."),
    ),
    "variable_never_set": Code(
        Level.YELLOW,
        _("No callflow that is live sets the variable “%(name)s”."),
        _("Set it by a module “Callflow variable”, or correct the name."),
    ),
    "variable_of_other_kind": Code(
        Level.YELLOW,
        _("“%(name)s” is also set to what is not looked for here: %(kinds)s."),
        _("Such a call goes on as if it were not set. Use one name for one type."),
    ),
    "too_many_values": Code(
        Level.RED,
        _("“%(name)s” can hold %(count)s values; at most %(most)s can be told apart."),
        _("Use several variables, one for each purpose."),
    ),
    "scenario_failed": Code(
        Level.RED,
        _("The scenario “%(name)s” fails: %(why)s"),
        _("Mend the callflow, or change what the scenario expects."),
    ),
}


@dataclass(frozen=True)
class Finding:
    """One thing found, at a path of the document.

    `about` is the setting or the branch that it is about, if it is about one.
    """

    code: str
    path: Path
    about: str = ""
    values: Mapping[str, object] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.code not in CODES:
            raise KeyError(self.code)

    @property
    def level(self) -> Level:
        """How bad it is."""
        return CODES[self.code].level

    @property
    def message(self) -> str:
        """What is wrong, in the reader's language."""
        return str(CODES[self.code].message) % self.values

    @property
    def mend(self) -> Mend | None:
        """What an editor can do about it."""
        return CODES[self.code].mend

    @property
    def hint(self) -> str:
        """How to mend it, in the reader's language."""
        return str(CODES[self.code].hint)

    def as_json(self) -> dict[str, Any]:
        """For pages and REST."""
        return {
            "code": self.code,
            "level": self.level.value,
            "path": list(self.path),
            "about": self.about,
            "message": self.message,
            "hint": self.hint,
            "mend": self.mend.value if self.mend else None,
        }
