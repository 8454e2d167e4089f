/** The lectern. */
export function Logo({ size = "2rem" }: { size?: string }) {
  return (
    <svg viewBox="0 0 32 32" width={size} height={size} aria-hidden="true" focusable="false">
      <rect width="32" height="32" rx="7" fill="#0f6b5c" />
      <path d="M7 10.5h18l-2 5H9z" fill="#ffd27a" />
      <path d="M14 15.5h4V23h-4zM10 23h12v2.5H10z" fill="#fff" />
    </svg>
  );
}
