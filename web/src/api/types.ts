// The server's answers outside the label loop. Takes only what the app shows; the server may send more.

import type { Id, Json, Progress, Schema, Task } from "../core/model";

export interface Me {
  id: Id;
  name: string;
  email: string;
  admin: boolean;
}

export interface ProjectRow {
  name: string;
  title: string;
  role: string | null;
  progress: Progress;
}

export interface Project extends ProjectRow {
  schema: Schema;
  schema_version: number;
  guideline: string;
  guideline_version: number;
  settings: { [key: string]: Json };
}

export interface NextTasks {
  tasks: Task[];
  progress: Progress;
}

export interface Submitted {
  annotation: Id;
  revision: number;
  counted: boolean;
  progress?: Progress;
}

export interface Release {
  number: number;
  created_at: number | string;
  items: number;
  hash: string;
  note?: string;
}

export interface Format {
  name: string;
  title?: string;
  writes?: boolean;
}

export interface Job {
  id: Id;
  kind: string;
  state: string;
  done?: number;
  total?: number | null;
  error?: string | { message: string } | null;
  result?: Json;
}
