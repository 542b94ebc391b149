"""Forms of accounts."""

from tenants.forms.rights import RightsForm
from tenants.forms.tree import (
    ConfirmForm,
    DeleteForm,
    EnterForm,
    MoveForm,
    ReasonForm,
)

__all__ = [
    "ConfirmForm",
    "DeleteForm",
    "EnterForm",
    "MoveForm",
    "ReasonForm",
    "RightsForm",
]
