export const surface = {
  "tool.saturation": "饱和度",
  "tool.invert": "反色",
  "tool.zoom_selected": "缩放到所选内容",
  "tool.zoom_exactly": "缩放到 100%",
  "tool.rulers": "标尺和指针参考线",
  "tool.more_hint": "Shift 添加到所选或框选，Ctrl 吸附到角点，Alt 去掉一个角点。",

  "group.select_all": "选择所有区域",
  "group.selected": "已选 {count} 个区域",
  "group.duplicate": "复制一份",
  "group.copy": "复制区域",
  "group.copied": "已复制 {count} 个区域",
  "group.paste": "粘贴区域",
  "group.pasted": "已粘贴 {count} 个区域",
} as const;
