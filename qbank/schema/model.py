"""What all models share."""

from collections.abc import Sequence
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, model_validator

from .mistake import Mistake, mistaken


class Model(BaseModel):
    """Frozen and strict: an unknown field is an error; a field with nothing behind it counts as left out."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)  # few banks use all types

    @model_validator(mode="before")
    @classmethod
    def _leave_out_empty(cls, value: Any) -> Any:
        if isinstance(value, dict) and None in value.values():
            return {key: item for key, item in value.items() if item is not None or key not in cls.model_fields}
        return value


class Agreeing(Model):
    """A model that looks for contradictions between its fields."""

    def mistakes(self) -> Sequence[Mistake]:
        """Return what is wrong between fields that are each right on their own."""
        return ()

    @model_validator(mode="after")
    def _agree(self) -> Self:
        if found := self.mistakes():
            raise mistaken(*found)
        return self
