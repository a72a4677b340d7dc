export const stored = {
  "stored.title": "来自存储",
  "stored.which": "存储",
  "stored.way": "在存储中的位置",
  "stored.empty": "此文件夹为空。",
  "stored.more": "此文件夹中还有未列出的内容。可选择整个文件夹，或请管理员指定范围更小的存储。",
  "stored.take_all": "查看其中全部内容",
  "stored.take_folder": "查看整个文件夹",
};
