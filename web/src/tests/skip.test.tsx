import { fireEvent, render, screen } from "@testing-library/react";
import { expect, test, vi } from "vitest";

import { SkipDialog } from "../pages/label/SkipDialog";

test("a reason of one's own must be said, and the hands are brought there", async () => {
  const skip = vi.fn(async () => undefined);
  render(<SkipDialog open onClose={() => undefined} onSkip={skip} />);
  const words = screen.getByLabelText("Say more");
  fireEvent.keyDown(screen.getAllByRole("radio")[0] as HTMLElement, { key: "5" });
  expect(document.activeElement).toBe(words);
  const form = words.closest("form") as HTMLFormElement;
  fireEvent.submit(form);
  expect(screen.getByRole("alert").textContent).toBe("Say what it is");
  expect(skip).not.toHaveBeenCalled();
  fireEvent.change(words, { target: { value: "a test page" } });
  expect(screen.queryByRole("alert")).toBeNull();
  fireEvent.submit(form);
  expect(skip).toHaveBeenCalledWith("Something else: a test page");
});
