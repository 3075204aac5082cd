// The preset's published schema: the shape that the page reads by, with what is said of each field. For the package alone.

import { SHAPE, type Schema } from './preset';

const SAID: Readonly<Record<string, string>> = {
  '': "What an organisation's own edition of Certlens knows beforehand.",
  '.certlens': 'Version of this shape.',
  '.title': 'Whose edition it is, for the head of the page.',
  '.help': 'A few lines of text for the people who use it.',
  '.roots': 'Certificates that the other side trusts here, beside the public roots.',
  '.roots[].name': 'A name for people.',
  '.roots[].pem': 'One or more certificates in PEM.',
  '.publicRoots': 'Whether the public roots are trusted beside `roots`; true when absent.',
  '.systems': 'Ids of the systems shown first; all when absent.',
  '.settings': 'By id of a system: its settings, as the catalog names them.',
  '.hostSuffixes': 'Domains whose hosts people ask for here; offered while a hostname is typed.',
  '.mask': 'Whether names are masked in reports unless the user decides otherwise.',
  '.links': 'Addresses to show as text that can be copied; they are never links.',
};

interface Published extends Schema {
  description?: string;
}

function describe(schema: Schema, path: string): Published {
  const { properties, items, ...own } = schema;
  return {
    ...own,
    ...(SAID[path] === undefined ? {} : { description: SAID[path] }),
    ...(items && { items: describe(items, `${path}[]`) }),
    ...(properties && {
      properties: Object.fromEntries(Object.entries(properties).map(([name, field]) => [name, describe(field, `${path}.${name}`)])),
    }),
  };
}

export const PRESET_SCHEMA = {
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title: 'Certlens preset, version 1',
  ...describe(SHAPE, ''),
};
