/** Puts a text on the clipboard. False where the browser forbids it: an insecure page, or too long after the tap. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
