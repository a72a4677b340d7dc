interface ProgressProps {
  done: number;
  total: number;
  name: string;
}

export function Progress({ done, total, name }: ProgressProps) {
  const share = total > 0 ? Math.min(1, done / total) : 0;
  return (
    <span
      className={share === 1 ? "progress progress--done" : "progress"}
      role="progressbar"
      aria-label={name}
      aria-valuemin={0}
      aria-valuemax={total}
      aria-valuenow={done}
    >
      <span className="progress__bar" style={{ width: `${share * 100}%` }} />
    </span>
  );
}
