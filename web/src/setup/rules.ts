/** What a login and a password must be like. Pure; the server checks the same limits again. */
export const SHORTEST_PASSWORD = 10;
export const LONGEST_PASSWORD = 200;
export const LONGEST_LOGIN = 64;

export interface PasswordRules {
  length: boolean;
  name: boolean;
  varied: boolean;
}

export function passwordRules(password: string, login: string): PasswordRules {
  const signs = [...password];
  return {
    length: signs.length >= SHORTEST_PASSWORD && signs.length <= LONGEST_PASSWORD,
    name: password !== "" && password.toLowerCase() !== login.trim().toLowerCase(),
    varied: new Set(signs).size >= 5,
  };
}

export function passwordFits(password: string, login: string): boolean {
  return Object.values(passwordRules(password, login)).every(Boolean);
}

export function loginFits(login: string): boolean {
  const name = login.trim();
  return name.length >= 3 && name.length <= LONGEST_LOGIN && !/\s/.test(name);
}
