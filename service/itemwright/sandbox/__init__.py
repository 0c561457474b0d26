"""Where code of items, cards and articles is executed, and nowhere else."""

from itemwright.sandbox.execution import Ended, Execution, Interpreter, ScriptedInterpreter
from itemwright.sandbox.sandbox import Sandbox, open_sandbox

__all__ = ["Ended", "Execution", "Interpreter", "Sandbox", "ScriptedInterpreter", "open_sandbox"]
