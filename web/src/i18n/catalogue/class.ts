/** Words of the class page, the pupil's and the teacher's. */
export const classPage = {} as const;
