"""Hints made of the words of studying alone, whatever the item asks."""

import re

from itemwright.proving.lint.phrases import word_set
from itemwright.text import content_words

_STUDY = word_set(
    """
    think remember recall consider look ask note compare begin start try imagine read question answer
    hint clue word term right material chapter lesson lecture course class book textbook notes page page
    unit exercise task item problem work time hurry rush calm relax care careful carefully slow slowly
    attention focus concentrate trust confident confidence self yourself best good well better solve
    solution find get know knowledge learn learnt study already cover covered need needed take make give
    use help sure check again twice once more every each thing way option choice choose pick select
    exclude eliminate go through step mind easy difficult hard able luck worry everything anything
    something seem seems come do done before earlier here simple simply logic common sense reason
    reasoning guess first last thought topic subject review revise familiar seen teacher correct wrong
    information detail key text sentence statement
    """
)
"""Words of studying and cheering on: a hint of these alone could stand with any item."""


_OF_THE_CASE = re.compile(r"\d|[`“\"=]|\b(?:he|his|him|she|her|they|their)\b", re.IGNORECASE)


def is_study_talk(hint: str) -> bool:
    """Whether a hint has no word of any subject: "you know this from the lesson, take your time"."""
    return all(word in _STUDY for word in content_words(hint)) and _OF_THE_CASE.search(hint) is None
