"""English numerals as words, for whoever reads or writes numbers spelled out."""

BELOW_TWENTY = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
"""Each stands at its own value."""
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
SPELT: dict[str, float] = {name: float(value) for value, name in enumerate(BELOW_TWENTY)} | {
    name: 10.0 * tens for tens, name in enumerate(_TENS, 2)
}
"""The value of each numeral that is one word below a hundred."""
ORDINALS = (
    "", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
    "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth",
    "nineteenth", "twentieth",
)  # fmt: skip
"""Each stands at its own value; there is none for zero."""
