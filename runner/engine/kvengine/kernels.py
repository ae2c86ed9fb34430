"""Triton kernels: attention over a 16-bit or packed cache, R-KV's search for likenesses, moving and drawing tokens."""

import triton
import triton.language as tl

LOG2E = 1.4426950408889634


@triton.jit
def dense_attention(
    q_at, k_at, v_at, count_at, extra_at, out_at, max_at, sum_at, room, base, scale, slot, slots,
    KV_HEADS: tl.constexpr, GROUP: tl.constexpr, ROWS: tl.constexpr, DIM: tl.constexpr, BLOCK: tl.constexpr,
    SPLITS: tl.constexpr,
):
    """
    One KV head of one row, one of SPLITS shares of its slots: those below count, and extra ones from base on.
    Keys and values [rows, KV heads, room, DIM]; the partial result goes to slot + share of [.., slots, DIM].
    """
    head = tl.program_id(0)
    share = tl.program_id(1)
    row = head // KV_HEADS
    count = tl.load(count_at + row)
    extra = tl.load(extra_at + row)
    end = tl.where(extra > 0, base + extra, count)
    step = tl.cdiv(tl.cdiv(end, SPLITS), BLOCK) * BLOCK
    first = share * step
    last = tl.minimum(first + step, end)
    queries = tl.arange(0, ROWS)
    dims = tl.arange(0, DIM)
    places = tl.arange(0, BLOCK)
    q = tl.load(q_at + (head * GROUP + queries[:, None]) * DIM + dims[None, :], mask=queries[:, None] < GROUP, other=0.0)
    largest = tl.full((ROWS,), -1e30, tl.float32)
    total = tl.zeros((ROWS,), tl.float32)
    mixed = tl.zeros((ROWS, DIM), tl.float32)
    start = head.to(tl.int64) * room * DIM
    for n in range(first, last, BLOCK):
        at = n + places
        held = (at < last) & ((at < count) | (at >= base))
        where = start + at[:, None] * DIM + dims[None, :]
        k = tl.load(k_at + where, mask=held[:, None], other=0.0)
        v = tl.load(v_at + where, mask=held[:, None], other=0.0)
        score = tl.dot(q, tl.trans(k), input_precision="ieee") * scale
        score = tl.where(held[None, :], score, -1e30)
        top = tl.maximum(largest, tl.max(score, 1))
        share_of = tl.where(held[None, :], tl.exp2(score - top[:, None]), 0.0)
        shrink = tl.exp2(largest - top)
        total = total * shrink + tl.sum(share_of, 1)
        mixed = mixed * shrink[:, None] + tl.dot(share_of.to(v.dtype), v, input_precision="ieee")
        largest = top
    to = (head * GROUP + queries) * slots + slot + share
    tl.store(out_at + to[:, None] * DIM + dims[None, :], mixed, mask=queries[:, None] < GROUP)
    tl.store(max_at + to, largest, mask=queries < GROUP)
    tl.store(sum_at + to, total, mask=queries < GROUP)


@triton.jit
def leveled(code, BITS: tl.constexpr, dtype: tl.constexpr):
    """Codes as numbers; in bfloat16 those below 8 bits as 128 more, which takes no conversion: they are its last bits."""
    if (BITS < 8) & (dtype == tl.bfloat16):
        return (code.to(tl.uint16) | 0x4300).to(tl.bfloat16, bitcast=True)
    else:
        return code.to(dtype)


