package io.millrace.catalog.classify;

import io.millrace.catalog.classify.GrokLines.Count;
import io.millrace.catalog.classify.GrokLines.Match;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Recognises the logs that Glue knows, in its order (developer guide, "add-classifier"): nine of ten lines must match from
 * beginning to end. Glue publishes the patterns of the two Apache logs alone; the others are those of Logstash, and for Squid,
 * IIS and the kernel what these programs write by default. Stateless.
 */
final class LogClassifier {
    /** A well-known log. */
    private record Log(String classification, String pattern, String customPatterns, GrokPattern compiled) {
        static Log of(String classification, String pattern, String customPatterns) {
            return new Log(classification, pattern, customPatterns, GrokPattern.compile(pattern, customPatterns));
        }
    }

    private static final List<Log> LOGS = List.of(
            Log.of("combined_apache", "%{COMBINEDAPACHELOG}", ""),
            Log.of("apache", "%{COMMONAPACHELOG}", ""),
            Log.of(
                    "linux_kernel",
                    "%{SYSLOGTIMESTAMP:timestamp} %{SYSLOGHOST:host} kernel: (?:\\[ *%{NUMBER:uptime}\\] )?%{GREEDYDATA:message}",
                    ""),
            Log.of(
                    "microsoft_log",
                    "%{W3CDATE:date} "
                            + "%{TIME:time} %{IP:s_ip} %{WORD:cs_method} %{NOTSPACE:cs_uri_stem} %{NOTSPACE:cs_uri_query}"
                            + " %{INT:s_port} %{NOTSPACE:cs_username} %{IP:c_ip} %{NOTSPACE:cs_user_agent}"
                            + " %{NOTSPACE:cs_referer} %{INT:sc_status} %{INT:sc_substatus} %{INT:sc_win32_status}"
                            + " %{INT:time_taken}",
                    "W3CDATE %{YEAR}-%{MONTHNUM}-%{MONTHDAY}"),
            Log.of(
                    "ruby_logger",
                    "[DFEWIAU], \\[%{TIMESTAMP_ISO8601:timestamp} #%{POSINT:pid}\\] *%{RUBYLEVEL:loglevel} --"
                            + " *%{DATA:progname}: %{GREEDYDATA:message}",
                    "RUBYLEVEL DEBUG|FATAL|ERROR|WARN|INFO|ANY|UNKNOWN"),
            Log.of(
                    "squid",
                    "%{NUMBER:timestamp} +%{INT:duration} %{IPORHOST:client} %{WORD:result}/%{INT:status} %{INT:bytes}"
                            + " %{NOTSPACE:method} %{NOTSPACE:url} %{NOTSPACE:user} %{WORD:hierarchy}/%{NOTSPACE:server}"
                            + " %{NOTSPACE:content_type}",
                    ""),
            Log.of(
                    "redismonlog",
                    "%{NUMBER:timestamp} \\[%{INT:database} %{REDISCLIENT:client}\\] \"%{WORD:command}\" ?%{GREEDYDATA:params}",
                    "REDISCLIENT lua|unix:\\S+|%{IPORHOST}:%{POSINT}"),
            Log.of(
                    "redislog",
                    "\\[?%{POSINT:pid}(?:\\]|:%{REDISROLE:role}) %{REDISTIMESTAMP:timestamp} %{REDISLEVEL:level} %{GREEDYDATA:message}",
                    "REDISROLE [XCSM]\nREDISLEVEL [.*#-]\nREDISTIMESTAMP %{MONTHDAY} %{MONTH}(?: %{YEAR})? %{TIME}"));

    private LogClassifier() {}

    /** The schema, or empty if it is none of the logs. */
    static Optional<FileSchema> classify(Head head) {
        if (!mayBeLog(head.text())) {
            return Optional.empty();
        }
        GrokLines lines = new GrokLines(head.text(), head.sample());
        for (Log log : LOGS) {
            Count count = lines.count(log.compiled().regex(), Match.WHOLE_LINE);
            if (count.isLog()) {
                return Optional.of(schema(
                        head.sample(),
                        new FormatDetail.Grok(log.classification(), log.pattern(), log.customPatterns()),
                        log.compiled(),
                        count));
            }
        }
        return Optional.empty();
    }

    /** All of them have blanks in each line, where most other texts that come here have none in their first. */
    private static boolean mayBeLog(String text) {
        int end = text.indexOf('\n');
        return text.lastIndexOf(' ', end < 0 ? text.length() : end) >= 0;
    }

    static FileSchema schema(Sample sample, FormatDetail.Grok detail, GrokPattern pattern, Count count) {
        return new FileSchema(
                FileFormat.LOG,
                sample.compression(),
                detail,
                pattern.columns(),
                Map.of(),
                sample.estimateRecords(count.matched(), count.bytes()),
                Math.max(1, count.bytes() / count.matched()));
    }
}
