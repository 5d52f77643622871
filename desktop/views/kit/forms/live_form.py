"""The form that says, as one types, what follows from what stands in it."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

from desktop.views.kit.desk import Desk
from desktop.views.kit.forms.fields import Field
from desktop.views.kit.forms.form import Form


class LiveForm(Form):
    """It looks again whenever something in it changes, and once it is filled."""

    def __init__(
        self, desk: Desk, fields: Sequence[Field], columns: int = 1, *, fluid: bool = False
    ) -> None:
        super().__init__(desk, fields, columns, fluid=fluid)
        self.changed.connect(self.look)

    def look(self) -> None:
        """Say what follows, or ask the office for it, off the GUI thread."""
        raise NotImplementedError

    def show_values(self, values: Mapping[str, Any]) -> None:
        super().show_values(values)
        self.look()

    def keep_as(self, key: str) -> bool:
        kept = super().keep_as(key)
        self.look()
        return kept

    def typed(self, name: str) -> Any:
        """What stands in a field; None as long as it can't be read, or isn't chosen yet."""
        editor = self.editor(name)
        if editor.field.kind == "lookup":
            return editor.raw()["value"]  # reading it would choose what is offered first
        with suppress(ValueError):
            return editor.value()
        return None
