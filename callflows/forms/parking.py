"""The form of a parking lot."""

from __future__ import annotations

from typing import ClassVar

from django import forms

from callflows.models import ParkingLot


class ParkingLotForm(forms.ModelForm[ParkingLot]):
    """Its spaces, and what becomes of a call that nobody takes."""

    class Meta:
        model = ParkingLot
        fields: ClassVar = ["name", "first", "last", "seconds", "ring_seconds"]
