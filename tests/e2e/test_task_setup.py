"""Setting up a task in a browser: every template without code, a blank form, YAML beside it, changes with answers."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from goldlabel import templates
from goldlabel.store import projects as rows
from goldlabel.store.tx import Tx
from goldlabel.work import items, label, media, projects
from tests.live import Live

pytestmark = pytest.mark.browser
CAR = """fields:
  - {name: pic, medium: image}
region_sets:
  - name: thing
    field: pic
    shapes: [box]
questions:
  - id: thing_2
    name: thing
    kind: choice
    about: thing
    required: false
    config:
      values: [Car]
"""
DRAWN = """() => [...document.querySelectorAll('.preview canvas')].every((canvas) => {
  const { width, height } = canvas;
  if (!width || !height) return false;
  const seen = new Set(canvas.getContext('2d').getImageData(0, 0, width, height).data);
  return seen.size > 20 || canvas.parentElement.querySelectorAll('canvas').length > 1;
})"""


def signed_in(live: Live, page: Page) -> None:
    page.goto(live.link())
    expect(
        page.get_by_role("heading", name="No projects yet").or_(page.get_by_role("heading", name="Projects"))
    ).to_be_visible()


def go(page: Page, path: str) -> None:
    """To another page of the app, as a link would lead there: the app is not loaded anew."""
    page.evaluate("(path) => { history.pushState({}, '', path); dispatchEvent(new PopStateEvent('popstate')); }", path)


def schema_of(live: Live, name: str) -> Any:
    return live.workspace.database.read(lambda tx: projects.schema_of(tx, rows.by_name(tx, name)))


def add_rows(live: Live, name: str, template: templates.Template) -> None:
    """The first of the template's rows, with its pictures."""
    project = live.workspace.database.read(lambda tx: rows.by_name(tx, name))
    data = dict(template.rows[0])
    for field in template.read().fields:
        if field.medium == "image":
            content = templates.picture(str(data[field.source]))
            data[field.source] = f"blob:{media.keep(live.workspace, project.id, content, 'a.png').hash}"
    live.workspace.database.write(lambda tx: items.add_rows(tx, project, [{"key": "a", "data": data}]))


def test_every_template_without_code(live: Live, page: Page) -> None:
    signed_in(live, page)
    page.get_by_role("link", name="New project").click()
    page.get_by_placeholder("Find a task").fill("boxes class")
    page.get_by_role("link", name="Object detection").click()
    expect(page.get_by_label("Title", exact=True)).to_have_value("Object detection")
    for name in templates.names():
        template = templates.load(name)
        go(page, f"/new?from={name}")
        expect(page.get_by_label("Title", exact=True)).to_have_value(template.title)
        expect(page.get_by_role("region", name="Preview")).to_be_visible()
        shown = [field for field in template.read().fields if field.medium == "text"]
        for field in shown:
            expect(page.locator(".preview").get_by_text(str(template.rows[0][field.source])[:40]).first).to_be_visible()
        page.wait_for_function(DRAWN)
        made = name.replace("_", "-")
        page.get_by_label("Name in addresses").fill(made)
        page.get_by_role("button", name="Create project").click()
        page.wait_for_url(f"**/p/{made}/import")
        assert schema_of(live, made) == template.read()
        add_rows(live, made, template)
        go(page, f"/p/{made}/label")
        expect(page.get_by_role("button", name="Submit")).to_be_visible()
        expect(page.locator(".field-view").first).to_be_visible()
        assert page.locator(".notice--warn").count() == 0


# As on a busy machine: keys come faster than frames.
LATE_FRAMES = """const drawn = requestAnimationFrame;
window.requestAnimationFrame = (run) => drawn(() => setTimeout(() => run(performance.now()), 400));"""


def test_a_task_from_a_blank_form_by_keys(live: Live, page: Page) -> None:
    page.add_init_script(LATE_FRAMES)
    signed_in(live, page)
    page.goto(f"{live.base}/new?from=blank")
    page.get_by_label("Title").fill("Letters, round 2")
    page.get_by_role("button", name="Add a question").press("Enter")
    page.keyboard.type("tone")
    page.get_by_role("button", name="Add a value").press("Enter")
    page.keyboard.type("warm")
    page.keyboard.press("Enter")
    page.keyboard.type("cold")
    preview = page.get_by_role("region", name="Preview")
    expect(preview.get_by_role("radio", name="cold")).to_be_visible()
    page.get_by_role("button", name="Add a question").press("Enter")
    page.keyboard.type("why")
    card = page.get_by_role("region", name="why", exact=True)
    card.get_by_label("Answer", exact=True).select_option("text")
    card.get_by_role("button", name="Ask only if").press("Enter")
    card.get_by_role("checkbox", name="warm").uncheck()
    card.get_by_role("checkbox", name="cold").check()
    # The preview is the label screen: its keys answer, and conditions decide.
    expect(preview.get_by_text("why")).to_have_count(0)
    preview.focus()
    page.keyboard.press("2")
    expect(preview.get_by_text("why")).to_be_visible()
    page.wait_for_function("() => localStorage.length > 0")
    page.reload()
    expect(page.get_by_label("Title")).to_have_value("Letters, round 2")
    expect(page.get_by_role("region", name="why", exact=True)).to_be_visible()
    page.get_by_role("button", name="Create project").click()
    page.wait_for_url("**/p/letters-round-2/import")
    tone, why = schema_of(live, "letters-round-2").questions
    assert (tone.id, [value["id"] for value in tone.config["values"]]) == ("tone", ["warm", "cold"])
    assert (why.kind, why.ask_if[0].question, why.ask_if[0].any_of) == ("text", "tone", ("cold",))
    page.goto(f"{live.base}/new")
    expect(page.get_by_text("You began")).to_have_count(0)


