import inspect

import pytest

from reaction import errors

RAISED = [getattr(errors, name) for name in errors.__all__]


@pytest.mark.parametrize("kind", RAISED)
def test_every_exception_refines_a_builtin(kind: type) -> None:
    base = errors.ReactionWarning if kind.__name__.endswith("Warning") else errors.ReactionError
    assert issubclass(kind, base)
    if kind is not errors.ReactionError:
        assert any(
            c.__module__ == "builtins" and c not in (Exception, BaseException, object) for c in kind.__mro__
        )


@pytest.mark.parametrize("kind", RAISED)
def test_the_tree_in_the_docstring_is_complete(kind: type) -> None:
    assert kind.__name__ in (errors.__doc__ or "")


def test_all_lists_every_class() -> None:
    defined = [name for name, value in vars(errors).items() if inspect.isclass(value)]
    assert sorted(defined) == sorted(errors.__all__)


def test_a_missing_column_reads_as_a_sentence() -> None:
    error = errors.MissingColumnError("needs the column 'text'")
    assert str(error) == "needs the column 'text'"
    assert str(errors.MissingColumnError()) == ""
    with pytest.raises(KeyError):
        raise error
