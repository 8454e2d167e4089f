import { useLayoutEffect, useRef } from "preact/hooks";

/** Leads keyboard and screen reader to what is wrong in a form that was just refused. */
export function focusFirstInvalid(form: EventTarget | null): void {
  // After the errors are drawn.
  requestAnimationFrame(() => {
    if (form instanceof HTMLElement) form.querySelector<HTMLElement>("[aria-invalid]")?.focus();
  });
}

/** For the box whose button opened something in its place: once that is closed, the button has the focus again. */
export function useFocusBack(open: boolean) {
  const box = useRef<HTMLDivElement>(null);
  const before = useRef(open);
  useLayoutEffect(() => {
    if (before.current && !open) box.current?.querySelector("button")?.focus();
    before.current = open;
  }, [open]);
  return box;
}
