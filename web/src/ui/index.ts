/** The small shared components, and `mount` for pages that take in all texts; import from here. */
export { mount } from "./mount";
export * from "./parts";
