"""A vLLM worker extension that counts what the tensors of its model take:

    PYTHONPATH=runner/vllm VLLM_SERVER_DEV_MODE=1 vllm serve ... --worker-extension-cls counted.Counted

`deno task time --count-memory` asks for it by POST /collective_rpc. Development mode opens more than this: serve to
127.0.0.1 only.
"""

from vllm.model_executor.model_loader import base_loader

_process = base_loader.process_weights_after_loading
_loaded = []


def _tensors(model):
    """Every parameter once, tied ones too."""
    return [
        {"name": name, "dtype": str(tensor.dtype).removeprefix("torch."), "shape": list(tensor.shape),
         "bytes": tensor.numel() * tensor.element_size()}
        for name, tensor in model.named_parameters()
    ]


def _count_and_process(model, *args, **kwargs):
    _loaded[:] = _tensors(model)
    return _process(model, *args, **kwargs)


# Afterwards a kernel's own layout stands where the checkpoint's tensors were, and some of them are gone.
base_loader.process_weights_after_loading = _count_and_process


class Counted:
    def counted_memory(self):
        """The tensors as a checkpoint holds them, and as the kernels do; the worker's own figure; the cache's bytes for a
        token of all layers."""
        runner = self.model_runner
        return {
            "loaded": _loaded,
            "kept": _tensors(runner.model),
            # A CPU's worker has none.
            "reported": getattr(runner, "model_memory_usage", None),
            "kvBytesPerToken": sum(spec.page_size_bytes / spec.block_size for spec in runner.get_kv_cache_spec().values()),
        }
