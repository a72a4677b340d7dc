"""From a table to a release: three people label reviews, an expert settles what they disagree on.

python examples/reviews.py          makes ./reviews-data and ./reviews-out
"""

import random
from pathlib import Path

import yaml

import goldlabel as gl

HERE = Path(__file__).parent
SENTIMENTS = {"1": "Positive", "2": "Negative", "3": "Mixed", "4": "Neutral", "5": "Negative", "6": "Mixed"}
"""What is right; the simulated people stray from it."""


def main() -> None:
    asked = yaml.safe_load((HERE / "reviews.yaml").read_text("utf-8"))
    with gl.open("reviews-data", labeler="expert") as workspace:
        reviews = workspace.create("reviews", schema=asked["schema"], guideline=asked["guideline"], overlap=3)
        print(reviews.add(HERE / "reviews.csv", key="id").result)
        for number, person in enumerate(("ann", "bob", "cem")):
            label(reviews, person, random.Random(number))
        print(reviews.resolve().result)
        for tie in reviews.ties():
            print(tie.key, [(said.labeler, said.labels["sentiment"]) for said in tie.said])
            reviews.adjudicate(tie, {"sentiment": SENTIMENTS[tie.key]})
        print(reviews.agreement()["overall"])
        release = reviews.release(title="reviews of spring")
        print(release["number"], release["hash"])
        print(reviews.export("csv", "reviews-out/reviews.csv", release=release["number"]).files)


def label(reviews: gl.Project, person: str, chance: random.Random) -> None:
    """One person answers everything, wrong now and then."""
    keys = {item.data["review"]: item.key for item in reviews.items()}
    for task in reviews.tasks(person):
        text = task.data["review"]
        right = SENTIMENTS[keys[text]]
        said = right if chance.random() < 0.7 else chance.choice(list(SENTIMENTS.values()))
        reasons = []
        if (start := text.find("arrived")) >= 0:
            reasons.append({"span": [start, start + len("arrived")], "aspect": "Delivery"})
        reviews.submit(task, {"sentiment": said, "reasons": reasons}, labeler=person, seconds=chance.uniform(3, 20))


if __name__ == "__main__":
    main()
