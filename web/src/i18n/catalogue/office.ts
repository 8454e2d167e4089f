/** Words of the office page. */
export const office = {} as const;
