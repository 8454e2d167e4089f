/** Tabs as WAI-ARIA has them: arrow keys move, the panel belongs to its tab. Only the chosen panel is drawn. */
import type { ComponentChildren } from "preact";
import { useId, useRef } from "preact/hooks";

export interface Tab<Id extends string> {
  id: Id;
  text: string;
  icon?: ComponentChildren;
}

export interface TabsProps<Id extends string> {
  label: string;
  tabs: readonly Tab<Id>[];
  chosen: Id;
  onChoose: (id: Id) => void;
  children: ComponentChildren;
}

const STEPS: Record<string, number> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

export function Tabs<Id extends string>({ label, tabs, chosen, onChoose, children }: TabsProps<Id>) {
  const name = useId();
  const list = useRef<HTMLDivElement>(null);
  const onKeyDown = (event: KeyboardEvent) => {
    const step = STEPS[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const place = tabs.findIndex((tab) => tab.id === chosen);
    const next = (place + step + tabs.length) % tabs.length;
    const tab = tabs[next];
    if (tab) onChoose(tab.id);
    list.current?.querySelectorAll("button")[next]?.focus();
  };
  return (
    <>
      <div ref={list} class="tabs" role="tablist" aria-label={label} onKeyDown={onKeyDown}>
        {tabs.map(({ id, text, icon }) => (
          <button
            key={id}
            type="button"
            role="tab"
            id={`${name}-${id}`}
            aria-selected={id === chosen}
            aria-controls={`${name}-panel`}
            tabIndex={id === chosen ? 0 : -1}
            data-testid={`tab-${id}`}
            onClick={() => onChoose(id)}
          >
            {icon}
            {text}
          </button>
        ))}
      </div>
      <div id={`${name}-panel`} role="tabpanel" aria-labelledby={`${name}-${chosen}`} class="tab-panel">
        {children}
      </div>
    </>
  );
}
