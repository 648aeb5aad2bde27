"""Understanding a message before Rasa takes hold of it: what identifies is masked on the way."""

from __future__ import annotations

from rasa.core.channels.channel import UserMessage
from rasa.core.processor import MessageProcessor

from bot.nlu.tokens import PERSON, PLACE
from bot.privacy.codes import canonical
from bot.privacy.masking import mask

_SHORTEST_ALONE = 3


async def read(processor: MessageProcessor, message: UserMessage, *, requested: bool) -> None:
    """Put in `message` what the pipeline understands of it, and the words that Rasa may see.

    Numbers and addresses are masked at once, the names of people as soon as the pipeline, which keeps nothing, has
    found them. What a request awaits (`requested`: a name, an address) stays as it is, and so does an access code,
    whose words may look like a name. Raises what the pipeline raises.
    """
    text = str(message.text)
    requested = requested or canonical(text) is not None
    message.text = text if requested else mask(text)
    parsed = await processor.parse_message(message)
    people = [name for e in parsed["entities"] if e["entity"] == PERSON for name in _apart(str(e["value"]))]
    parsed["entities"] = [e for e in parsed["entities"] if e["entity"] not in (PERSON, PLACE)]
    if not requested:
        message.text = mask(message.text, people)
    message.parse_data = parsed | {"text": message.text}


def _apart(name: str) -> list[str]:
    """A name, and each of its words that may stand for it alone: « Marie de La Tour », « Marie », « Tour »."""
    return [name, *(word for word in name.split() if len(word) >= _SHORTEST_ALONE and not word.islower())]
