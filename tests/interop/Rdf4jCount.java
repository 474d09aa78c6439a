import java.io.FileInputStream;
import java.io.InputStream;
import java.util.HashSet;
import java.util.Set;
import org.eclipse.rdf4j.model.Statement;
import org.eclipse.rdf4j.rio.RDFFormat;
import org.eclipse.rdf4j.rio.RDFParser;
import org.eclipse.rdf4j.rio.Rio;
import org.eclipse.rdf4j.rio.helpers.AbstractRDFHandler;
import org.eclipse.rdf4j.rio.helpers.BasicParserSettings;

/** Prints how many different statements RDF4J reads in a Turtle file, with every check of values that it has. */
public class Rdf4jCount {
    public static void main(String[] arguments) throws Exception {
        Set<Statement> seen = new HashSet<>();
        RDFParser parser = Rio.createParser(RDFFormat.TURTLE);
        parser.getParserConfig().set(BasicParserSettings.VERIFY_DATATYPE_VALUES, true);
        parser.getParserConfig().set(BasicParserSettings.VERIFY_LANGUAGE_TAGS, true);
        parser.getParserConfig().set(BasicParserSettings.VERIFY_URI_SYNTAX, true);
        parser.setRDFHandler(new AbstractRDFHandler() {
            @Override
            public void handleStatement(Statement statement) {
                seen.add(statement);
            }
        });
        try (InputStream in = new FileInputStream(arguments[0])) {
            parser.parse(in, "https://example.org/");
        }
        System.out.println(seen.size());
    }
}
