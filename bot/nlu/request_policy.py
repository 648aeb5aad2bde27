"""A Rasa policy: what answers a question of ours goes to who asked it, whatever else it looks like.

Two ask: the request under way, and an alarm (« is somebody near you? »). Everything else goes on as if they were not
there. It stands above the rules. A Rasa form would need each rule written once more for the time the form is active.
"""

from __future__ import annotations

from typing import Any

from rasa.core.featurizers.precomputation import MessageContainerForCoreFeaturization
from rasa.core.policies.policy import Policy, PolicyPrediction
from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered
from rasa.shared.core.generator import TrackerWithCachedStates
from rasa.shared.core.trackers import DialogueStateTracker

from bot import datafiles
from bot.consent.dialogue import takes
from bot.consent.request import FIELD, OPEN, Heard, Request
from bot.privacy.codes import canonical
from bot.safety.aftermath import company_told
from bot.safety.wording import SUICIDE, asks_who_is_near

ACTION, COMPANY = "action_formulaire", "action_entourage"
REQUEST, OFFER, EMERGENCY = "demande", "proposition", "urgence"
_ABOVE_THE_RULES = 7


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.POLICY_WITHOUT_END_TO_END_SUPPORT, is_trainable=False)
class RequestPolicy(Policy):
    """Predicts the action of who asked for what is meant for it, then listens; abstains otherwise."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Only its rank."""
        return {"priority": _ABOVE_THE_RULES}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> RequestPolicy:
        """Create."""
        return cls(config, model_storage, resource, execution_context)

    @classmethod
    def load(cls, *args: Any, **kwargs: Any) -> RequestPolicy:
        """Nothing was trained."""
        return cls.create(*args, **kwargs)

    def train(
        self, training_trackers: list[TrackerWithCachedStates], domain: Domain, **kwargs: Any
    ) -> Resource:  # pragma: no cover - Rasa asks for the method, and never calls it
        """Nothing to learn."""
        return self._resource

    def predict_action_probabilities(
        self,
        tracker: DialogueStateTracker,
        domain: Domain,
        rule_only_data: dict[str, Any] | None = None,
        precomputations: MessageContainerForCoreFeaturization | None = None,
        **kwargs: Any,
    ) -> PolicyPrediction:
        """Say what comes next, or nothing."""
        action = self._next(tracker)
        if action is None:
            return self._prediction(self._default_predictions(domain))
        return self._prediction(self._prediction_result(action, tracker, domain))

    def _next(self, tracker: DialogueStateTracker) -> str | None:
        if tracker.latest_action_name in (ACTION, COMPANY):
            return ACTION_LISTEN_NAME
        if tracker.latest_action_name != ACTION_LISTEN_NAME or tracker.latest_message is None:
            return None
        message = Heard.of({**tracker.latest_message.parse_data, "text": tracker.latest_message.text})
        if _tells_company(tracker, message):
            return COMPANY
        if message.intent in (OPEN, FIELD) or (message.intent == "affirmer" and tracker.get_slot(OFFER)):
            return ACTION
        slot = tracker.get_slot(REQUEST)
        if not slot:  # seven words of the list, out of the blue, are a code
            return ACTION if canonical(message.text) else None
        request = Request.from_slot(slot)
        usages = datafiles.usages()
        usage = usages.get(request.usage)
        return ACTION if takes(request, usage, message, datafiles.directory().academie_names()) else None

    def _prediction_result(self, action: str, tracker: DialogueStateTracker, domain: Domain) -> list[float]:
        result = self._default_predictions(domain)
        result[domain.index_for_action(action)] = 1.0
        return result


def _tells_company(tracker: DialogueStateTracker, message: Heard) -> bool:
    """Whether a person just in danger says who is near; a new danger comes before."""
    if tracker.get_slot(EMERGENCY) != SUICIDE or message.intent.startswith("urgence_"):
        return False
    said = next((event.text for event in reversed(tracker.events) if isinstance(event, BotUttered)), None)
    return company_told(message.text, asked=asks_who_is_near(said or "")) is not None
