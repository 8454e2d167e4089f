/** Leads keyboard and screen reader to what is wrong in a form that was just refused. */
export function focusFirstInvalid(form: EventTarget | null): void {
  // After the errors are drawn.
  requestAnimationFrame(() => {
    if (form instanceof HTMLElement) form.querySelector<HTMLElement>("[aria-invalid]")?.focus();
  });
}
