"""What a call meets, of one account."""

from callflows.models.attendant import Attendant
from callflows.models.callflow import Callflow, CallflowNumber, CallflowVersion
from callflows.models.draft import CallflowDraft
from callflows.models.media import Media
from callflows.models.menu import Menu, MenuGreeting
from callflows.models.parking import ParkingLot
from callflows.models.prompt import Prompt
from callflows.models.scenario import CallScenario
from callflows.models.schedule import ScheduledPublication, ScheduleState
from callflows.models.time_frame import TimeFrame
from callflows.models.web_address import WebAddress

__all__ = [
    "Attendant",
    "CallScenario",
    "Callflow",
    "CallflowDraft",
    "CallflowNumber",
    "CallflowVersion",
    "Media",
    "Menu",
    "MenuGreeting",
    "ParkingLot",
    "Prompt",
    "ScheduleState",
    "ScheduledPublication",
    "TimeFrame",
    "WebAddress",
]
