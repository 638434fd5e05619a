package dev.mnistscorer.run;

import dev.mnistscorer.kernel.KernelChoice;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Kernels that the tasks of a run have used: executors may have other JVMs and other processors than the driver. */
final class TaskKernels {
    private final Map<String, Integer> tasks = new TreeMap<>();

    /** Counts a task with the kernel of this name. */
    void add(String kernel) {
        tasks.merge(kernel, 1, Integer::sum);
    }

    /** Names of the kernels. */
    String names() {
        return String.join("; ", tasks.keySet());
    }

    /** Returns a warning if tasks used the scalar kernel without being told to, else nothing. */
    List<String> warnings(KernelChoice choice) {
        int scalar = tasks.getOrDefault(KernelChoice.SCALAR.create().name(), 0);
        if (choice == KernelChoice.SCALAR || scalar == 0) {
            return List.of();
        }
        return List.of(String.format(
                Locale.ROOT,
                "Warning: %,d of %,d tasks fell back to the scalar kernel (same results, slower): their JVMs were started"
                        + " without --add-modules=jdk.incubator.vector",
                scalar,
                tasks.values().stream().mapToInt(Integer::intValue).sum()));
    }
}
