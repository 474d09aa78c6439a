// Prints how many different triples N3.js reads in a Turtle file.
import { createReadStream } from "node:fs";
import { createRequire } from "node:module";

const { StreamParser, Store } = createRequire(process.argv[3])("n3");
const store = new Store();
createReadStream(process.argv[2]).pipe(new StreamParser({ format: "text/turtle" }))
  .on("data", (quad) => store.addQuad(quad))
  .on("error", (error) => { console.error(String(error)); process.exit(1); })
  .on("end", () => console.log(store.size));
