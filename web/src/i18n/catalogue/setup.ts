/** Words of the setup page. */
export const setup = {} as const;
