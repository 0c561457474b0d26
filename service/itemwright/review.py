"""The author's desk: drafts with their proofs, edited, approved, rejected or held; nothing is lost."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Literal

from pydantic import ValidationError

from itemwright.domain.draft import Draft, DraftAction, DraftState
from itemwright.domain.item import ITEM, Item
from itemwright.domain.principal import Principal
from itemwright.domain.proof import Proof
from itemwright.errors import BadInput, Conflict, NotAllowed
from itemwright.store.drafts import Drafts
from itemwright.store.engine import Store

Decision = Literal["approve", "reject", "hold"]
Prove = Callable[[Item, Principal], Proof]

_ACTION: dict[Decision, DraftAction] = {"approve": "approved", "reject": "rejected", "hold": "held"}
_FIXED = frozenset({"id", "version", "type", "proof", "provenance", "family"})


class ReviewDesk:
    """Decides about drafts. `prove` proves an edited item afresh; `now` gives the time, aware."""

    def __init__(self, store: Store, prove: Prove, now: Callable[[], datetime]) -> None:
        self.store = store
        self.prove = prove
        self.now = now

    def page(
        self,
        principal: Principal,
        state: DraftState | None = None,
        limit: int = 50,
        cursor: str | None = None,
    ) -> tuple[list[Draft], str | None]:
        """Drafts, oldest first, and the cursor of the next page."""
        _author(principal)
        with self.store.begin() as tx:
            return Drafts(tx, principal.course).page(state=state, limit=limit, cursor=cursor)

    def get(self, principal: Principal, draft_id: str) -> Draft:
        """Raises NotFound for an unknown id."""
        _author(principal)
        with self.store.begin() as tx:
            return Drafts(tx, principal.course).get(draft_id)

    def decide(
        self, principal: Principal, draft_id: str, revision: int, decision: Decision, reason: str
    ) -> Draft:
        """Approves, rejects or holds.

        Raises:
            BadInput: a rejection without a reason.
            Conflict: somebody changed the draft since `revision`, or its proof failed and it may not go out.
        """
        _author(principal)
        if decision == "reject" and not reason.strip():
            raise BadInput("A rejection needs a reason; say what is wrong with the item.")
        with self.store.begin() as tx:
            drafts = Drafts(tx, principal.course)
            draft = drafts.get(draft_id)
            if decision == "approve" and (draft.item.proof is None or draft.item.proof.verdict == "fail"):
                raise Conflict(
                    f"Draft {draft_id!r} has no passing proof; edit it until it has one, or reject it."
                )
            return drafts.change(
                draft_id,
                expected_revision=revision,
                action=_ACTION[decision],
                actor=principal.role,
                reason=reason,
                at=self.now(),
            )

    def edit(
        self, principal: Principal, draft_id: str, revision: int, changes: dict[str, Any], reason: str
    ) -> Draft:
        """A new version of the item with `changes` (fields of the item), proved afresh and put in review.

        Raises:
            BadInput: a field that cannot be edited, or an item that is no longer sound in form.
            Conflict: somebody changed the draft since `revision`.
        """
        _author(principal)
        if fixed := _FIXED & set(changes):
            raise BadInput(f"Field {sorted(fixed)[0]!r} cannot be edited; change the content fields only.")
        old = self.get(principal, draft_id).item
        fields = old.model_dump(mode="json") | changes
        try:
            item = ITEM.validate_python(fields | {"version": old.version + 1, "proof": None})
        except ValidationError as error:
            first = error.errors()[0]
            place = ".".join(str(part) for part in first["loc"])
            raise BadInput(f"The edited item is not sound at {place!r}: {first['msg']}.") from error
        proved = item.model_copy(update={"proof": self.prove(item, principal)})
        with self.store.begin() as tx:
            return Drafts(tx, principal.course).change(
                draft_id,
                expected_revision=revision,
                action="edited",
                actor=principal.role,
                reason=reason,
                at=self.now(),
                item=proved,
            )


def _author(principal: Principal) -> None:
    if principal.role not in ("author", "operator"):
        raise NotAllowed(f"Role {principal.role!r} cannot review drafts; ask with an author's key.")
