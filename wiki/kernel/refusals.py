"""Why something is not done: types with data, raised by actions and queries, shown by the web."""

from collections.abc import Mapping


class Refused(Exception):
    """Base of all refusals."""


class NotFound(Refused):
    """It is not there, or not for the one who asks: nobody learns which of the two."""


class Forbidden(Refused):
    """It may be known that it is there, but this may not be done by the one who asks. The text says why."""


class Invalid(Refused):
    """What was typed can't be taken. `errors`: field → message, all of them at once."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__("; ".join(f"{name}: {text}" for name, text in errors.items()))
        self.errors = dict(errors)
