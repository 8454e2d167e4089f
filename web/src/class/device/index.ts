// Devices that are no person: loaded where one is used.

import "./device.css";

export { CameraPage } from "./CameraPage";
