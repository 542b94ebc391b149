"""Auto attendants: callflows that were made by a form, and can be changed by it."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from callflows.models.callflow import Callflow


class Attendant(models.Model):
    """An auto attendant. Its name is its callflow's; the document is the truth."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    extension = models.CharField(_("extension"), max_length=20, unique=True)
    callflow = models.OneToOneField(
        Callflow, models.PROTECT, related_name="attendant", verbose_name=_("callflow")
    )

    class Meta:
        ordering: ClassVar = ["extension"]
        verbose_name = _("auto attendant")

    def __str__(self) -> str:
        return self.callflow.name
