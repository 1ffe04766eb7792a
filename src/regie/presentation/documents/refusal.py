"""Why a template was sent back."""


class TemplateRefusedError(ValueError):
    """A Word template that cannot be filled; the message says what to change, in words."""
