"""What is kept of a call's sound, in words."""

from __future__ import annotations

from django.utils.translation import gettext as _

from callflows import instructions as op
from callflows.words.said import Said, Words


class Recording(Words):
    """What is kept of a call's sound, in words."""

    def emit_Record(self, do: op.Record) -> Said:
        text = _("Record the call.")
        if do.talk_only:
            text = _("Record the call while two people talk.")
        if not do.address:
            return text, []
        sent = _("Send the recording to “%(name)s” and keep it.")
        if not do.keep:
            sent = _("Send the recording to “%(name)s”.")
        return f"{text} {sent % {'name': do.address.name}}", []

    def emit_StopRecord(self, do: op.StopRecord) -> Said:
        return _("Stop recording."), []

    def emit_Dictate(self, do: op.Dictate) -> Said:
        text = _("Let the caller speak “%(name)s” anew.") % {"name": do.sound.name}
        return text, [(_("If nothing is kept:"), do.dropped)]
