/**
 * The sections of the office pages, in the order of their menu: one line each. A section is shown to who has its act;
 * its code is loaded when it is opened. Its address is /office#/ID, what follows is the section's own (`path`).
 */
import type { ReadonlySignal } from "@preact/signals";
import type { ComponentChildren, ComponentType } from "preact";
import { type PlainKey, t } from "../../i18n";
import {
  BookIcon,
  CalendarIcon,
  ChatIcon,
  CheckIcon,
  ClockIcon,
  EditIcon,
  EyeIcon,
  KeyIcon,
  PeopleIcon,
  PersonIcon,
  PhoneIcon,
  PlusIcon,
  SlidersIcon,
} from "../../ui";
import { countWaiting, waiting } from "../leave/count";
import type { SectionProps } from "./section";

export interface SectionEntry {
  id: string;
  /** Of server/school/rights/table.py; the server asks for it again. */
  act: string;
  /** Its name in the catalogue, in the menu and over the section (its h1; a section begins with h2). */
  text: PlainKey;
  icon: ComponentChildren;
  /** A number beside its name that asks for somebody; nothing is shown for 0. */
  badge?: { count: ReadonlySignal<number>; load: () => void; text: (n: number) => string };
  load: () => Promise<ComponentType<SectionProps>>;
}

export const SECTIONS: readonly SectionEntry[] = [
  {
    id: "day",
    act: "day.read",
    text: "office.lessons",
    icon: <CalendarIcon />,
    load: () => import("../lessons/Section").then((m) => m.Section),
  },
  {
    id: "grid",
    act: "day.read",
    text: "grid.title",
    icon: <ClockIcon />,
    load: () => import("../day/Section").then((m) => m.Section),
  },
  {
    id: "attendance",
    act: "attendance.read",
    text: "month.title",
    icon: <CheckIcon />,
    load: () => import("../attendance/Section").then((m) => m.Section),
  },
  {
    id: "leave",
    act: "leave.decide",
    text: "leave.title",
    icon: <EditIcon />,
    badge: { count: waiting, load: countWaiting, text: (n) => t("leave.badge", { n }) },
    load: () => import("../leave/Section").then((m) => m.Section),
  },
  {
    id: "overview",
    act: "progress.read",
    text: "overview.title",
    icon: <EyeIcon />,
    load: () => import("../overview/Section").then((m) => m.Section),
  },
  {
    id: "devices",
    act: "devices.read",
    text: "devices.title",
    icon: <PhoneIcon />,
    load: () => import("../devices/Section").then((m) => m.Section),
  },
  {
    id: "register",
    act: "people.read",
    text: "register.title",
    icon: <PeopleIcon />,
    load: () => import("../people/Section").then((m) => m.Section),
  },
  {
    id: "families",
    act: "consents.read",
    text: "families.title",
    icon: <PeopleIcon />,
    load: () => import("../families/Section").then((m) => m.Section),
  },
  {
    id: "notices",
    act: "notices.send",
    text: "notices.title",
    icon: <ChatIcon />,
    load: () => import("../notices/Section").then((m) => m.Section),
  },
  {
    id: "rules",
    act: "rules.write",
    text: "rules.title",
    icon: <BookIcon />,
    load: () => import("../rules/Section").then((m) => m.Section),
  },
  {
    id: "requests",
    act: "requests.manage",
    text: "requests.title",
    icon: <ClockIcon />,
    load: () => import("../requests/Section").then((m) => m.Section),
  },
  {
    id: "ways",
    act: "cards.issue",
    text: "ways.title",
    icon: <KeyIcon />,
    load: () => import("../ways/Section").then((m) => m.Section),
  },
  {
    id: "accounts",
    act: "roles.manage",
    text: "accounts.title",
    icon: <PersonIcon />,
    load: () => import("../accounts/Section").then((m) => m.Section),
  },
  {
    id: "audit",
    act: "audit.read",
    text: "audit.title",
    icon: <BookIcon />,
    load: () => import("../audit/Section").then((m) => m.Section),
  },
  {
    id: "import",
    act: "people.import",
    text: "import.title",
    icon: <PlusIcon />,
    load: () => import("../importing/Section").then((m) => m.Section),
  },
  {
    id: "plan",
    act: "plan.read",
    text: "plan.title",
    icon: <BookIcon />,
    load: () => import("../plan/Section").then((m) => m.Section),
  },
  {
    id: "settings",
    act: "settings.write",
    text: "settings.title",
    icon: <SlidersIcon />,
    load: () => import("../settings/Section").then((m) => m.Section),
  },
];
