package io.millrace.server;

import io.millrace.catalog.page.PageTokens;
import io.millrace.server.data.MasterKeyCipher;
import io.millrace.server.parameter.ParameterOperations;
import io.millrace.server.parameter.ParameterQueries;
import io.millrace.server.parameter.ParameterTagOperations;
import io.millrace.server.parameter.Parameters;
import io.millrace.server.resource.ResourceTags;
import io.millrace.server.resource.ServicePages;
import io.millrace.server.secret.RandomPasswords;
import io.millrace.server.secret.SecretOperations;
import io.millrace.server.secret.SecretQueries;
import io.millrace.server.secret.Secrets;
import io.millrace.server.service.ParameterService;
import io.millrace.server.service.SecretService;
import io.millrace.server.wire.ServiceDefinition;
import java.util.List;

/** Puts together what keeps a stage's settings: Parameter Store and Secrets Manager. */
final class SettingsAssembly {
    private SettingsAssembly() {}

    static List<ServiceDefinition> services(ServerContext context, PageTokens tokens, ResourceTags tags) {
        MasterKeyCipher cipher = new MasterKeyCipher(context.masterKey());
        String region = context.config().region();
        Parameters parameters = new Parameters(context.jdbi(), cipher, region);
        Secrets secrets = new Secrets(context.jdbi(), tags, cipher, region, context.clock());
        return List.of(
                ParameterService.of(
                        new ParameterOperations(parameters, tags, context.clock()),
                        new ParameterQueries(parameters, tags, new ServicePages(tokens, "InvalidNextToken")),
                        new ParameterTagOperations(parameters, tags)),
                SecretService.of(
                        new SecretOperations(secrets, tags),
                        new SecretQueries(secrets, tags, new ServicePages(tokens, "InvalidNextTokenException")),
                        new RandomPasswords()));
    }
}
