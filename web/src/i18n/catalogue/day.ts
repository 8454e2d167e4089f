/** Words of the day page. */
export const day = {} as const;
