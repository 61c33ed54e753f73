/**
 * @file Which statements are independent of each other: copies of one article, and articles of one outlet,
 * are one source.
 */

/**
 * Sort statements by independent source.
 * @param {Statement[]} statements
 * @returns {{outlets: string[], copies: boolean, statements: Statement[]}[]} the newest source first, and in
 *   each the newest statement first; `copies`: some of its articles are copies of one another
 */
function bySource(model, statements) {
  const groups = [];
  for (const statement of statements) {
    const article = model.documents[statement.document];
    const marks = new Set([`copy ${article.copy_of ?? article.index}`, ...(article.outlet ? [`outlet ${article.outlet}`] : [])]);
    const joined = groups.filter((group) => [...marks].some((mark) => group.marks.has(mark)));
    const whole = { marks, statements: [statement] };
    for (const group of joined) {
      group.marks.forEach((mark) => marks.add(mark));
      whole.statements.push(...group.statements);
      groups.splice(groups.indexOf(group), 1);
    }
    groups.push(whole);
  }
  return groups.map((group) => describeSource(model, group)).sort((a, b) => newestFirst(model)(a.statements[0], b.statements[0]));
}

function describeSource(model, group) {
  const articles = [...new Set(group.statements.map(({ document }) => document))];
  const originals = new Set(articles.map((index) => model.documents[index].copy_of ?? index));
  return {
    outlets: [...new Set(articles.map((index) => model.documents[index].outlet || "Unknown outlet"))].sort(),
    copies: originals.size < articles.length,
    statements: group.statements.sort(newestFirst(model)),
  };
}

/** Order of statements: by day of the article, the latest first; undated ones last. */
const newestFirst = (model) => (a, b) => {
  const [one, other] = [a, b].map(({ document }) => model.documents[document].date ?? "");
  return one === other ? a.index - b.index : one < other ? 1 : -1;
};
