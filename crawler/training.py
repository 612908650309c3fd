"""Make the model from people's reviews, and use it only where it beats the rules on reviews it has not seen.

scikit-learn is needed to train (pip install "lumbung[model]"), not to use what was trained.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from archive.decisions import append_line, now_text, read_lines, reviews
from archive.errors import ArchiveError
from archive.layout import Collection
from spiders.programme.model import Model, features

# With fewer a model learns single pages by heart.
FEWEST = 40
FEWEST_OF_EACH = 10
_PARTS = 5


@dataclass(frozen=True, slots=True)
class Training:
    """Errors on reviews that were held out, of model and rules, and the model made from all."""

    count: int
    model_errors: int
    rules_errors: int
    model: Model

    @property
    def is_better(self) -> bool:
        return self.model_errors < self.rules_errors


def train(collection: Collection, who: str) -> Training:
    """Train, compare, and note the outcome; it is used from now on if it is better. Raises ArchiveError."""
    examples = _examples(collection)
    answers = [answer for _, _, answer in examples]
    if len(examples) < FEWEST or min(sum(answers), len(answers) - sum(answers)) < FEWEST_OF_EACH:
        raise ArchiveError(
            f"{len(examples)} reviews, {sum(answers)} of them yes: a model needs {FEWEST}, and {FEWEST_OF_EACH} of "
            "each answer; go on with: lumbung review"
        )
    try:
        from sklearn.feature_extraction import DictVectorizer
        from sklearn.linear_model import LogisticRegression
        from sklearn.model_selection import StratifiedKFold, cross_val_predict
        from sklearn.pipeline import make_pipeline
    except ImportError as error:
        raise ArchiveError('training needs scikit-learn; install it with: pip install "lumbung[model]"') from error
    found = [dict.fromkeys(sorted(names), 1) for names, _, _ in examples]
    learner = make_pipeline(DictVectorizer(sparse=False), LogisticRegression(C=1.0, max_iter=1000))
    unseen = cross_val_predict(learner, found, answers, cv=StratifiedKFold(_PARTS, shuffle=True, random_state=0))
    learner.fit(found, answers)
    vectorizer, regression = learner[0], learner[-1]
    weights = zip(vectorizer.get_feature_names_out(), regression.coef_[0], strict=True)
    model = Model(
        now_text(),
        round(float(regression.intercept_[0]), 4),
        {str(name): round(float(one), 4) for name, one in weights},
    )
    training = Training(
        len(examples),
        sum(bool(one) != answer for one, answer in zip(unseen, answers, strict=True)),
        sum(rule != answer for _, rule, answer in examples),
        model,
    )
    note(collection, training, who)
    return training


def note(collection: Collection, training: Training, who: str) -> None:
    line = {
        "who": who,
        "when": training.model.trained,
        "used": training.is_better,
        "reviews": training.count,
        "held_out_errors": {"model": training.model_errors, "rules": training.rules_errors},
        "bias": training.model.bias,
        "weights": training.model.weights,
    }
    append_line(_file(collection), line)


def set_aside(collection: Collection, who: str, reason: str) -> None:
    """Use no model from now on."""
    append_line(_file(collection), {"who": who, "when": now_text(), "used": False, "reason": reason})


def model_in_use(collection: Collection) -> Model | None:
    """The model of the last line of decisions/training.jsonl, if that says it is used. Raises ArchiveError."""
    lines = [line for _, line in read_lines(_file(collection))]
    last = lines[-1] if lines else None
    if not isinstance(last, dict) or not last.get("used"):
        return None
    try:
        return Model(last["when"], float(last["bias"]), {name: float(one) for name, one in last["weights"].items()})
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise ArchiveError(f"{_file(collection)}: the last line holds no model; mend or remove it") from error


def _examples(collection: Collection) -> list[tuple[set[str], bool, bool]]:
    """Features, what the rules said, and the person's answer, of each reviewed article's last reading."""
    decided = reviews(collection.root)
    found: dict[str, tuple[set[str], bool, bool]] = {}
    for document in collection.documents() if decided else ():
        review = decided.get(document.article_id or "")
        if review and document.programme and document.same_as is None:
            rules = document.programme.get("rules", document.programme)
            found[review.article_id] = (features(document.programme), bool(rules["relevant"]), review.is_yes)
    return [found[name] for name in sorted(found)]


def _file(collection: Collection) -> Path:
    return collection.root / "decisions" / "training.jsonl"
