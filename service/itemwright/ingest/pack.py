"""A course pack: a folder whose manifest lists its articles, concepts and cards, with digests."""

import hashlib
import json
from pathlib import Path, PurePosixPath
from typing import Annotated, Any, TypeVar

import yaml
from pydantic import AfterValidator, Field, TypeAdapter, ValidationError

from itemwright.domain.card import Card
from itemwright.domain.concept import Concept
from itemwright.domain.source import IngestWarning
from itemwright.domain.value import Value
from itemwright.errors import SourceRejected

MANIFEST = "manifest.json"
_T = TypeVar("_T")


def _below(path: str) -> str:
    parts = PurePosixPath(path).parts
    if not parts or parts[0] == "/" or ".." in parts or "\\" in path or "\x00" in path:
        raise ValueError(f"{path!r} is not a path below the pack's folder")
    return path


_Inside = Annotated[str, AfterValidator(_below)]


class PackArticle(Value):
    """One article of a pack: its file, and who may use it."""

    file: _Inside
    title: str
    concepts: tuple[str, ...] = ()
    licence: str = ""
    sha256: str | None = None
    references: tuple[Any, ...] = ()


class Manifest(Value):
    """What `manifest.json` says. `cards_reviewed`: a person vouches for every card of the pack."""

    title: str
    articles: tuple[PackArticle, ...] = Field(min_length=1)
    concepts: _Inside | None = None
    cards: _Inside | None = None
    cards_reviewed: bool = True


class Pack(Value):
    """Articles are checked, not taken apart; `warnings` name what is missing or changed."""

    title: str
    articles: tuple[PackArticle, ...]
    concepts: tuple[Concept, ...]
    cards: tuple[Card, ...]
    cards_reviewed: bool
    warnings: dict[str, tuple[IngestWarning, ...]]
    """By the file they are about, relative to the pack's folder."""


def is_pack(folder: Path) -> bool:
    """Whether the folder has a manifest."""
    return (folder / MANIFEST).is_file()


def read_pack(folder: Path) -> Pack:
    """Read manifest, concepts and cards of the pack in `folder`.

    A missing article stays listed (reading it will be refused); one that differs from its digest, and a card
    that does not validate, become warnings.

    Raises:
        SourceRejected: manifest, the manifest or the concepts are missing or malformed.
    """
    manifest = _read_json(folder / MANIFEST, TypeAdapter(Manifest))
    concepts: tuple[Concept, ...] = ()
    if manifest.concepts is not None:
        concepts = _read_json(folder / manifest.concepts, TypeAdapter(tuple[Concept, ...]))
    warnings = {article.file: found for article in manifest.articles if (found := _check(folder, article))}
    cards: list[Card] = []
    if manifest.cards is not None:
        cards, invalid = read_cards(folder, manifest.cards)
        warnings |= invalid
    return Pack(
        title=manifest.title,
        articles=manifest.articles,
        concepts=concepts,
        cards=tuple(cards),
        cards_reviewed=manifest.cards_reviewed,
        warnings=warnings,
    )


def read_cards(folder: Path, name: str) -> tuple[list[Card], dict[str, tuple[IngestWarning, ...]]]:
    """The sound cards, and a warning for each other file."""
    if not (folder / name).is_dir():
        return [], {name: (_warning("cards_missing", f"No folder {name!r} in the pack."),)}
    cards: list[Card] = []
    invalid: dict[str, tuple[IngestWarning, ...]] = {}
    for file in sorted((folder / name).glob("*.y*ml")):
        try:
            cards.append(_read_card(file))
        except ValueError as error:
            place = file.relative_to(folder).as_posix()
            invalid[place] = (_warning("card_invalid", f"Card {place!r} is left out: {error}"),)
    return cards, invalid


def _read_json(file: Path, shape: TypeAdapter[_T]) -> _T:
    try:
        return shape.validate_python(json.loads(file.read_text(encoding="utf-8")), strict=False)
    except OSError as error:
        raise SourceRejected("manifest", f"{str(file)!r} cannot be read: {error.strerror}.") from error
    except ValidationError as error:
        raise SourceRejected("manifest", f"{str(file)!r}: {_first(error)}") from error
    except ValueError as error:
        raise SourceRejected("manifest", f"{str(file)!r} is not JSON: {error}.") from error


def _read_card(file: Path) -> Card:
    """Raises ValueError, with one line on what is wrong."""
    try:
        fields = yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
        card = Card.model_validate(fields)
        if thin := [fact.id for fact in card.facts if not fact.is_complete]:
            raise ValueError(f"facts.{thin[0]}: lacks wrong answers (4), paraphrases (3) or hints (2).")
        if card.complete() is None:
            raise ValueError("definition.paraphrases: fewer than 3.")
        return card
    except ValidationError as error:
        raise ValueError(_first(error)) from error
    except (OSError, yaml.YAMLError) as error:
        raise ValueError(" ".join(str(error).split())) from error


def _check(folder: Path, article: PackArticle) -> tuple[IngestWarning, ...]:
    try:
        digest = hashlib.sha256((folder / article.file).read_bytes()).hexdigest()
    except OSError:
        return ()  # reading the article tells it
    if article.sha256 is None or digest == article.sha256:
        return ()
    message = f"{article.file!r} differs from the digest in the pack's manifest; it was changed since."
    return (_warning("digest_differs", message),)


def _first(error: ValidationError) -> str:
    first = error.errors()[0]
    place = ".".join(str(part) for part in first["loc"]) or "the file"
    rest = f" (and {error.error_count() - 1} more)" if error.error_count() > 1 else ""
    return f"{place}: {first['msg']}{rest}."


def _warning(code: str, message: str) -> IngestWarning:
    return IngestWarning(code=code, message=message)
