/** What is known of somebody, for who may look and not change. */
import { t } from "../../../i18n";
import type { Person, Register } from "../data";
import { birthText } from "../show";

function sexText(sex: string | null): string {
  return sex === "nam" || sex === "nữ" ? t(`register.sex.${sex}`) : "";
}

export function Facts({ one, all }: { one: Person; all: Register }) {
  const department = all.departments.find(({ id }) => id === one.department_id)?.name;
  const facts = [
    [t("register.birth"), birthText(one.birth_date)],
    [t("register.sex"), sexText(one.sex)],
    [t("register.called"), one.called],
    [t("register.form_of_address"), one.title],
    [t("register.email"), one.email],
    [t("register.department"), department],
  ].filter(([, value]) => value);
  if (facts.length === 0) return null;
  return (
    <dl class="register-facts">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt class="muted small">{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
