"""Which scenarios are told more of the state: those of the second wave."""

from desktop.replay.scenario import Event
from desktop.replay.second_wave import SECOND_WAVE

# What it added to actions of the first wave, and actions that stand with their nouns.
_ALSO = frozenset(
    {"survey.record", "proposal.compute", "proposal.confirm", "proposal.present"}
    | {"proposal.answer", "proposal.order", "proposal.take_up"}
)
_FIELDS: dict[str, frozenset[str]] = {
    "benefit.deliver": frozenset({"goods", "promise"}),
    "case.report": frozenset({"kind", "lot"}),
    "case.rule": frozenset({"share"}),
    "collection.record": frozenset({"means"}),
    "delivery.record": frozenset({"means", "refused_because"}),
    "order.add": frozenset({"at", "wanted"}),
    "patrol.record": frozenset({"assets"}),
    "return.record": frozenset({"condition", "lot", "run"}),
    "settlement.prepare": frozenset({"client"}),
    "visit.record": frozenset({"assets"}),
}


def is_second_wave(event: Event) -> bool:
    """Whether an event does, or says, what only the second wave knows."""
    lines = event.fields.get("lines")
    free = isinstance(lines, list) and any(isinstance(one, dict) and "free" in one for one in lines)
    fields = _FIELDS.get(event.do, frozenset())
    return (
        event.do in SECOND_WAVE or event.do in _ALSO or free or not fields.isdisjoint(event.fields)
    )
