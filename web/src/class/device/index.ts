// Devices that are no person: loaded where one is used.

import { device } from "../../i18n/catalogue/device";
import { include } from "../../i18n/texts";
import "./device.css";

export { CameraPage } from "./CameraPage";

include(device);
