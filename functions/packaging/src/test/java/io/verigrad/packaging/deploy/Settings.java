package io.verigrad.packaging.deploy;

import io.verigrad.packaging.settings.Setting;
import io.verigrad.packaging.settings.SettingsPage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Whether the variables that a deployment sets are those that a service reads. */
record Settings(Map<String, List<Setting>> services) {
    static Settings of(Path home) throws IOException {
        return new Settings(SettingsPage.services(home));
    }

    /** Variables that the service does not know, and settings that it cannot start without and that are not set. */
    List<String> problems(String service, Collection<String> variables) {
        List<Setting> settings = Objects.requireNonNull(services.get(service), service);
        List<String> problems = new ArrayList<>();
        for (String variable : variables) {
            if (settings.stream().noneMatch(setting -> setting.isNamed(variable))) {
                problems.add(service + ": " + variable + " is no setting");
            }
        }
        for (Setting setting : settings) {
            if (setting.need() instanceof Setting.Need.Required
                    && isChosen(setting, variables)
                    && variables.stream().noneMatch(setting::isNamed)) {
                problems.add(service + ": " + setting.variable() + " is missing");
            }
        }
        return problems;
    }

    /** A setting of something that the operator names is needed once there is such a name. */
    private static boolean isChosen(Setting setting, Collection<String> variables) {
        int name = setting.variable().indexOf('<');
        return name < 0
                || variables.stream()
                        .anyMatch(variable ->
                                variable.startsWith(setting.variable().substring(0, name)));
    }
}
