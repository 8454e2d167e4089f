/** Somebody of the staff: what the account is like; opened, what can be done with it, and the roles. */
import { useId, useState } from "preact/hooks";
import { t } from "../../i18n";
import { formatDate, formatTime } from "../../i18n/format";
import { fullName } from "../../i18n/names";
import { DownIcon, Lamp, type LampTone } from "../../ui";
import { AccountActions } from "./AccountActions";
import type { Account, Role } from "./calls";
import { NewAccount } from "./NewAccount";
import { Roles } from "./Roles";

export interface PersonItemProps {
  account: Account;
  roles: readonly Role[];
  taken: ReadonlySet<string>;
  manages: boolean;
  onChange: () => void;
}

export function PersonItem(props: PersonItemProps) {
  const { account, roles, manages, onChange } = props;
  const [open, setOpen] = useState(false);
  const panel = useId();
  const name = fullName(account);
  return (
    <li class="card account">
      <button
        type="button"
        class="account-bar"
        aria-expanded={open}
        aria-controls={panel}
        data-testid={`account-${account.person ?? account.login}`}
        onClick={() => setOpen(!open)}
      >
        <span class="account-name">
          <strong>{name}</strong>
          <span class="muted small">{[kindOf(account), account.login].filter(Boolean).join(" · ")}</span>
          {roles.length > 0 && (
            <span class="small">{roles.map(({ role }) => t(`roles.${role}`)).join(", ")}</span>
          )}
        </span>
        <State account={account} />
        <DownIcon />
      </button>
      <div id={panel} hidden={!open}>
        {open && (
          <div class="account-panel stack">
            <Facts account={account} />
            {manages && account.id !== null && (
              <AccountActions id={account.id} account={account} onChange={onChange} />
            )}
            {manages && account.id === null && account.person !== null && (
              <NewAccount
                person={account.person}
                name={account.name}
                taken={props.taken}
                onSaved={onChange}
              />
            )}
            {account.person !== null && (
              <Roles
                person={account.person}
                name={name}
                kind={account.kind}
                roles={roles}
                onChange={onChange}
              />
            )}
          </div>
        )}
      </div>
    </li>
  );
}

function kindOf({ kind }: Account): string {
  return kind === null ? t("accounts.office") : t(`kind.${kind}`);
}

function State({ account }: { account: Account }) {
  const [tone, text] = stateOf(account);
  return <Lamp tone={tone}>{text}</Lamp>;
}

function stateOf(account: Account): [LampTone, string] {
  if (account.id === null) return ["off", t("accounts.none")];
  if (account.disabled) return ["bad", t("accounts.disabled")];
  if (account.must_change)
    return isOver(account) ? ["bad", t("accounts.temporary_over")] : ["warn", t("accounts.temporary")];
  if (!account.by_password && !account.by_oidc) return ["warn", t("accounts.no_password")];
  return ["good", t("accounts.ready")];
}

const isOver = ({ password_until }: Account) =>
  password_until !== null && Date.parse(password_until) <= Date.now();

function Facts({ account }: { account: Account }) {
  if (account.id === null) return null;
  const facts = [
    account.last_login &&
      t("accounts.last_login", {
        when: `${formatDate(account.last_login)} ${formatTime(account.last_login)}`,
      }),
    account.password_until &&
      !isOver(account) &&
      t("accounts.temporary_until", { when: formatDate(account.password_until) }),
    t("accounts.sessions", { n: account.open_sessions }),
  ];
  return <p class="muted small numbers">{facts.filter(Boolean).join(" · ")}</p>;
}
