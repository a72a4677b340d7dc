// People: members of a project, invitations, accounts, sessions, tokens, the audit log, the instance.

import { ask } from "./routes";
import type { components } from "./schema.gen";

type Schemas = components["schemas"];
export type Member = Schemas["MemberOut"];
export type Role = Schemas["SetMember"]["role"];
export type Invite = Schemas["InviteOut"];
export type InviteMade = Schemas["InviteMade"];
export type Account = Schemas["PersonOut"];
export type BrowserSession = Schemas["SessionOut"];
export type Token = Schemas["TokenOut"];
export type Scope = NonNullable<Schemas["MakeToken"]["scope"]>;
export type Entry = Schemas["AuditOut"];
export type Instance = Schemas["InstanceOut"];

const members = "/api/projects/{project}/members" as const;
const member = "/api/projects/{project}/members/{person}" as const;
const kept = "/api/projects/{project}/members/{person}/assigned" as const;
const invites = "/api/projects/{project}/invites" as const;

export const team = {
  members: (project: string) => ask("get", members, { path: { project } }),
  setRole: (project: string, person: number, role: Role) =>
    ask("put", member, { path: { project, person }, body: { role } }),
  change: (project: string, person: number, body: Schemas["ChangeMember"]) =>
    ask("patch", member, { path: { project, person }, body }),
  remove: (project: string, person: number) => ask("delete", member, { path: { project, person } }),
  keep: (project: string, person: number, count: number) =>
    ask("post", kept, { path: { project, person }, body: { count } }),
  keepThese: (project: string, person: number, items: readonly string[]) =>
    ask("post", kept, { path: { project, person }, body: { items: [...items] } }),
  letGo: (project: string, person: number) => ask("delete", kept, { path: { project, person } }),
  invites: (project: string) => ask("get", invites, { path: { project } }),
  invite: (project: string, email: string, role: Role) =>
    ask("post", invites, { path: { project }, body: { email, role } }),
  withdraw: (project: string, invite: number) =>
    ask("delete", "/api/projects/{project}/invites/{invite}", { path: { project, invite } }),
  changeProject: (project: string, body: Schemas["ChangeProject"]) =>
    ask("patch", "/api/projects/{project}", { path: { project }, body }),
};

export const own = {
  password: (password: string, current: string | null) =>
    ask("post", "/api/me/password", { body: { password, current } }),
  sessions: () => ask("get", "/api/me/sessions"),
  endSession: (session: string) => ask("delete", "/api/me/sessions/{session}", { path: { session } }),
  endSessions: () => ask("delete", "/api/me/sessions"),
  tokens: () => ask("get", "/api/tokens"),
  makeToken: (body: Schemas["MakeToken"]) => ask("post", "/api/tokens", { body }),
  endToken: (token: number) => ask("delete", "/api/tokens/{token}", { path: { token } }),
  invitation: (token: string) => ask("post", "/api/auth/invitation", { body: { token } }),
};

export const instance = {
  about: () => ask("get", "/api/instance"),
  people: () => ask("get", "/api/people"),
  change: (person: number, body: Schemas["ChangePerson"]) =>
    ask("patch", "/api/people/{person}", { path: { person }, body }),
  link: (person: number) => ask("post", "/api/people/{person}/link", { path: { person } }),
  resetPassword: (person: number) => ask("post", "/api/people/{person}/reset-password", { path: { person } }),
  invites: () => ask("get", "/api/invites"),
  invite: (email: string, admin: boolean) => ask("post", "/api/invites", { body: { email, admin } }),
  withdraw: (invite: number) => ask("delete", "/api/invites/{invite}", { path: { invite } }),
};

export interface LogFilter {
  actor?: number;
  action?: string;
  project?: string;
  since?: number;
  until?: number;
  before?: number;
}

export const log = {
  page: (project: string | null, { project: within, ...query }: LogFilter) =>
    project === null
      ? ask("get", "/api/audit-log", { query: { ...query, ...(within ? { project: within } : {}) } })
      : ask("get", "/api/projects/{project}/audit-log", { path: { project }, query }),
};
