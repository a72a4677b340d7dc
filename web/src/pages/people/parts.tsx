// What the people of a project and the accounts of the server have in common: the head, and finding somebody.

import { useNavigate } from "@tanstack/react-router";

import { Button } from "../../ui/Button";
import { Icon } from "../../ui/Icon";

interface PeopleHeadProps {
  title: string;
  invite: string;
  onInvite(): void;
}

export function PeopleHead({ title, invite, onInvite }: PeopleHeadProps) {
  return (
    <div className="page__head">
      <h1>{title}</h1>
      <Button look="main" onClick={onInvite}>
        <Icon name="plus" />
        {invite}
      </Button>
    </div>
  );
}

/** Those whose name or address has the words. */
export function found<P extends { name: string; email: string }>(people: readonly P[], find: string): P[] {
  const words = find.trim().toLowerCase();
  return people.filter((one) => `${one.name} ${one.email}`.toLowerCase().includes(words));
}

/** What is looked for stands in the address. */
export function FindPeople({ find, name, count }: { find: string; name: string; count: string }) {
  const navigate = useNavigate();
  return (
    <div className="tools">
      <input
        className="input"
        type="search"
        value={find}
        placeholder={name}
        aria-label={name}
        onChange={(event) => {
          const wanted = event.target.value;
          void navigate({ to: ".", search: wanted ? { find: wanted } : {}, replace: true });
        }}
      />
      <span className="muted tools__end">{count}</span>
    </div>
  );
}
