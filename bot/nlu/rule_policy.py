"""Rasa's RulePolicy, with its rules indexed: the same decisions, a fraction of the time.

Rasa compares the conversation with every rule at every prediction, once for the intent and once for the text.
Here only the rules that end on the same action and intent are compared, and no rule is written on a text.
"""

from __future__ import annotations

import json
from typing import Any

from rasa.core.policies.rule_policy import RulePolicy
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.core.domain import Domain, State
from rasa.shared.core.trackers import DialogueStateTracker

_Last = tuple[str | None, str | None]


def _last(state: State) -> _Last:
    action, intent = state.get("prev_action", {}), state.get("user", {})
    return action.get("action_name"), intent.get("intent")


def _with_tuples(state: State) -> State:
    """Lists as tuples again, as the conversation's states have them (JSON knows lists only)."""
    return {
        kind: {key: tuple(value) if isinstance(value, list) else value for key, value in part.items()}
        for kind, part in state.items()
    }


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.POLICY_WITHOUT_END_TO_END_SUPPORT, is_trainable=True)
class IndexedRulePolicy(RulePolicy):
    """A RulePolicy that looks its rules up instead of reading them all."""

    def _find_action_from_rules(
        self, tracker: DialogueStateTracker, domain: Domain, use_text_for_last_user_input: bool
    ) -> tuple[str | None, str | None, bool]:
        if use_text_for_last_user_input:
            return None, None, False
        found: tuple[str | None, str | None, bool] = super()._find_action_from_rules(tracker, domain, False)
        return found

    def _get_possible_keys(self, lookup: dict[str, str], states: list[State]) -> set[str]:
        if not states:
            return set(lookup)
        said = list(reversed(states))
        action, intent = _last(said[0])
        index = self._indexed(lookup)
        wanted = {(action, intent), (action, None), (None, intent), (None, None)}
        return {key for last in wanted for key, rule in index.get(last, ()) if self._applies(rule, said)}

    def _indexed(self, lookup: dict[str, str]) -> dict[_Last, list[tuple[str, list[State]]]]:
        indexes: dict[int, Any] = self.__dict__.setdefault("_indexes", {})
        known = indexes.get(id(lookup))
        if known is None or known[0] is not lookup or known[1] != len(lookup):
            index: dict[_Last, list[tuple[str, list[State]]]] = {}
            for key in lookup:
                rule = [_with_tuples(state) for state in reversed(json.loads(key))]
                index.setdefault(_last(rule[0]), []).append((key, rule))
            indexes[id(lookup)] = known = (lookup, len(lookup), index)
        found: dict[_Last, list[tuple[str, list[State]]]] = known[2]
        return found

    def _applies(self, rule: list[State], said: list[State]) -> bool:
        """Both from the last state backwards: `RulePolicy._is_rule_applicable` at every turn."""
        for wanted, state in zip(rule, said):
            before, wanted_before = state.get("prev_action"), wanted.get("prev_action")
            if not before and not wanted_before:
                continue
            if not before or not wanted_before or not self._does_rule_match_state(wanted, state):
                return False
        return True
