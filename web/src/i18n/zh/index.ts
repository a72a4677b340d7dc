// Chinese, simplified; full-width marks, “ ” around names. The words of the field, always the same:
//   item 条目 · label 标签 (noun), 标注 (verb) · labeler, annotator 标注员 · answer 答案 · annotation 标注
//   question 问题 · value 值 · region 区域 · span 片段 · box 矩形框 · relation 关系 · field 字段
//   key (data) 键 · key (board) 快捷键 · schema 模式 · task 任务 · guideline 指南 · lead 负责人
//   suggestion 建议 · gold 标准答案 · overlap 每个条目的答案数 · surplus 多余 · round 轮次
//   agreement 一致性 · tie 平票 · resolve 汇总 · decide 裁定 · review 审核 · send back 退回
//   skip 跳过 · park 搁置 · keep 预留 · queue 队列 · draft 草稿 · submit 提交
//   release 发布版 · datasheet 数据说明 · withdraw 撤回 · job 作业 · log 日志

import type { Messages } from "..";
import { account } from "./account";
import { admin } from "./admin";
import { app } from "./app";
import { auth } from "./auth";
import { bell } from "./bell";
import { data } from "./data";
import { guideline } from "./guideline";
import { hands } from "./hands";
import { imports } from "./import";
import { keeping } from "./keeping";
import { label } from "./label";
import { news } from "./news";
import { offers } from "./offers";
import { overview } from "./overview";
import { people } from "./people";
import { plot } from "./plot";
import { projects } from "./projects";
import { releases } from "./releases";
import { review } from "./review";
import { settings } from "./settings";
import { side } from "./side";
import { stored } from "./stored";
import { surface } from "./surface";
import { task } from "./task";

export const zh: Partial<Messages> = {
  ...app,
  ...auth,
  ...projects,
  ...overview,
  ...plot,
  ...bell,
  ...label,
  ...offers,
  ...hands,
  ...keeping,
  ...news,
  ...guideline,
  ...imports,
  ...side,
  ...stored,
  ...surface,
  ...data,
  ...review,
  ...releases,
  ...task,
  ...people,
  ...account,
  ...settings,
  ...admin,
};
