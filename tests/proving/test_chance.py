"""What may come out otherwise in another run is seen in the code, and what surely does is told apart."""

import pytest

from itemwright.proving.chance import chances
from itemwright.sandbox.syntax import read_syntax

SHOWN = [
    ("import random\nprint(random.random())", "chance"),
    ("import random as r\nprint(r.choice([1, 2]))", "chance"),
    ("from random import randint\nx = randint(1, 6)\ny = x + 1\nprint(f'{y}')", "chance"),
    ("import random\nr = random.Random()\nprint(random.SystemRandom().random())", "chance"),
    ("import time\nprint(time.time())", "the clock"),
    ("from time import perf_counter as now\nstart = now()\nprint(round(now() - start, 1))", "the clock"),
    ("import datetime\nprint(datetime.date.today().year)", "the clock"),
    ("from datetime import datetime\nprint(datetime.now().strftime('%Y'))", "the clock"),
    ("import time\nprint(time.strftime('%Y'))", "the clock"),
    ("import uuid\nprint(uuid.uuid4())", "chance"),
    ("import os\nprint(os.getcwd())", "the machine"),
    ("import sys\nprint(sys.version)", "the machine"),
    ("print(id('a'))", "memory"),
    ("print({'a', 'b'})", "the order of a set"),
    ("x = {'a', 'b'}\nprint(list({'a', 'b'}))", "the order of a set"),
    ("import secrets\nprint(secrets.token_hex())", "chance"),
    ("import platform\nprint(platform.system())", "the machine"),
]
HIDDEN = [
    "import random\nprint(len([random.random()]))",
    "import random\nif random.random() < 2:\n    print('yes')",
    "import random\nx = [3, 1]\nrandom.shuffle(x)\nprint(sorted(x))",
    "import time\nstart = time.time()\nprint('done')\ntook = time.time() - start",
    "print(hash('a') == hash('a'))",
    "name = input()\nprint(name)",
    "print(open('x').read())",
    "print(id(1) == id(1))",
    "import threading\nthreading.Thread(target=print).start()",
    "x = {3, 1}\nfor y in x:\n    print(y)",
]
NONE = [
    "print(1)",
    "import random\nrandom.seed(3)\nprint(random.random())",
    "import random\nprint(random.Random(3).random())",
    "import time\nprint(time.gmtime(0), time.strftime('%Y', time.gmtime(0)))",
    "print(hash(3))",
    "def id(x):\n    return x\nprint(id(3))",
    "random = {'x': 1}\nprint(random.get('x'))",
    "from datetime import date\nprint(date(2020, 1, 1))",
    "print(sorted({'a', 'b'}), len({'a', 'b'}))",
]


@pytest.mark.parametrize(("code", "what"), SHOWN)
def test_sees_what_is_printed_as_it_is(code: str, what: str) -> None:
    assert (what, True) in [(chance.what, chance.shown) for chance in chances(read_syntax(code))]


@pytest.mark.parametrize("code", HIDDEN)
def test_tells_apart_what_may_not_show(code: str) -> None:
    found = chances(read_syntax(code))
    assert found
    assert not any(chance.shown for chance in found)


@pytest.mark.parametrize("code", NONE)
def test_sees_none_where_there_is_none(code: str) -> None:
    assert chances(read_syntax(code)) == []
