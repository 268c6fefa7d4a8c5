"""Every check of a model, and the refusal to use one that fails any."""

from collections.abc import Mapping, Sequence

from gongxin.catalogue.edition import Edition
from gongxin.catalogue.lint.refusal import Refusal
from gongxin.evaluation.lint import basis, boundary, ground, measure, shape
from gongxin.evaluation.model import Model
from gongxin.law.instrument import Instrument, instruments


class ModelRefused(Exception):
    """A model crosses the boundary, lacks a basis, or cannot work."""

    def __init__(self, model: Model, refusals: Sequence[Refusal]) -> None:
        self.refusals = tuple(refusals)
        name, lines = f"{model.code} {model.edition}", "\n".join(f"  {refusal}" for refusal in refusals)
        super().__init__(
            f"评价模型 {name} 有 {len(refusals)} 处不能接受，请改正后再用。"
            f" / Model {name} refused: {len(refusals)} faults; mend them first.\n{lines}"
        )


def refusals(
    model: Model, edition: Edition, held: Mapping[str, Instrument] | None = None
) -> tuple[Refusal, ...]:
    """Return why a model must not be used with an edition of the catalogue; empty where it may."""
    found = (
        *basis.refusals(model, instruments() if held is None else held),
        *boundary.refusals(model),
        *shape.refusals(model),
        *ground.refusals(model, edition),
        *measure.refusals(model, edition),
    )
    return tuple(sorted(set(found)))


def refuse(model: Model, edition: Edition, held: Mapping[str, Instrument]) -> None:
    """Raise ModelRefused where a model must not be used."""
    if found := refusals(model, edition, held):
        raise ModelRefused(model, found)
