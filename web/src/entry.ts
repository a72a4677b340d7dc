// The first thing that runs. Somebody who comes to label gets code, account and project at once, not one after another.

import { askEarly } from "./api/early";
import "./styles/tokens.css";
import "./styles/base.css";
import "./ui/ui.css";
import "./pages/bar.css";

const label = /^\/p\/([^/]+)\/label\/?$/.exec(window.location.pathname);
if (label && !window.location.hash) {
  askEarly("/api/me");
  askEarly(`/api/projects/${label[1]}`);
  void import("./pages/SignedIn");
  void import("./pages/label/LabelPage");
}
void import("./main");
