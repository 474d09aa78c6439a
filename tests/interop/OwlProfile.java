import java.io.File;
import org.semanticweb.owlapi.apibinding.OWLManager;
import org.semanticweb.owlapi.io.RDFParserMetaData;
import org.semanticweb.owlapi.model.OWLOntology;
import org.semanticweb.owlapi.model.OWLOntologyManager;
import org.semanticweb.owlapi.profiles.OWL2DLProfile;
import org.semanticweb.owlapi.profiles.OWLProfileReport;

/** Prints how many triples OWLAPI reads in a Turtle file and leaves unparsed, its axioms, and whether it is OWL 2 DL. */
public class OwlProfile {
    public static void main(String[] arguments) throws Exception {
        OWLOntologyManager manager = OWLManager.createOWLOntologyManager();
        OWLOntology ontology = manager.loadOntologyFromOntologyDocument(new File(arguments[0]));
        RDFParserMetaData read = (RDFParserMetaData) manager.getNonnullOntologyFormat(ontology)
            .getOntologyLoaderMetaData().orElseThrow();
        OWLProfileReport report = new OWL2DLProfile().checkOntology(ontology);
        report.getViolations().stream().limit(10).forEach(System.err::println);
        System.out.println(read.getTripleCount() + " " + read.getUnparsedTriples().count()
            + " " + ontology.getAxiomCount() + " " + report.isInProfile());
    }
}
