/**
 * Reads the JSON schema of a module's settings, as pydantic writes it, as fields.
 *
 * A field is `{kind, title, help, optional, value, ...}`; `kind` is one of "reference",
 * "choice", "switch", "number", "text", "list", "group" or "json" (anything else, which
 * is then edited as it is), or "either": `parts` are references of which one is set. One with a `when`, `{setting, is}`, belongs to the form only
 * while another field has one of those values; one with `unless` must be set without that switch.
 */

/** The fields of an object's schema, in their order. */
export function fieldsOf(schema, root = schema) {
  const { properties = {}, required = [], one_of: either = [] } = resolved(schema, root);
  const fields = Object.entries(properties).map(([name, part]) => ({
    name,
    ...fieldOf(part, root),
    required: required.includes(name),
    when: part.when ?? null,
    unless: part.unless ?? null,
  }));
  const parts = fields.filter(({ name }) => either.includes(name));
  const others = fields.filter((field) => !parts.includes(field));
  return parts.length ? [{ ...EITHER, name: either.join("-"), parts }, ...others] : others;
}

const EITHER = { kind: "either", title: "", help: "", optional: false, required: true, when: null, unless: null };

/** What the data have of a field; of one that is either of several, the object with that one. */
export function valueAt(data, field) {
  if (field.kind !== "either") {
    return data?.[field.name];
  }
  const part = field.parts.find(({ name }) => data?.[name]);
  return part ? { [part.name]: data[part.name] } : {};
}

/** The data with another value of the field; without one if that is undefined. */
export function withValue(data, field, value) {
  const names = field.kind === "either" ? field.parts.map(({ name }) => name) : [field.name];
  const next = Object.fromEntries(Object.entries(data ?? {}).filter(([name]) => !names.includes(name)));
  if (field.kind === "either") {
    return { ...value, ...next };
  }
  return value === undefined ? next : { ...data, [field.name]: value };
}

/** The fields that belong to a form with these data, each with whether it must be set. */
export function fieldsFor(fields, data) {
  const shown = fields.filter(({ when }) => !when || when.is.includes(valueOf(fields, data, when.setting)));
  return shown.map((field) => ({
    ...field,
    required: field.required || Boolean(field.unless && !valueOf(fields, data, field.unless)),
  }));
}

/** The data without those of fields that do not belong to the form any more. */
export function withoutHidden(fields, data) {
  const shown = new Set(fieldsFor(fields, data).map(({ name }) => name));
  const hidden = new Set(fields.map(({ name }) => name).filter((name) => !shown.has(name)));
  return Object.fromEntries(Object.entries(data).filter(([name]) => !hidden.has(name)));
}

function valueOf(fields, data, name) {
  return data?.[name] ?? fields.find((field) => field.name === name)?.default;
}

/** What kind of field a part of the schema asks for. */
export function fieldOf(part, root) {
  const { schema, optional } = withoutNull(part, root);
  const field = {
    title: part.title ?? schema.title ?? "",
    help: part.description ?? schema.description ?? "",
    default: part.default,
    optional,
  };
  return { ...field, ...shape(schema, part, root) };
}

function shape(schema, part, root) {
  const choices = part.choices ?? schema.choices;
  if (schema.ref ?? part.ref) {
    return { kind: "reference", ref: schema.ref ?? part.ref };
  }
  if (schema.enum || schema.const !== undefined) {
    const values = schema.enum ?? [schema.const];
    return { kind: "choice", choices: values.map((value) => [value, choices?.[value] ?? String(value)]) };
  }
  switch (schema.type) {
    case "boolean":
      return { kind: "switch" };
    case "integer":
    case "number":
      return { kind: "number", whole: schema.type === "integer", ...limits(schema) };
    case "string":
      return { kind: "text", longest: schema.maxLength ?? null, pattern: schema.pattern ?? null };
    case "array":
      return { kind: "list", item: fieldOf(schema.items ?? {}, root), most: schema.maxItems ?? null };
    case "object":
      return schema.properties ? { kind: "group", fields: fieldsOf(schema, root) } : { kind: "json" };
    default:
      return { kind: "json" };
  }
}

function limits(schema) {
  return {
    least: schema.minimum ?? schema.exclusiveMinimum ?? null,
    most: schema.maximum ?? schema.exclusiveMaximum ?? null,
  };
}

/** A schema that may also be null, without the null. */
function withoutNull(part, root) {
  const schema = resolved(part, root);
  const others = schema.anyOf?.filter((each) => resolved(each, root).type !== "null");
  if (others?.length === 1) {
    return { schema: resolved(others[0], root), optional: true };
  }
  return { schema, optional: false };
}

function resolved(part, root) {
  const name = part.$ref?.match(/^#\/\$defs\/(.+)$/)?.[1];
  return name ? { ...root.$defs[name], ...part, $ref: undefined } : part;
}

/** What a new entry of a list begins with. */
export function blank(field) {
  switch (field.kind) {
    case "group":
      return field.fields.filter((each) => each.required).reduce((data, each) => withValue(data, each, blank(each)), {});
    case "either":
      return {};
    case "list":
      return [];
    case "switch":
      return false;
    case "number":
      return field.least ?? 0;
    case "choice":
      return field.choices[0][0];
    default:
      return "";
  }
}
