"""The whole application in a test: a client of it, its services, and drafts to fill it with."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from httpx2 import Response
from starlette.testclient import TestClient

from itemwright.api.services import Services
from itemwright.app import create_app
from itemwright.domain.concept import Concept
from itemwright.domain.draft import DraftState
from itemwright.domain.grade import CriterionGrade, Grade, Outcome
from itemwright.domain.item import ITEM, Item
from itemwright.domain.principal import Principal
from itemwright.domain.proof import Check, Proof
from itemwright.grading.base import Grader, ScriptedGrader
from itemwright.index.embedding import HashEmbedder
from itemwright.run_models import RunModels
from itemwright.settings import Settings
from itemwright.store.concepts import Concepts
from itemwright.store.drafts import Drafts
from itemwright.store.passages import Passages
from tests.one_of_each import COMMON, SPECIFIC

LOCAL = "http://127.0.0.1"
PROOF = Proof(checks=(Check(name="quotations", verdict="pass", evidence="one found"),))
ARTICLE = """# LoRA

LoRA trains two small matrices. The base model stays frozen.

## Memory

It saves memory.
"""


class Service(NamedTuple):
    """`client` follows no redirect of its own accord, and acts in the course of `principal`."""

    client: TestClient
    services: Services
    principal: Principal

    def in_course(self, course: str) -> "Service":
        """The same application for another course: its services hold no state of one."""
        principal = Principal(course=course, role="operator")
        services = replace(self.services, local=principal)
        self.client.app.state.services = services  # type: ignore[attr-defined]
        return self._replace(services=services, principal=principal)

    def get(self, path: str, **more: Any) -> Response:
        return self.client.get(path, **more)

    def post(self, path: str, body: Any = None, **headers: str) -> Response:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.client.post(path, json=body, headers=named)

    def add(self, *items: Item, state: DraftState = "approved") -> None:
        """Drafts with a passing proof."""
        with self.services.store.begin() as tx:
            Concepts(tx, self.principal.course).save([Concept(slug="peft", name="PEFT", definition="d")])
            for item in items:
                proved = item.model_copy(update={"proof": item.proof or PROOF})
                Drafts(tx, self.principal.course).add(proved, state, "test", "", datetime.now(UTC))

    def attempt(self, learner: str = "ada", **session: Any) -> dict[str, Any]:
        """The first attempt of a new session."""
        opened = self.post("/v1/practice/sessions", {"learner": learner} | session).json()
        found = self.post(f"/v1/practice/sessions/{opened['id']}/next").json()["attempt"]
        assert isinstance(found, dict)
        return found


@contextmanager
def serving(
    data_dir: Path,
    course: str,
    outcomes: Iterable[Outcome] = (),
    grader: Grader | None = None,
    models: RunModels | None = None,
) -> Iterator[Service]:
    """The application on the tests' database, in a course of its own, with a scripted grader."""
    principal = Principal(course=course, role="operator")
    settings = Settings(data_dir=data_dir, database_url=None)
    app = create_app(
        settings, grader or ScriptedGrader(outcomes), HashEmbedder(), local=principal, models=models
    )
    with TestClient(app, LOCAL, raise_server_exceptions=False, follow_redirects=False) as client:
        yield Service(client, app.state.services, principal)


def item_of(kind: str, name: str = "", **fields: Any) -> Item:
    """An item of a type, as in `one_of_each`."""
    base = {"stem": f"Stem of {kind}?", "family": name or kind, "id": name or f"item-{kind}", "type": kind}
    return ITEM.validate_python(base | COMMON | SPECIFIC[kind] | fields)


def graded(score: float, quote: str | None = None, feedback: str = "") -> Grade:
    status = "met" if score >= 0.5 else "missing"
    point = CriterionGrade(
        point="CANARY point", weight=1, credit=score, probability=score, status=status, quote=quote
    )
    return Grade(
        score=score, label="x", confidence=0.9, criteria=(point,), model="scripted", feedback=feedback
    )


def cited(service: Service, item: Item) -> Item:
    """`item` quoting a passage of ARTICLE, which is ingested for it."""
    source = service.post("/v1/sources", {"path": "lora.md", "text": ARTICLE}).json()["id"]
    quote = "The base model stays frozen."
    start = ARTICLE.index(quote)
    with service.services.store.begin() as tx:
        passages = Passages(tx, service.principal.course).of_source(source)
    passage = next(p for p in passages if quote in p.text)
    citation = {"source": source, "path": "lora.md", "passage": passage.id, "quote": quote}
    fields = item.model_dump() | {"citations": [citation | {"start": start, "end": start + len(quote)}]}
    return ITEM.validate_python(fields)


def right_response(item: Item) -> Any:
    if item.type == "numeric":
        return item.key.value
    return list(item.key) if isinstance(item.key, tuple) else item.key


def wrong_response(item: Item) -> Any:
    """In the right form, earning nothing."""
    options = getattr(item, "options", None) or ()
    if item.type == "ordering":
        return list(reversed(item.key))
    if item.type == "multiple_response":
        return [option.id for option in options if option.id not in item.key][:1]
    if item.type == "matching":
        return dict.fromkeys(item.key, "z")
    if item.type == "numeric":
        return 1.0
    if isinstance(item.key, dict):
        return dict.fromkeys(item.key, "slow" if item.type == "cloze" else "len")
    return next((option.id for option in options if option.id != item.key), "no idea")
