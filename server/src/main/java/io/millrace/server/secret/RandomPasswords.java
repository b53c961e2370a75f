package io.millrace.server.secret;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.secretsmanager.model.GetRandomPasswordRequest;
import software.amazon.awssdk.services.secretsmanager.model.GetRandomPasswordResponse;

/** Secrets Manager's {@code GetRandomPassword}. Thread-safe. */
public final class RandomPasswords {
    private static final String LOWER = "abcdefghijklmnopqrstuvwxyz";
    private static final String UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private static final String DIGITS = "0123456789";
    private static final String PUNCTUATION = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~";
    private static final int DEFAULT_LENGTH = 32;

    private final SecureRandom random = new SecureRandom();

    /** A password of the characters that are not excluded, with one of each kind unless that is switched off. */
    public GetRandomPasswordResponse getRandomPassword(GetRandomPasswordRequest request) {
        long length = request.passwordLength() == null ? DEFAULT_LENGTH : request.passwordLength();
        List<String> kinds = kinds(request);
        boolean each = !Boolean.FALSE.equals(request.requireEachIncludedType());
        if (kinds.isEmpty() || (each && length < kinds.size())) {
            throw SecretErrors.invalidParameter(
                    "No password of " + length + " characters can be made of what is not excluded.");
        }
        List<Character> password = new ArrayList<>();
        if (each) {
            kinds.forEach(kind -> password.add(one(kind)));
        }
        String all = String.join("", kinds);
        while (password.size() < length) {
            password.add(one(all));
        }
        Collections.shuffle(password, random);
        StringBuilder text = new StringBuilder();
        password.forEach(text::append);
        return GetRandomPasswordResponse.builder()
                .randomPassword(text.toString())
                .build();
    }

    private char one(String characters) {
        return characters.charAt(random.nextInt(characters.length()));
    }

    private static List<String> kinds(GetRandomPasswordRequest request) {
        List<String> kinds = new ArrayList<>();
        String excluded = request.excludeCharacters() == null ? "" : request.excludeCharacters();
        add(kinds, LOWER, request.excludeLowercase(), excluded);
        add(kinds, UPPER, request.excludeUppercase(), excluded);
        add(kinds, DIGITS, request.excludeNumbers(), excluded);
        add(kinds, PUNCTUATION, request.excludePunctuation(), excluded);
        add(kinds, " ", !Boolean.TRUE.equals(request.includeSpace()), excluded);
        return kinds;
    }

    private static void add(List<String> kinds, String kind, @Nullable Boolean left, String excluded) {
        StringBuilder kept = new StringBuilder();
        kind.chars().filter(c -> excluded.indexOf(c) < 0).forEach(c -> kept.append((char) c));
        if (!Boolean.TRUE.equals(left) && kept.length() > 0) {
            kinds.add(kept.toString());
        }
    }
}
