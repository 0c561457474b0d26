import pytest

from itemwright.domain.item import Item
from itemwright.proving.prover import Prover
from itemwright.proving.repair import LintRepairer, ScriptedRepairer, findings_of, prove_with_repair
from itemwright.proving.source_files import read_library
from itemwright.sandbox import Sandbox
from tests.proving.conftest import Made

QUOTE = "Drones are raised from unfertilised eggs, workers from fertilised ones."
STEM = "Which members of a colony of bees come from eggs that were never fertilised?"


@pytest.fixture
def prover(article):  # type: ignore[no-untyped-def]
    with Sandbox() as sandbox:
        yield Prover(read_library([str(article)]), sandbox)


@pytest.fixture
def sound(made: Made) -> Item:
    return made(STEM, quote=QUOTE, key="drones", explanation="Their eggs are laid without any sperm.")


def test_what_passes_is_not_touched(prover: Prover, sound: Item) -> None:
    repairer = ScriptedRepairer([sound])
    assert prove_with_repair(sound, prover, repairer).item == sound
    assert repairer.findings == []


def test_an_item_is_mended_once_with_the_findings(prover: Prover, sound: Item) -> None:
    bad = sound.model_copy(update={"hints": ("They are drones.",)})
    repairer = ScriptedRepairer([sound, sound])
    item, proof = prove_with_repair(bad, prover, repairer)
    assert (item, proof.verdict) == (sound, "pass")
    assert len(repairer.findings) == 1
    assert any("drones" in line for line in repairer.findings[0])


def test_a_repair_that_does_not_help_or_turns_the_key_is_dropped(prover: Prover, sound: Item) -> None:
    bad = sound.model_copy(update={"hints": ("They are drones.",)})
    other = sound.model_copy(update={"key": "workers", "accepts": ("workers",)})
    for offered in (None, bad, other):
        item, proof = prove_with_repair(bad, prover, ScriptedRepairer([offered]))
        assert (item, proof.verdict) == (bad, "fail")
        assert findings_of(proof)


def test_the_linter_repairs_what_is_safe_and_nothing_else(sound: Item) -> None:
    assert LintRepairer().repair(sound, []) is None
    spaced = sound.model_copy(update={"stem": STEM.replace("colony of", "colony  of")})
    mended = LintRepairer().repair(spaced, ["double space"])
    assert mended is None or mended.key == sound.key