def test_text_and_form_side_by_side(live: Live, page: Page) -> None:
    signed_in(live, page)
    page.goto(f"{live.base}/new?from=paste&view=both")
    text = page.get_by_label("The task as YAML")
    text.fill("fields: [{name: text, medium: text}]\nquestions:\n  - name: mood # first\n    kind: choise\n")
    expect(page.get_by_role("button", name="Line 4")).to_contain_text('did you mean "choice"')
    text.fill("fields: [{name: text, medium: text}]\nquestions:\n  - name: mood # first\n    kind: yes_no\n")
    expect(page.get_by_role("button", name="mood Yes or no")).to_be_visible()
    page.get_by_label("Question as labelers read it").fill("A good mood?")
    expect(text).to_have_value(
        "fields: [{name: text, medium: text}]\nquestions:\n  - name: mood # first\n    kind: yes_no\n"
        "    text: A good mood?\n"
    )
    page.get_by_label("Word for yes").fill("Good")
    expect(page.get_by_role("region", name="Preview").get_by_text("Good", exact=True)).to_be_visible()
    config = (
        '<View><Image name="i" value="$pic"/><RectangleLabels name="thing" toName="i"><Label value="Car"/>'
        "</RectangleLabels></View>"
    )
    text.fill(config)
    expect(page.get_by_role("region", name="Preview").get_by_role("button", name="Car")).to_be_visible()
    expect(text).to_have_value(CAR)


def answered(live: Live) -> None:
    schema = {
        "fields": [{"name": "text", "medium": "text"}],
        "questions": [{"name": "mood", "kind": "choice", "config": {"values": ["good", "bad"]}}],
    }
    project = live.create("moods", schema)
    token = live.person(project, "Ann")

    def write(tx: Tx) -> None:
        items.add_rows(tx, project, [{"key": "a", "data": {"text": "Fine"}}, {"key": "b", "data": {"text": "Bad"}}])
        labeler = tx.value("SELECT max(id) FROM labeler")
        (task,) = label.next_tasks(tx, project, labeler, 1)
        label.submit(tx, project, labeler, label.Submission(task.slot.id, {"answers": [
            {"question": "mood", "kind": "choice", "value": "bad"}]}))  # fmt: skip

    assert token
    live.workspace.database.write(write)


def test_a_change_with_answers_shows_its_plan_first(live: Live, page: Page) -> None:
    answered(live)
    signed_in(live, page)
    page.goto(f"{live.base}/p/moods/task")
    expect(page.locator(".preview").get_by_text("Fine")).to_be_visible()
    page.locator(".value").nth(1).get_by_role("button", name="Remove").click()
    page.get_by_role("button", name="Add a value").click()
    page.keyboard.type("awful")
    page.get_by_role("button", name="Save…").click()
    plan = page.get_by_role("dialog")
    expect(plan).to_contain_text("1 answer is left behind")
    assert schema_of(live, "moods").questions[0].config["values"][1]["name"] == "bad", "nothing is written yet"
    plan.get_by_role("button", name="awful").click()
    expect(plan).to_contain_text("Every answer given so far is kept")
    plan.get_by_role("button", name="Save").click()
    expect(page.locator(".toast", has_text="Saved as version 2")).to_be_visible()
    assert schema_of(live, "moods").questions[0].config["values"][1] == {"id": "bad", "name": "awful"}
    # Somebody else saves meanwhile, and this page has not heard of it: mine is kept, theirs is not overwritten.
    page.route("**/api/projects/moods/events*", lambda route: route.abort())
    page.reload()
    page.get_by_label("Question as labelers read it").fill("Which mood?")
    raw = schema_of(live, "moods").model_dump(mode="json")
    raw["questions"][0]["description"] = "Theirs"
    live.workspace.database.write(lambda tx: projects.change_schema(tx, rows.by_name(tx, "moods"), raw))
    page.get_by_role("button", name="Save…").click()
    save = page.get_by_role("dialog").get_by_role("button", name="Save")
    save.click()
    expect(page.locator(".toast", has_text="Somebody changed the task meanwhile")).to_be_visible()
    expect(page.get_by_label("Question as labelers read it")).to_have_value("Which mood?")
    expect(page.get_by_text("is version 3 now")).to_be_visible()
    assert schema_of(live, "moods").questions[0].text == ""
