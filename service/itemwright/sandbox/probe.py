"""Is the isolation really there: a snippet that tries to get out, and the refusal if any of it succeeds."""

import json
import os
import secrets
import tempfile
from pathlib import Path

from itemwright.errors import ExecutionRefused
from itemwright.sandbox.escapes import ATTEMPTS
from itemwright.sandbox.execution import Interpreter

_PROGRAM = Path(__file__).with_name("escapes.py")
_OR = "or unset ITEMWRIGHT_SANDBOX, and what pydantic-monty cannot run is not offered."


def probe(interpreter: Interpreter) -> None:
    """Run the attempts once; return when none of them got out.

    Raises:
        ExecutionRefused: one did, or the sandbox does not run at all; with what to do about it.
    """
    mark = secrets.token_hex(16)
    with tempfile.TemporaryDirectory(prefix="itemwright-probe-") as folder:
        secret = Path(folder) / "secret"
        secret.write_text(mark)
        os.chmod(folder, 0o755)  # were the folder to be seen, the file could be read
        program = _PROGRAM.read_text(encoding="utf-8")
        call = f"import json\nprint(json.dumps(attempts({str(secret)!r}, {mark!r})))"
        execution = interpreter.run(f"{program}\n{call}\n")
    names = {attempt.__name__ for attempt in ATTEMPTS}
    found = _read(execution.output) if execution.error is None else {}
    if set(found) != names:
        told = execution.error or f"printed {execution.output[:200]!r}"
        raise ExecutionRefused(
            f"Bubblewrap does not run Python here: {told}. Let it make namespaces (an unprivileged container "
            f"does not), {_OR}"
        )
    escaped = sorted(name for name in names if found[name] is not False)
    if escaped:
        raise ExecutionRefused(f"Bubblewrap does not isolate here: {', '.join(escaped)}. Repair it, {_OR}")


def _read(output: str) -> dict[str, object]:
    try:
        found = json.loads(output)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
