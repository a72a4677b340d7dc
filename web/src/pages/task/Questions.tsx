import { aboutOf } from "../../core/model";
import { add, newQuestion } from "../../core/task/edit";
import { t } from "../../i18n";
import { Button } from "../../ui/Button";
import { Icon } from "../../ui/Icon";
import { useEdit, useTask } from "./context";
import { focusAt } from "./focus";
import { QuestionCard } from "./QuestionCard";

/** The questions about one thing (the item, each region of a set), and the way to one more. */
export function Questions({ about, title }: { about: string; title?: string }) {
  const { state, toggle } = useTask();
  const edit = useEdit();
  const questions = state.schema.questions.filter((one) => aboutOf(one) === about);
  return (
    <div className="part">
      {title && <h3 className="part__title">{title}</h3>}
      {questions.map((question) => (
        <QuestionCard key={question.id} question={question} />
      ))}
      <div>
        <Button
          look="quiet"
          onClick={() => {
            const question = newQuestion(about);
            edit((schema) => add(schema, "questions", question));
            toggle(question.id, true);
            focusAt(`questions[${state.schema.questions.length}].name`);
          }}
        >
          <Icon name="plus" />
          {t("task.add_question")}
        </Button>
      </div>
    </div>
  );
}
