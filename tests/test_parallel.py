from __future__ import annotations

from functools import partial

import pyarrow as pa
import pytest

from reaction.errors import ReactionError
from reaction.parallel import Workers, lean_memory


@pytest.mark.parametrize("jobs", [1, 2])
def test_results_come_in_the_order_of_the_parts(jobs):
    with Workers(jobs) as workers:
        found = list(workers.map(partial(pow, 2), range(40)))
    assert found == [2**number for number in range(40)]


def test_parts_are_taken_up_only_as_there_is_somebody_to_work_on_them():
    taken = []

    def parts():
        for number in range(100):
            taken.append(number)
            yield number

    with Workers(1) as workers:
        results = workers.map(abs, parts())
        assert [next(results), next(results)] == [0, 1]
        assert taken == [0, 1]


@pytest.mark.parametrize("jobs", [1, 2])
def test_an_error_in_a_part_is_raised_as_it_is(jobs):
    with Workers(jobs) as workers, pytest.raises(ZeroDivisionError):
        list(workers.map(partial(divmod, 1), [1, 0, 1]))


def test_jobs_are_counted():
    assert Workers(0).jobs >= 1
    with pytest.raises(ReactionError, match="jobs is -1"):
        Workers(-1)


def test_the_memory_pool_is_given_back():
    before = pa.default_memory_pool().backend_name
    with lean_memory():
        assert pa.default_memory_pool().backend_name == "system"
    assert pa.default_memory_pool().backend_name == before
