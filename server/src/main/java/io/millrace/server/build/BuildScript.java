package io.millrace.server.build;

import java.util.List;

/**
 * The bash text of one block of commands. Each block is a process of its own; what CodeBuild keeps between commands (exported variables,
 * functions, the folder) goes from block to block through the state folder, which belongs to the build.
 */
final class BuildScript {
    private BuildScript() {}

    /** The first command that fails ends the block with its exit code. */
    static String of(List<String> commands, List<String> exported) {
        StringBuilder script = new StringBuilder();
        script.append("millrace_succeeding=$CODEBUILD_BUILD_SUCCEEDING\n");
        script.append("[ -f \"$MILLRACE_STATE/env\" ] && . \"$MILLRACE_STATE/env\"\n");
        script.append("export CODEBUILD_BUILD_SUCCEEDING=$millrace_succeeding\n");
        script.append("[ -f \"$MILLRACE_STATE/cwd\" ] && cd \"$(cat \"$MILLRACE_STATE/cwd\")\"\n");
        script.append("millrace_keep() {\n  local code=$?\n");
        script.append("  { declare -px; declare -f; } > \"$MILLRACE_STATE/env\"\n");
        script.append("  pwd > \"$MILLRACE_STATE/cwd\"\n");
        script.append("  : > \"$MILLRACE_STATE/exported\"\n");
        for (String name : exported) {
            script.append("  [ -n \"${")
                    .append(name)
                    .append("+set}\" ] && printf '%s\\0' \"")
                    .append(name);
            script.append("=$").append(name).append("\" >> \"$MILLRACE_STATE/exported\"\n");
        }
        script.append("  exit $code\n}\ntrap millrace_keep EXIT\n");
        for (String command : commands) {
            String quoted = quote(command);
            script.append("printf '[Container] Running command %s\\n' ")
                    .append(quoted)
                    .append('\n');
            script.append("eval ").append(quoted).append('\n');
            script.append("millrace_code=$?\n[ $millrace_code -eq 0 ] || { printf ");
            script.append("'[Container] Command did not execute successfully, exit status %s: %s\\n' $millrace_code ");
            script.append(quoted).append("; exit $millrace_code; }\n");
        }
        return script.append("exit 0\n").toString();
    }

    static String quote(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }
}
