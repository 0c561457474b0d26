"""Where a local model runs, and in which numbers: decided by what is free, before anything is loaded."""

from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import psutil
from pydantic import Field

from itemwright.chat.local_files import LocalFiles, find_local_files
from itemwright.domain.value import Value
from itemwright.errors import ModelUnavailable

Numbers = Literal["float32", "bfloat16", "float16", "auto"]
WORKING = 1.2
"""Memory asked for, as a multiple of the weights: the rest is for activations and a short reply. What a whole
batch of replies needs is looked at when it begins."""
_CGROUP = Path("/sys/fs/cgroup")


class Device(Value):
    """A place to run on: "cpu" or "cuda:0". `free` in bytes; `half` are the 16-bit numbers it is fast in."""

    name: str
    free: int = Field(ge=0)
    half: Literal["bfloat16", "float16"] = "bfloat16"


class Placement(Value):
    """Device and numbers of a model, and the bytes that its weights take there."""

    device: str
    numbers: Numbers
    weights: int


def find_devices() -> list[Device]:
    """The CUDA devices, the freest first, then the CPU."""
    import torch

    found = []
    for number in range(torch.cuda.device_count() if torch.cuda.is_available() else 0):
        capability = torch.cuda.get_device_capability(number)
        half: Literal["bfloat16", "float16"] = "bfloat16" if capability >= (8, 0) else "float16"
        # What torch holds and does not use is free for us, though the device counts it as taken.
        held = torch.cuda.memory_reserved(number) - torch.cuda.memory_allocated(number)
        free = torch.cuda.mem_get_info(number)[0] + held
        found.append(Device(name=f"cuda:{number}", free=free, half=half))
    return [*sorted(found, key=lambda device: -device.free), Device(name="cpu", free=free_memory())]


def free_memory(cgroup: Path = _CGROUP) -> int:
    """Bytes of main memory that can be had: of the machine, and of the container that this runs in."""
    free = int(psutil.virtual_memory().available)
    try:
        most = (cgroup / "memory.max").read_text().strip()
        used = int((cgroup / "memory.current").read_text())
        counts = dict(line.split() for line in (cgroup / "memory.stat").read_text().splitlines())
    except OSError:
        return free  # no container, or one that sets no limits of this kind
    if most == "max":
        return free
    # What files keep cached is given back when it is needed.
    return max(0, min(free, int(most) - used + int(counts.get("inactive_file", 0))))


def place(files: LocalFiles, devices: Sequence[Device]) -> Placement:
    """The first device, and there the most exact numbers it is fast in, that the model fits.

    Raises:
        ModelUnavailable: it fits none; the message has what it needs and what is free.
    """
    for device in devices:
        for numbers in _numbers(files, device):
            weights = _bytes(files, numbers)
            if weights * WORKING <= device.free:
                return Placement(device=device.name, numbers=numbers, weights=weights)
    least = min(_bytes(files, numbers) for device in devices for numbers in _numbers(files, device))
    free = " and ".join(f"{told_bytes(device.free)} on {device.name}" for device in devices)
    raise ModelUnavailable(
        f"Local model {files.name!r} needs {told_bytes(least * WORKING)} of memory "
        f"({told_bytes(least)} of weights and a fifth to work in); free are {free}. "
        "Free some memory, or name a smaller model.",
        reason="no_model",
    )


def told_fit(name: str, devices: Sequence[Device]) -> str:
    """Where the local model `name` would run, and what it takes, in a line.

    Raises:
        ModelUnavailable: it is not here, or fits nowhere.
    """
    files = find_local_files(name)
    found = place(files, devices)
    free = next(device.free for device in devices if device.name == found.device)
    return (
        f"{name}: {files.parameters / 1e6:,.0f} million parameters, {told_bytes(found.weights)} of "
        f"{found.numbers} on {found.device}, where {told_bytes(free)} are free"
    )


def told_room(free: int) -> str:
    """What `free` bytes of main memory have room for, in a line."""
    most = free / WORKING / 2e9
    return f"{told_bytes(free)} of main memory are free, for up to {most:.1f} billion parameters of 16 bits"


def told_bytes(count: float) -> str:
    """Bytes for people: "1.5 GB", "12 MB"."""
    return f"{count / 1e9:.1f} GB" if count >= 1e9 else f"{count / 1e6:.0f} MB"


def _numbers(files: LocalFiles, device: Device) -> list[Numbers]:
    if files.quantised:
        return ["auto"]
    # On a CPU 16-bit numbers save memory, and cost time on most.
    return ["float32", "bfloat16"] if device.name == "cpu" else [device.half]


def _bytes(files: LocalFiles, numbers: Numbers) -> int:
    return files.size if numbers == "auto" else files.parameters * (4 if numbers == "float32" else 2)