@triton.jit
def packed_attention(
    q_at, k_at, k_scale_at, v_at, v_scale_at, count_at, out_at, max_at, sum_at, room, scale, slot, slots,
    KV_HEADS: tl.constexpr, GROUP: tl.constexpr, ROWS: tl.constexpr, DIM: tl.constexpr, BLOCK: tl.constexpr,
    SPLITS: tl.constexpr, BITS: tl.constexpr, SPAN: tl.constexpr,
):
    """
    As `dense_attention` over packed keys and values [rows, KV heads, room, DIM * BITS / 8] with one scale for
    SPAN of them; SPAN is DIM or half of it. Codes go into the products as they are, or 128 more, exact in 16 bits;
    scale and zero are put right on the sums.
    """
    head = tl.program_id(0)
    share = tl.program_id(1)
    row = head // KV_HEADS
    count = tl.load(count_at + row)
    step = tl.cdiv(tl.cdiv(count, SPLITS), BLOCK) * BLOCK
    first = share * step
    last = tl.minimum(first + step, count)
    WIDTH: tl.constexpr = DIM * BITS // 8
    SPANS: tl.constexpr = DIM // SPAN
    CODES: tl.constexpr = 2**BITS - 1
    zero = CODES / 2.0
    if (BITS < 8) & (q_at.dtype.element_ty == tl.bfloat16):
        zero += 128.0
    queries = tl.arange(0, ROWS)
    dims = tl.arange(0, SPAN)
    places = tl.arange(0, BLOCK)
    asked = queries[:, None] < GROUP
    q_from = q_at + (head * GROUP + queries[:, None]) * DIM + dims[None, :]
    q0 = tl.load(q_from, mask=asked, other=0.0)
    q0_sum = tl.sum(q0.to(tl.float32), 1)
    byte0 = dims % WIDTH
    shift0 = BITS * (dims // WIDTH)
    mixed0 = tl.zeros((ROWS, SPAN), tl.float32)
    if SPANS == 2:
        q1 = tl.load(q_from + SPAN, mask=asked, other=0.0)
        q1_sum = tl.sum(q1.to(tl.float32), 1)
        byte1 = (SPAN + dims) % WIDTH
        shift1 = BITS * ((SPAN + dims) // WIDTH)
        mixed1 = tl.zeros((ROWS, SPAN), tl.float32)
    largest = tl.full((ROWS,), -1e30, tl.float32)
    total = tl.zeros((ROWS,), tl.float32)
    start = head.to(tl.int64) * room * WIDTH
    scales_from = head.to(tl.int64) * room * SPANS
    for n in range(first, last, BLOCK):
        at = n + places
        held = at < last
        where = start + at[:, None] * WIDTH
        scale_where = scales_from + at * SPANS
        code = tl.load(k_at + where + byte0[None, :], mask=held[:, None], other=0)
        code = leveled((code >> shift0[None, :]) & CODES, BITS, q0.dtype)
        step_of = tl.load(k_scale_at + scale_where, mask=held, other=0.0).to(tl.float32)
        score = step_of[None, :] * (tl.dot(q0, tl.trans(code), input_precision="ieee") - zero * q0_sum[:, None])
        if SPANS == 2:
            code = tl.load(k_at + where + byte1[None, :], mask=held[:, None], other=0)
            code = leveled((code >> shift1[None, :]) & CODES, BITS, q0.dtype)
            step_of = tl.load(k_scale_at + scale_where + 1, mask=held, other=0.0).to(tl.float32)
            score += step_of[None, :] * (tl.dot(q1, tl.trans(code), input_precision="ieee") - zero * q1_sum[:, None])
        score = tl.where(held[None, :], score * scale, -1e30)
        top = tl.maximum(largest, tl.max(score, 1))
        share_of = tl.where(held[None, :], tl.exp2(score - top[:, None]), 0.0)
        shrink = tl.exp2(largest - top)
        total = total * shrink + tl.sum(share_of, 1)
        code = tl.load(v_at + where + byte0[None, :], mask=held[:, None], other=0)
        code = leveled((code >> shift0[None, :]) & CODES, BITS, q0.dtype)
        step_of = tl.load(v_scale_at + scale_where, mask=held, other=0.0).to(tl.float32)
        weight = (share_of * step_of[None, :]).to(q0.dtype)
        mixed0 = mixed0 * shrink[:, None] + tl.dot(weight, code, input_precision="ieee")
        mixed0 -= zero * tl.sum(weight.to(tl.float32), 1)[:, None]
        if SPANS == 2:
            code = tl.load(v_at + where + byte1[None, :], mask=held[:, None], other=0)
            code = leveled((code >> shift1[None, :]) & CODES, BITS, q0.dtype)
            step_of = tl.load(v_scale_at + scale_where + 1, mask=held, other=0.0).to(tl.float32)
            weight = (share_of * step_of[None, :]).to(q0.dtype)
            mixed1 = mixed1 * shrink[:, None] + tl.dot(weight, code, input_precision="ieee")
            mixed1 -= zero * tl.sum(weight.to(tl.float32), 1)[:, None]
        largest = top
    to = (head * GROUP + queries) * slots + slot + share
    tl.store(out_at + to[:, None] * DIM + dims[None, :], mixed0, mask=asked)
    if SPANS == 2:
        tl.store(out_at + to[:, None] * DIM + SPAN + dims[None, :], mixed1, mask=asked)
    tl.store(max_at + to, largest, mask=queries < GROUP)
    tl.store(sum_at + to, total, mask=queries < GROUP)


@triton.jit
def merge(out_at, max_at, sum_at, to_at, slots, SLOTS: tl.constexpr, DIM: tl.constexpr):
    """The partial results of one query head, [slots, DIM], as one."""
    head = tl.program_id(0)
    at = tl.arange(0, SLOTS)
    dims = tl.arange(0, DIM)
    held = at < slots
    largest = tl.load(max_at + head * slots + at, mask=held, other=-1e30)
    total = tl.load(sum_at + head * slots + at, mask=held, other=0.0)
    weight = tl.exp2(largest - tl.max(largest, 0))
    mixed = tl.load(out_at + (head * slots + at[:, None]) * DIM + dims[None, :], mask=held[:, None], other=0.0)
    result = tl.sum(mixed * weight[:, None], 0) / tl.sum(total * weight, 0)
    tl.store(to_at + head * DIM + dims, result.to(to_at.dtype.element_ty))


@triton.jit
def directions(
    k_at, count_at, inverse_at, total_at, room, KV_HEADS: tl.constexpr, DIM: tl.constexpr, BLOCK: tl.constexpr,
):
    """Of one KV head: one over the length of each key, and the sum of all keys of length one."""
    head = tl.program_id(0)
    count = tl.load(count_at + head // KV_HEADS)
    dims = tl.arange(0, DIM)
    places = tl.arange(0, BLOCK)
    start = head.to(tl.int64) * room
    total = tl.zeros((DIM,), tl.float32)
    for n in range(0, count, BLOCK):
        at = n + places
        held = at < count
        k = tl.load(k_at + (start + at[:, None]) * DIM + dims[None, :], mask=held[:, None], other=0.0).to(tl.float32)
        inverse = 1 / (tl.sqrt(tl.sum(k * k, 1)) + 1e-8)
        total += tl.sum(k * inverse[:, None], 0)
        tl.store(inverse_at + start + at, inverse, mask=held)
    tl.store(total_at + head * DIM + dims, total)


@triton.jit
def likenesses(
    k_at, inverse_at, total_at, count_at, last_at, like_at, near_at, room, threshold,
    KV_HEADS: tl.constexpr, DIM: tl.constexpr, ROWS: tl.constexpr, BLOCK: tl.constexpr,
):
    """
    For ROWS keys of one KV head: the latest other key whose cosine exceeds threshold, from the end backwards until
    all are found, and that cosine; place 0 where there is none. And the sum of its cosines with all keys.
    """
    head = tl.program_id(1)
    count = tl.load(count_at + head // KV_HEADS)
    mine = tl.program_id(0) * ROWS + tl.arange(0, ROWS)
    if tl.program_id(0) * ROWS < count:
        dims = tl.arange(0, DIM)
        places = tl.arange(0, BLOCK)
        start = head.to(tl.int64) * room
        inside = mine < count
        k = tl.load(k_at + (start + mine[:, None]) * DIM + dims[None, :], mask=inside[:, None], other=0.0)
        inverse = tl.load(inverse_at + start + mine, mask=inside, other=0.0)
        total = tl.load(total_at + head * DIM + dims)
        tl.store(near_at + start + mine, tl.sum(k.to(tl.float32) * total[None, :], 1) * inverse, mask=inside)
        last = tl.where(inside, -1, 0)
        like = tl.zeros((ROWS,), tl.float32)
        n = (tl.cdiv(count, BLOCK) - 1) * BLOCK
        while (n >= 0) & (tl.min(last, 0) < 0):
            at = n + places
            held = at < count
            other = tl.load(k_at + (start + at[:, None]) * DIM + dims[None, :], mask=held[:, None], other=0.0)
            other_inverse = tl.load(inverse_at + start + at, mask=held, other=0.0)
            cosine = tl.dot(k, tl.trans(other), input_precision="ieee") * inverse[:, None] * other_inverse[None, :]
            alike = (cosine > threshold) & (at[None, :] != mine[:, None])
            best = tl.max(tl.where(alike, at[None, :], -1), 1)
            found = (last < 0) & (best >= 0)
            likeness = tl.sum(tl.where(at[None, :] == best[:, None], cosine, 0.0), 1)
            like = tl.where(found, likeness, like)
            last = tl.where(found, best, last)
            n -= BLOCK
        none = last < 0
        key0 = tl.load(k_at + start * DIM + dims).to(tl.float32)
        inverse0 = tl.load(inverse_at + start)
        first = tl.sum(k.to(tl.float32) * key0[None, :], 1) * inverse * inverse0
        like = tl.where(none, tl.where(mine == 0, 0.0, first), like)
        last = tl.where(none, 0, last)
        tl.store(last_at + start + mine, last, mask=inside)
        tl.store(like_at + start + mine, like, mask=inside)


@triton.jit
def move(
    k_at, v_at, row_at, kept_at, room, retained, KV_HEADS: tl.constexpr, DIM: tl.constexpr, BLOCK: tl.constexpr,
):
    """
    Moves the kept tokens of one KV head to its first slots, in place: kept rises, so that no slot is read after it
    was written, as long as those of a block are read before any is written.
    """
    head = tl.program_id(0)
    row = tl.load(row_at + head // KV_HEADS)
    start = (row * KV_HEADS + head % KV_HEADS).to(tl.int64) * room
    dims = tl.arange(0, DIM)
    places = tl.arange(0, BLOCK)
    for n in range(0, retained, BLOCK):
        to = n + places
        inside = to < retained
        kept = tl.load(kept_at + head.to(tl.int64) * retained + to, mask=inside, other=0)
        source = (start + kept[:, None]) * DIM + dims[None, :]
        k = tl.load(k_at + source, mask=inside[:, None], other=0.0)
        v = tl.load(v_at + source, mask=inside[:, None], other=0.0)
        tl.debug_barrier()
        target = (start + to[:, None]) * DIM + dims[None, :]
        tl.store(k_at + target, k, mask=inside[:, None])
        tl.store(v_at + target, v, mask=inside[:, None])
        tl.debug_barrier()


@triton.jit
def gumbel_best(logits_at, key_at, drawn_at, vocabulary, scale, BLOCK: tl.constexpr):
    """One row's token of the best sum of scaled logit and noise, as `chance.gumbel` has it."""
    row = tl.program_id(0)
    key = tl.load(key_at + row).to(tl.uint32)
    places = tl.arange(0, BLOCK)
    best = tl.full((BLOCK,), -float("inf"), tl.float32)
    best_at = tl.zeros((BLOCK,), tl.int32)
    start = row.to(tl.int64) * vocabulary
    for first in range(0, vocabulary, BLOCK):
        at = first + places
        inside = at < vocabulary
        logit = tl.load(logits_at + start + at, mask=inside, other=-float("inf"))
        word = (key + at.to(tl.uint32) * 0x9E3779B9).to(tl.uint32)
        word = ((word ^ (word >> 16)) * 0x85EBCA6B).to(tl.uint32)
        word = ((word ^ (word >> 13)) * 0xC2B2AE35).to(tl.uint32)
        word = word ^ (word >> 16)
        uniform = ((word >> 8).to(tl.float32) + 0.5) * 5.9604644775390625e-08
        score = logit * scale - tl.log(-tl.log(uniform))
        better = score > best
        best = tl.where(better, score, best)
        best_at = tl.where(better, at, best_at)
    top = tl.max(best, 0)
    tl.store(drawn_at + row, tl.min(tl.where(best == top, best_at, vocabulary), 0).to(tl.int64))
