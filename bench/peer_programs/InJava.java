// HeidelTime under measure: `java -cp JAR -Dsettings=SETTINGS InJava.java FILE SECONDS`, as in_python.py does it. It
// runs without a tagger of parts of speech (the one that comes with it is not free), on news, all as of one day.
import com.sun.management.OperatingSystemMXBean;
import de.unihd.dbs.heideltime.standalone.DocumentType;
import de.unihd.dbs.heideltime.standalone.HeidelTimeStandalone;
import de.unihd.dbs.heideltime.standalone.OutputType;
import de.unihd.dbs.heideltime.standalone.POSTagger;
import de.unihd.dbs.uima.annotator.heideltime.resources.Language;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.List;

public class InJava {
    static double used() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime() / 1e9;
    }

    static int reads(HeidelTimeStandalone reader, List<String> texts) throws Exception {
        int found = 0;
        for (String text : texts) {
            found += reader.process(text, new Date(1719792000000L)).split("<TIMEX3 ", -1).length - 1;
        }
        return found;
    }

    public static void main(String[] told) throws Exception {
        List<String> texts = new ArrayList<>();
        for (String line : Files.readAllLines(Path.of(told[0]))) {
            texts.add(new String(Base64.getDecoder().decode(line), StandardCharsets.UTF_8));
        }
        java.util.logging.LogManager.getLogManager().reset(); // it tells of every text
        HeidelTimeStandalone reader = new HeidelTimeStandalone(
            Language.ENGLISH, DocumentType.NEWS, OutputType.TIMEML, System.getProperty("settings"), POSTagger.NO, true);
        double ready = used();
        int found = reads(reader, texts);
        double start = used();
        int passes = 0;
        while (passes == 0 || used() - start < Double.parseDouble(told[1])) {
            reads(reader, texts);
            passes++;
        }
        System.out.println("{\"ready\": " + ready + ", \"seconds\": " + (used() - start)
            + ", \"passes\": " + passes + ", \"found\": " + found + "}");
    }
}
