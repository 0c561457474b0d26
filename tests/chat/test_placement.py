"""A model goes where it fits, and where it fits nowhere, both figures are told."""

from pathlib import Path

import pytest

from itemwright.chat.local_files import LocalFiles
from itemwright.chat.placement import Device, find_devices, free_memory, place, told_fit, told_room
from itemwright.errors import ModelUnavailable
from tests.chat.test_local_files import model_in

GB = 10**9


def files(parameters: int, size: int | None = None, quantised: bool = False) -> LocalFiles:
    return LocalFiles(
        name="made", folder=Path(), size=size or 2 * parameters, parameters=parameters, quantised=quantised
    )


def gpu(free: int, half: str = "bfloat16") -> Device:
    return Device.model_validate({"name": "cuda:0", "free": free, "half": half})


def cpu(free: int) -> Device:
    return Device(name="cpu", free=free)


@pytest.mark.parametrize(
    ("model", "devices", "device", "numbers", "weights"),
    [
        (files(GB), [cpu(8 * GB)], "cpu", "float32", 4 * GB),
        (files(GB), [cpu(4 * GB)], "cpu", "bfloat16", 2 * GB),
        (files(GB), [gpu(3 * GB), cpu(8 * GB)], "cuda:0", "bfloat16", 2 * GB),
        (files(GB), [gpu(3 * GB, "float16"), cpu(8 * GB)], "cuda:0", "float16", 2 * GB),
        (files(GB), [gpu(2 * GB), cpu(8 * GB)], "cpu", "float32", 4 * GB),
        (files(GB, size=GB // 2, quantised=True), [gpu(GB), cpu(8 * GB)], "cuda:0", "auto", GB // 2),
        (files(0), [cpu(0)], "cpu", "float32", 0),
    ],
)
def test_the_first_device_it_fits(
    model: LocalFiles, devices: list[Device], device: str, numbers: str, weights: int
) -> None:
    found = place(model, devices)
    assert (found.device, found.numbers, found.weights) == (device, numbers, weights)


def test_what_fits_nowhere_is_told_with_both_figures() -> None:
    with pytest.raises(ModelUnavailable) as caught:
        place(files(7 * GB), [gpu(8 * GB), cpu(12 * GB)])
    told = str(caught.value)
    assert "needs 16.8 GB" in told
    assert "8.0 GB on cuda:0 and 12.0 GB on cpu" in told
    assert "smaller model" in told


def test_this_machine_has_a_cpu_with_some_memory() -> None:
    assert find_devices()[-1].name == "cpu"
    assert find_devices()[-1].free > 10**6


def limits(folder: Path, most: str, used: int, cached: int) -> Path:
    (folder / "memory.max").write_text(f"{most}\n")
    (folder / "memory.current").write_text(f"{used}\n")
    (folder / "memory.stat").write_text(f"anon 5\ninactive_file {cached}\n")
    return folder


def test_a_containers_limit_counts(tmp_path: Path) -> None:
    assert free_memory(limits(tmp_path, "3000000", 2000000, 500000)) == 1500000
    assert free_memory(limits(tmp_path, "1000", 2000, 0)) == 0


def test_without_a_limit_the_machines_memory_counts(tmp_path: Path) -> None:
    unlimited = free_memory(limits(tmp_path, "max", 10**15, 0))
    assert unlimited > 10**6
    assert free_memory(tmp_path / "none") > 10**6


def test_fit_and_room_are_told_in_a_line(tmp_path: Path) -> None:
    folder = model_in(tmp_path)
    assert told_fit(str(folder), [cpu(10**7)]).endswith("0 MB of float32 on cpu, where 10 MB are free")
    with pytest.raises(ModelUnavailable, match="needs 0 MB"):
        told_fit(str(folder), [cpu(1)])
    assert (
        told_room(24 * GB) == "24.0 GB of main memory are free, for up to 10.0 billion parameters of 16 bits"
    )
