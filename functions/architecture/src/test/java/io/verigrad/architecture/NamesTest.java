package io.verigrad.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

class NamesTest {
    @Test
    void packagesAreNamedAfterConcepts() {
        noClasses()
                .should()
                .resideInAnyPackage(
                        "..util..", "..utils..", "..common..", "..impl..", "..helper..", "..manager..", "..dto..")
                .check(Modules.CLASSES);
    }

    @Test
    void everyPackageIsNullMarked() {
        classes()
                .that()
                .areTopLevelClasses()
                .and(DescribedPredicate.not(DescribedPredicate.describe(
                        "generated",
                        (JavaClass type) -> type.getSimpleName().contains("_")
                                // From the definition of the Open Inference Protocol.
                                || type.getPackageName().equals("inference.v2"))))
                .should()
                .resideInAPackage("..")
                .andShould(new BeInNullMarkedPackage())
                .check(Modules.CLASSES);
    }

    private static final class BeInNullMarkedPackage extends com.tngtech.archunit.lang.ArchCondition<JavaClass> {
        private BeInNullMarkedPackage() {
            super("be in a package that is @NullMarked");
        }

        @Override
        public void check(JavaClass type, com.tngtech.archunit.lang.ConditionEvents events) {
            boolean marked = type.getPackage().isAnnotatedWith(NullMarked.class);
            String message = type.getFullName() + " is in a package without @NullMarked package-info";
            events.add(new com.tngtech.archunit.lang.SimpleConditionEvent(type, marked, message));
        }
    }
}
