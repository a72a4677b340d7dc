import { Component, type ReactNode } from "react";

interface GuardProps {
  /** A new one tries again. */
  for: unknown;
  instead: ReactNode;
  children: ReactNode;
}

/** A schema in the making may be such that the label screen cannot draw it; the form beside it must go on. */
export class Guard extends Component<GuardProps, { failed: unknown }> {
  override state = { failed: null as unknown };

  static getDerivedStateFromError(): { failed: unknown } {
    return { failed: true };
  }

  override componentDidUpdate(before: GuardProps): void {
    if (this.state.failed !== null && before.for !== this.props.for) this.setState({ failed: null });
  }

  override render(): ReactNode {
    return this.state.failed === null ? this.props.children : this.props.instead;
  }
}
