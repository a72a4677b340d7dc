// The overview's numbers, and what concerns the signed-in person.

import { ask } from "./routes";
import type { components } from "./schema.gen";

type Schemas = components["schemas"];
export type Overview = Schemas["OverviewOut"];
export type MyOverview = Schemas["MyOverview"];
export type Step = Schemas["StepOut"];
export type Who = Schemas["WhoOut"];
export type Measured = Schemas["MeasuredOut"];
export type Distribution = Schemas["Distribution"];
export type Forecast = Schemas["ForecastOut"];
export type Notification = Schemas["NotificationOut"];

export const overview = {
  get: (project: string) => ask("get", "/api/projects/{project}/overview", { path: { project } }),
  mine: (project: string) => ask("get", "/api/projects/{project}/overview/mine", { path: { project } }),
};

export const bell = {
  list: () => ask("get", "/api/me/notifications"),
  readOne: (only: number) => ask("post", "/api/me/notifications/read", { body: { only, upto: 0 } }),
  readAll: (upto: number) => ask("post", "/api/me/notifications/read", { body: { upto } }),
};
