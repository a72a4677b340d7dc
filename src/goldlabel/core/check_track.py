"""What keyframes may say, and the one form in which they are stored."""

from collections.abc import Mapping

from .annotation import Answer, Keyframe, Region
from .check_value import Ready, check_value, cleaned
from .kind import Medium, Surface, Target
from .problem import Problem
from .schema import Schema
from .track import timed


class Tracks:
    """The rules of one schema's regions that move. `media` by field, `answers` by question."""

    def __init__(self, schema: Schema, media: Mapping[str, Medium | None], answers: Mapping[str, Ready]) -> None:
        self.questions = {question.id: question for question in schema.questions}
        self.groups = {group.id: group for group in schema.region_sets}
        self.media, self.answers = media, answers

    def check(self, ready: Ready, region: Region, target: Target, where: str) -> list[Problem]:
        """Problems of a region's keyframes besides those of its own value."""
        medium = self.media.get(self.groups[region.set].field)
        if medium is not None and not (timed(medium) and getattr(ready.kind, "surface", None) != Surface.line):
            why = f"a {region.shape} on {medium.name} does not move; leave them out"
            return [Problem(f"{where}.keyframes", why)]
        out: list[Problem] = []
        if region.keyframes[0].value != region.value:
            out.append(Problem(f"{where}.value", "must be the first keyframe's value"))
        before = -1
        for index, keyframe in enumerate(region.keyframes):
            place = f"{where}.keyframes[{index}]"
            if keyframe.time <= before:
                out.append(Problem(f"{place}.time", f"is {keyframe.time}, not after the keyframe before ({before})"))
            before = keyframe.time
            if target.extent.length is not None and keyframe.time > target.extent.length:
                out.append(Problem(f"{place}.time", f"is {keyframe.time}, after the end ({target.extent.length})"))
            if index:
                check_value(ready, region.model_copy(update={"value": keyframe.value}), target, place, out)
            for at, answer in enumerate(keyframe.answers):
                self._check_answer(answer, region.set, Target(target.data), f"{place}.answers[{at}]", out)
            if len({answer.question for answer in keyframe.answers}) < len(keyframe.answers):
                out.append(Problem(f"{place}.answers", "answer a question twice"))
        return out

    def _check_answer(self, answer: Answer, group: str, target: Target, where: str, out: list[Problem]) -> None:
        """An answer that holds from a keyframe on; whether its question is asked depends on what is said at first."""
        question = self.questions.get(answer.question)
        if question is None or question.about != group:
            out.append(Problem(f"{where}.question", f'no question "{answer.question}" about "{group}"'))
        elif answer.region is not None:
            out.append(Problem(f"{where}.region", "is given by the region that the keyframe stands in; leave it out"))
        elif answer.kind != question.kind:
            message = f'is {answer.kind}, but "{question.name}" asks for {question.kind}'
            out.append(Problem(f"{where}.kind", message))
        else:
            check_value(self.answers[question.id], answer, target, where, out)

    def clean(self, region: Region, ready: Ready | None, target: Target) -> Region:
        """A region without problems, its value, keyframes and their answers in today's form."""
        out: Region = cleaned(region, ready, region.shape, target)
        if not region.keyframes:
            return out
        return out.model_copy(
            update={"keyframes": tuple(self._clean(region, one, ready, target) for one in region.keyframes)}
        )

    def _clean(self, region: Region, keyframe: Keyframe, ready: Ready | None, target: Target) -> Keyframe:
        part: Region = cleaned(region.model_copy(update={"value": keyframe.value}), ready, region.shape, target)
        answers = tuple(
            cleaned(answer, self.answers.get(answer.question), answer.kind, target) for answer in keyframe.answers
        )
        return keyframe.model_copy(update={"value": part.value, "answers": answers})
