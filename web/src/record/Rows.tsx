/** The two shapes of a record's parts: a headed section, and lines of name and value. */
import type { ComponentChildren } from "preact";

export function Part({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <section class="part">
      <h2>{title}</h2>
      {children}
    </section>
  );
}

/** Name and value; a line without a value is left out. */
export type Row = readonly [name: string, value: ComponentChildren | undefined | null | false | ""];

export function Rows({ rows }: { rows: readonly Row[] }) {
  const known = rows.filter(
    ([, value]) => value !== undefined && value !== null && value !== false && value !== "",
  );
  return (
    <table class="rows">
      <tbody>
        {known.map(([name, value]) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td>{value}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Several values of one line, each on its own. */
export function Lines({ all, none }: { all: readonly string[]; none: string }) {
  if (all.length === 0) return <>{none}</>;
  return (
    <>
      {all.map((line, index) => (
        <div key={index}>{line}</div>
      ))}
    </>
  );
}
