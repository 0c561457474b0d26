"""A llama of random weights with a tokenizer of its own, made in a second: it says anything."""

import json
from pathlib import Path
from typing import Any

SENTENCES = [
    "LoRA trains two low-rank matrices, and the base weights stay frozen.",
    'Why does "overfitting" grow with the number of epochs? Because {the model} learns the noise.',
    "def loss(y, p): return -sum(y_i * log(p_i) for y_i, p_i in zip(y, p))",
]
TEMPLATE = (
    "{% for m in messages %}<|start|>{{ m.role }}\n{{ m.content }}<|end|>{% endfor %}"
    "{% if add_generation_prompt %}<|start|>assistant\n{% endif %}"
)


def make_tokenizer(template: str | None = TEMPLATE) -> Any:
    """Byte-level BPE of a few sentences, as transformers has it."""
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
    from transformers import PreTrainedTokenizerFast

    bpe = Tokenizer(models.BPE())
    bpe.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    bpe.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=500,
        special_tokens=["<|end|>", "<|start|>"],
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    bpe.train_from_iterator(SENTENCES * 3, trainer)
    tokenizer = PreTrainedTokenizerFast(tokenizer_object=bpe, eos_token="<|end|>", pad_token="<|end|>")
    tokenizer.chat_template = template
    return tokenizer


def make_piece_tokenizer() -> Any:
    """BPE of word pieces with a token for each byte, as in the families of Llama 2, Mistral and Gemma."""
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
    from transformers import PreTrainedTokenizerFast

    bpe = Tokenizer(models.BPE(byte_fallback=True, unk_token="<unk>", fuse_unk=True))
    bpe.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="first", split=False)
    first = ["<unk>", "<s>", "</s>", *(f"<0x{byte:02X}>" for byte in range(256))]
    bpe.train_from_iterator(
        SENTENCES, trainers.BpeTrainer(vocab_size=500, special_tokens=first, show_progress=False)
    )
    saved = json.loads(bpe.to_str())
    saved["added_tokens"] = saved["added_tokens"][:3]  # the bytes are plain tokens
    pieces = Tokenizer.from_str(json.dumps(saved))
    pieces.decoder = decoders.Sequence(
        [decoders.Replace("▁", " "), decoders.ByteFallback(), decoders.Fuse(), decoders.Strip(" ", 1, 0)]
    )
    tokenizer = PreTrainedTokenizerFast(
        tokenizer_object=pieces, bos_token="<s>", eos_token="</s>", unk_token="<unk>"
    )
    tokenizer.chat_template = (
        "{{ bos_token }}{% for m in messages %}{{ m.role }} {{ m.content }}</s>{% endfor %}"
    )
    return tokenizer


def make_llama(folder: Path, template: str | None = TEMPLATE, **config: Any) -> Path:
    """Saves the model into `folder`; `config` changes its configuration (about 0.15 million parameters)."""
    import torch
    from transformers import LlamaConfig, LlamaForCausalLM
    from transformers.utils import logging

    logging.disable_progress_bar()
    tokenizer = make_tokenizer(template)
    tokenizer.save_pretrained(folder)
    settings: dict[str, Any] = {
        # More logits than tokens, as in models whose sizes are rounded up.
        "vocab_size": len(tokenizer) + 10,
        "hidden_size": 64,
        "intermediate_size": 128,
        "num_hidden_layers": 2,
        "num_attention_heads": 4,
        "num_key_value_heads": 2,
        "max_position_embeddings": 16384,
        "bos_token_id": None,
        "eos_token_id": tokenizer.eos_token_id,
    }
    torch.manual_seed(0)
    LlamaForCausalLM(LlamaConfig(**{**settings, **config})).save_pretrained(folder)
    return folder
