"""The real text back in a streamed answer, chunk by chunk.

What is sure passes at once; what could still become a surrogate waits for the next piece of the same text. When a text gives
way to another one (reasoning, then content), what it still held comes first.
"""

from __future__ import annotations

from typing import Any

import orjson

from beffroi.errors import UpstreamGarbled
from beffroi.gateway.answer import DEEPEST, TextRestorer, TextStream, choices_of, is_fixed
from beffroi.gateway.sse import frame

Path = tuple[str | int, ...]

_CONTENT: Path = ("content",)
_CONTENT_ONLY = {"content"}


class _Choice:
    """What is known of one choice of a stream. ``texts`` keeps what was said, by place, for the commitment."""

    __slots__ = ("active", "finished", "index", "streams", "texts")

    def __init__(self, index: int) -> None:
        self.index = index
        self.streams: dict[Path, TextStream] = {}
        self.active: Path | None = None
        self.finished = False
        self.texts: dict[Path, list[str]] = {}


class AnswerStream:
    """Restores the chunks of a streamed answer. ``feed`` gives what may leave at once; the end of each choice, and what
    follows it, waits in ``tail`` until the journal has committed.

    ``usage`` is what the upstream counted; ``received_characters`` what it wrote.
    """

    def __init__(self, restorer: TextRestorer | None, *, model: str, wants_usage: bool) -> None:
        self._restorer = restorer
        self._model = model
        self._wants_usage = wants_usage
        self._choices: dict[int, _Choice] = {}
        self._last: dict[str, Any] = {"object": "chat.completion.chunk", "model": model}
        self._tail: list[bytes] = []
        self.usage: dict[str, Any] | None = None
        self.received_characters = 0

    def feed(self, payload: bytes) -> list[bytes]:
        """Frames that may leave now, for one event of the upstream.

        Raises:
            UpstreamError: an error event, or something that is not a chunk.
        """
        try:
            chunk = orjson.loads(payload)
        except orjson.JSONDecodeError:
            raise UpstreamGarbled from None
        if not isinstance(chunk, dict):
            raise UpstreamGarbled
        choices = choices_of(chunk)
        if "model" in chunk:
            chunk["model"] = self._model
        if "usage" in chunk:
            self._take_usage(chunk)
            if not choices and not self._wants_usage:
                return []
        if len(choices) == 1:
            return self._one(chunk, choices[0])
        if not choices:
            return self._placed([frame(orjson.dumps(chunk))], late=bool(self._tail))
        return self._several(chunk, choices)

    def finish(self) -> list[bytes]:
        """The end of the answer: what was held back and the tail, to be sent once the journal has committed."""
        frames = [held for choice in self._choices.values() for held in self._flushed(choice)]
        frames += self._tail
        self._tail = []
        return frames

    @property
    def is_finished(self) -> bool:
        """Whether every choice that began said how it ended."""
        return bool(self._choices) and all(choice.finished for choice in self._choices.values())

    @property
    def empty_chunk(self) -> dict[str, Any]:
        """A chunk of this answer without any choice, to carry something else."""
        return {**self._last, "choices": []}

    @property
    def text(self) -> str:
        """What the client reads: the texts of the choices, by index, one after the other."""
        return "\n".join(
            "".join(pieces) for _, choice in sorted(self._choices.items()) for pieces in choice.texts.values() if any(pieces)
        )

    def _take_usage(self, chunk: dict[str, Any]) -> None:
        usage = chunk["usage"]
        if isinstance(usage, dict):
            self.usage = usage
        if not self._wants_usage:
            del chunk["usage"]

    def _several(self, chunk: dict[str, Any], choices: list[dict[str, Any]]) -> list[bytes]:
        """One chunk per choice, so that each goes its own way; the count stays with the last."""
        frames: list[bytes] = []
        usage = chunk.pop("usage", None)
        for position, choice in enumerate(choices):
            if usage is not None and position == len(choices) - 1:
                chunk["usage"] = usage
            frames += self._one({**chunk, "choices": [choice]}, choice)
        return frames

    def _one(self, chunk: dict[str, Any], choice: dict[str, Any]) -> list[bytes]:
        index = choice.get("index", 0)
        if not isinstance(index, int):
            raise UpstreamGarbled
        state = self._choices.get(index)
        if state is None:
            state = self._choices[index] = _Choice(index)
            self._last = {key: value for key, value in chunk.items() if key not in ("choices", "usage")}
        if self._restorer is not None and choice.get("logprobs") is not None:
            choice["logprobs"] = None
        frames: list[bytes] = []
        delta = choice.get("delta")
        said = False
        if isinstance(delta, dict):
            words = delta.get("content")
            if len(delta) == 1 and isinstance(words, str):  # nearly every chunk
                text = delta["content"] = self._text(state, _CONTENT, words, frames)
                said = bool(text) or not words
            else:
                said = self._delta(state, delta, (), frames, 0)
        elif delta is not None:
            raise UpstreamGarbled
        if choice.get("finish_reason") is not None:
            state.finished = True
            if said:
                # The last words, then what was held back of them, then the end.
                last_words = {**choice, "finish_reason": None}
                frames.append(frame(orjson.dumps({**self._last, "choices": [last_words]})))
                choice["delta"] = {}
            frames += self._flushed(state)
        elif not said and isinstance(delta, dict) and delta.keys() == _CONTENT_ONLY and "usage" not in chunk:
            return self._placed(frames, late=state.finished)
        frames.append(frame(orjson.dumps(chunk)))
        return self._placed(frames, late=state.finished)

    def _placed(self, frames: list[bytes], *, late: bool) -> list[bytes]:
        if not late:
            return frames
        self._tail += frames
        return []

    def _delta(self, state: _Choice, holder: dict[str, Any], path: Path, frames: list[bytes], depth: int) -> bool:
        """Restore the texts of a delta, in place. Whether anything is left to say in it."""
        if depth > DEEPEST:
            raise UpstreamGarbled
        said = False
        for key, value in holder.items():
            if isinstance(value, str):
                if key == "name" and self._restorer is not None and not is_fixed(key, path[-1] if path else ""):
                    holder[key] = self._restorer.restore(value)
                elif key != "name" and not is_fixed(key, ""):
                    text = self._text(state, (*path, key), value, frames)
                    holder[key] = text
                    said = said or bool(text) or not value
            elif isinstance(value, dict):
                said = self._delta(state, value, (*path, key), frames, depth + 1) or said
            elif isinstance(value, list):
                for position, item in enumerate(value):
                    if isinstance(item, dict):
                        place = item.get("index", position)
                        below = (*path, key, place if isinstance(place, int) else position)
                        self._delta(state, item, below, frames, depth + 1)
                    elif isinstance(item, str) and self._restorer is not None:
                        value[position] = self._restorer.restore(item)
        return said

    def _text(self, state: _Choice, path: Path, text: str, frames: list[bytes]) -> str:
        self.received_characters += len(text)
        if self._restorer is not None:
            is_json = path[-1] == "arguments"
            if path != state.active:
                if state.active is not None:
                    frames += self._flushed(state, state.active)
                # Arguments of parallel calls may alternate: each waits for its own end.
                state.active = None if is_json else path
            stream = state.streams.get(path)
            if stream is None:
                stream = self._restorer.json_stream() if is_json else self._restorer.stream()
                state.streams[path] = stream
            text = stream.feed(text)
        said = state.texts.get(path)
        if said is None:
            state.texts[path] = [text]
        else:
            said.append(text)
        return text

    def _flushed(self, state: _Choice, only: Path | None = None) -> list[bytes]:
        """Chunks that say what was held back of one text of a choice, or of all."""
        frames = []
        for path in [only] if only is not None else list(state.streams):
            stream = state.streams.pop(path, None)
            rest = stream.flush() if stream is not None else ""
            if rest:
                state.texts.setdefault(path, []).append(rest)
                choice = {"index": state.index, "delta": _nested(path, rest), "finish_reason": None}
                frames.append(frame(orjson.dumps({**self._last, "choices": [choice]})))
        return frames


def _nested(path: Path, text: str) -> dict[str, Any]:
    """The delta that says ``text`` at ``path``. ("tool_calls", 0, "x") gives {"tool_calls": [{"index": 0, "x": text}]}."""
    value: Any = text
    for step in reversed(path):
        value = {step: value} if isinstance(step, str) else [{"index": step, **value}]
    assert isinstance(value, dict)
    return value
