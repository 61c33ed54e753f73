"""Which settings each step of the recipe gets."""

from __future__ import annotations

from pathlib import Path

from newsgraph_training.__main__ import parser, settings_of
from newsgraph_training.steps import Heads, Reading, Training, runs


def test_whole_recipe_trains_teachers_from_seeds_of_their_own_and_then_the_pupil() -> None:
    given = parser().parse_args(
        "all --out runs --seed 3 --epochs 20 --teacher-epochs 5 --without GAP".split()
    )
    first, second, pupil = runs(settings_of(Training, given), teachers=2, teacher_epochs=5)

    assert [run.out for run in (first, second, pupil)] == [
        Path("runs/teacher-1"),
        Path("runs/teacher-2"),
        Path("runs/pupil"),
    ]
    assert [run.seed for run in (first, second, pupil)] == [3, 7, 3]
    assert [run.epochs for run in (first, second, pupil)] == [5, 5, 20]
    assert [run.large for run in (first, second, pupil)] == [True, True, False]
    assert [list(run.teachers) for run in (first, second)] == [[], []]
    assert list(pupil.teachers) == [first.out, second.out]
    assert pupil.words_learn
    assert all(list(run.without) == ["GAP"] for run in (first, second, pupil))


def test_no_teacher_leaves_the_annotation_alone() -> None:
    (pupil,) = runs(Training(out=Path("runs")), teachers=0, teacher_epochs=5)
    assert list(pupil.teachers) == []


def test_steps_of_the_whole_recipe_write_to_folders_of_their_own() -> None:
    given = parser().parse_args("all --out runs --to analyser --reader-to reader".split())
    assert settings_of(Heads, given).to == Path("analyser")
    assert settings_of(Reading, given, to=given.reader_to).to == Path("reader")


def test_one_step_takes_its_own_options() -> None:
    words = "train --out one --teacher a --teacher b --large --minutes 2.5".split()
    training = settings_of(Training, parser().parse_args(words))
    assert list(training.teachers) == [Path("a"), Path("b")]
    assert (training.large, training.minutes) == (True, 2.5)
