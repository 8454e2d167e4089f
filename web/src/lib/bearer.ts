// Who asks: the link's token, and this tab's name. The token of a QR code works on the device that opened it only.

export const DEVICE = "bg.device";

let named: string | null = null;

/** From here on every call says that it comes from this device. */
export function nameDevice(device: string | null): void {
  named = device;
}

/** The headers of a call with a link's token. A page that names no device has the name its tab left (`keepDevice`). */
export function bearer(token: string): Record<string, string> {
  const device = named ?? kept();
  return { Authorization: `Bearer ${token}`, ...(device !== null && { "Bucgiang-Device": device }) };
}

function kept(): string | null {
  try {
    return sessionStorage.getItem(DEVICE);
  } catch {
    return null; // the browser bars it
  }
}
