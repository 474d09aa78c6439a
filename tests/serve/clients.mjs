// Asks an endpoint with two clients of npm and prints what each makes of its answers, as JSON.
// Arguments: the endpoint, and a file in the folder whose node_modules have the clients.
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const [endpoint, beside] = process.argv.slice(2);
const load = (name) => import(pathToFileURL(createRequire(beside).resolve(name)).href);

const SELECT = "SELECT ?label WHERE { state:RUS rdfs:label ?label FILTER(LANG(?label) = 'ja') }";
const PREFIXES = "PREFIX state: <https://w3id.org/gaiko/id/state/> PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>\n";
const ASK = PREFIXES + "ASK { state:RUS ?p ?o }";
const CONSTRUCT = PREFIXES + "CONSTRUCT { state:RUS rdfs:label ?label } WHERE { state:RUS rdfs:label ?label }";
const WRONG = "SELECT ?x WHERE { ?x ";

const rows = async (stream) => { const all = []; for await (const row of stream) all.push(row); return all; };
const failure = async (ask) => { try { await rows(await ask()); return ""; } catch (error) { return error.message; } };

const { SparqlEndpointFetcher } = await load("fetch-sparql-endpoint");
const fetcher = new SparqlEndpointFetcher();
const posting = new SparqlEndpointFetcher({ method: "POST" });
const bindings = await rows(await fetcher.fetchBindings(endpoint, PREFIXES + SELECT));
const posted = await rows(await posting.fetchBindings(endpoint, PREFIXES + SELECT));
const fetched = {
  select: bindings.map((row) => [row.label.value, row.label.language]),
  posted: posted.map((row) => [row.label.value, row.label.language]),
  ask: await fetcher.fetchAsk(endpoint, ASK),
  construct: (await rows(await fetcher.fetchTriples(endpoint, CONSTRUCT))).length,
  wrong: await failure(() => fetcher.fetchBindings(endpoint, WRONG)),
};

const { default: StreamClient, ParsingClient } = await load("sparql-http-client");
const parsing = new ParsingClient({ endpointUrl: endpoint });
const streaming = new StreamClient({ endpointUrl: endpoint });
const select = async (operation) => (await parsing.query.select(PREFIXES + SELECT, { operation }))
  .map((row) => [row.label.value, row.label.language]);
const client = {
  select: await select("get"),
  posted: await select("postUrlencoded"),
  direct: await select("postDirect"),
  ask: await parsing.query.ask(ASK),
  construct: (await rows(streaming.query.construct(CONSTRUCT))).length,
  wrong: await failure(() => parsing.query.select(WRONG)),
};

console.log(JSON.stringify({ fetched, client }));
