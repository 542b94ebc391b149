"""What a call meets, of one account."""

from callflows.models.callflow import Callflow, CallflowNumber, CallflowVersion
from callflows.models.media import Media
from callflows.models.time_frame import TimeFrame

__all__ = ["Callflow", "CallflowNumber", "CallflowVersion", "Media", "TimeFrame"]
