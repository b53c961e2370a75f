package io.millrace.server.identity.access;

import java.util.Map;
import java.util.TreeMap;

/** Collects the rules of one service by operation. */
final class RuleTable {
    private final String service;
    private final Map<String, ResourceRule> rules = new TreeMap<>();

    RuleTable(String service) {
        this.service = service;
    }

    RuleTable add(ResourceRule rule, String... operations) {
        for (String operation : operations) {
            if (rules.putIfAbsent(service + ":" + operation, rule) != null) {
                throw new IllegalArgumentException("Two rules for " + service + ":" + operation);
            }
        }
        return this;
    }

    Map<String, ResourceRule> rules() {
        return rules;
    }
}
