"""The facts of one exchange, gathered step by step, and their two appointments with the journal."""

from __future__ import annotations

import time
from collections.abc import Mapping

from beffroi.gateway.chat_request import ChatRequest
from beffroi.gateway.house import House
from beffroi.gateway.measure import Measure
from beffroi.journal.commitment import commit_content
from beffroi.journal.entry import Entry, Opening, Outcome, Record
from beffroi.policy.decision import Decision
from beffroi.policy.keys import Purpose
from beffroi.policy.snapshot import Grant, Model, Snapshot


class Ledger:
    """What is known so far. Only names of the policy enter a record, never the client's words."""

    def __init__(self, house: House, request_id: str, endpoint: str) -> None:
        self._house = house
        self._request_id = request_id
        self._endpoint = endpoint
        self._at = int(house.clock() * 1000)
        self._started = time.perf_counter()
        self._snapshot: Snapshot | None = None
        self._grant: Grant | None = None
        self._model_requested = ""
        self._stream = False
        self._text = ""
        self.found: Mapping[str, int] = {}
        self.masked: Mapping[str, int] = {}
        self.decision: Decision | None = None
        self.measured = Measure()
        self.answer = ""
        self.left = False
        """Whether anything may have reached the upstream."""
        self.is_closed = False

    @property
    def is_known(self) -> bool:
        """Whether somebody was authenticated: nobody else has a chain."""
        return self._grant is not None

    @property
    def model(self) -> Model | None:
        """The model that the decision names."""
        return self.decision.model if self.decision else None

    def opened_by(self, snapshot: Snapshot, grant: Grant) -> None:
        """Somebody was authenticated."""
        self._snapshot, self._grant = snapshot, grant

    def reads(self, request: ChatRequest) -> None:
        """The request could be read; to be called before its texts are replaced."""
        assert self._snapshot is not None
        self._stream = request.stream
        self._model_requested = request.model if request.model in self._snapshot.models else ""
        self._text = request.text

    async def begin(self) -> None:
        """Record that something is about to leave.

        Raises:
            JournalError: it could not be recorded; nothing may leave.
        """
        grant, model, provider = self._grant, self.model, self.decision.provider if self.decision else None
        assert grant is not None
        await self._house.journal.begin(
            Opening(
                request_id=self._request_id,
                at=self._at,
                organization=grant.organization.id,
                use=grant.use.id,
                person=grant.person,
                grant=grant.id,
                endpoint=self._endpoint,
                model=model.id if model else "",
                provider=provider.id if provider else "",
            )
        )
        self.left = True

    async def commit(self, outcome: Outcome, status: int, error_code: str) -> Entry:
        """Chain what happened, once.

        Raises:
            JournalError: it could not be written.
        """
        self.is_closed = True
        return await self._house.journal.commit(self._record(outcome, status, error_code))

    def _record(self, outcome: Outcome, status: int, error_code: str) -> Record:
        grant, decision = self._grant, self.decision
        assert grant is not None
        assert self._snapshot is not None
        model, provider = self.model, decision.provider if decision else None
        measured = self.measured if self.left else Measure()
        return Record(
            request_id=self._request_id,
            at=self._at,
            organization=grant.organization.id,
            use=grant.use.id,
            person=grant.person,
            grant=grant.id,
            endpoint=self._endpoint,
            outcome=outcome,
            status=status,
            error_code=error_code,
            model_requested=self._model_requested,
            model=model.id if model else "",
            provider=provider.id if provider else "",
            trust_level=provider.trust_level.value if provider else "",
            country=provider.country if provider else "",
            stream=self._stream,
            action=decision.action.value if decision else "",
            rule=decision.rule if decision else "",
            policy_version=self._snapshot.version,
            found=self.found,
            masked=self.masked,
            prompt_llm_tokens=measured.prompt_llm_tokens,
            completion_llm_tokens=measured.completion_llm_tokens,
            llm_tokens_estimated=measured.estimated,
            energy_wh_low=measured.energy_wh_low,
            energy_wh_high=measured.energy_wh_high,
            cost_eur=measured.cost_eur,
            duration_ms=int((time.perf_counter() - self._started) * 1000),
            commitment=self._commitment() if self._text else "",
        )

    def _commitment(self) -> str:
        assert self._grant is not None
        key = self._house.keys.key(self._grant.organization.id, Purpose.COMMITMENT)
        return commit_content(key, request_id=self._request_id, request=self._text, answer=self.answer)
