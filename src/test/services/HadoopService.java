import java.io.BufferedReader;
import java.io.File;
import java.io.FileOutputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.SafeModeAction;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.apache.hadoop.yarn.conf.YarnConfiguration;
import org.apache.hadoop.yarn.server.MiniYARNCluster;

/**
 * HDFS, and perhaps YARN, on this machine, in a JVM that lives as long as its standard input, from which it reads commands.
 * Arguments: a directory, which gets the settings for clients in {@code core-site.xml} and {@code yarn-site.xml}, the number
 * of data nodes, and the number of node managers.
 */
public final class HadoopService {
    private HadoopService() {}

    public static void main(String[] arguments) throws Exception {
        File directory = new File(arguments[0]);
        try {
            MiniDFSCluster hdfs = hdfs(directory, Integer.parseInt(arguments[1]));
            int nodeManagers = Integer.parseInt(arguments[2]);
            if (nodeManagers > 0) {
                yarn(directory, nodeManagers, hdfs.getURI().toString());
            }
            System.out.println("ready " + hdfs.getURI());
            BufferedReader commands = new BufferedReader(new InputStreamReader(System.in));
            for (String command = commands.readLine(); command != null; command = commands.readLine()) {
                carryOut(command, hdfs);
                System.out.println("done " + command);
            }
        } finally {
            // Threads of the services would keep the process alive.
            Runtime.getRuntime().halt(0);
        }
    }

    private static void carryOut(String command, MiniDFSCluster hdfs) throws Exception {
        switch (command) {
            case "enter safe mode" -> hdfs.getFileSystem().setSafeMode(SafeModeAction.ENTER);
            case "leave safe mode" -> hdfs.getFileSystem().setSafeMode(SafeModeAction.LEAVE);
            case "stop a data node" -> hdfs.stopDataNode(0);
            default -> throw new IllegalArgumentException(command);
        }
    }

    private static MiniDFSCluster hdfs(File directory, int dataNodes) throws Exception {
        Configuration settings = new Configuration();
        settings.set(MiniDFSCluster.HDFS_MINIDFS_BASEDIR, new File(directory, "hdfs").getAbsolutePath());
        // Small blocks: a file of MNIST's size has several, on several nodes.
        settings.set("dfs.blocksize", "1048576");
        settings.set("dfs.namenode.fs-limits.min-block-size", "1024");
        MiniDFSCluster cluster =
                new MiniDFSCluster.Builder(settings).numDataNodes(dataNodes).build();
        cluster.waitActive();
        Configuration clients = new Configuration(false);
        clients.set("fs.defaultFS", cluster.getURI().toString());
        write(clients, new File(directory, "core-site.xml"));
        return cluster;
    }

    private static void yarn(File directory, int nodeManagers, String fileSystem) throws Exception {
        YarnConfiguration settings = new YarnConfiguration();
        settings.set("fs.defaultFS", fileSystem);
        settings.setBoolean("yarn.minicluster.fixed.ports", true);
        for (String server : new String[] {
            "resourcemanager.address",
            "resourcemanager.admin.address",
            "resourcemanager.scheduler.address",
            "resourcemanager.resource-tracker.address",
            "resourcemanager.webapp.address",
            "nodemanager.address",
            "nodemanager.localizer.address",
            "nodemanager.webapp.address"
        }) {
            settings.set("yarn." + server, "127.0.0.1:0");
        }
        settings.set("yarn.scheduler.capacity.root.queues", "default");
        settings.set("yarn.scheduler.capacity.root.default.capacity", "100");
        settings.set("yarn.scheduler.capacity.maximum-am-resource-percent", "1");
        settings.set("yarn.scheduler.minimum-allocation-mb", "128");
        settings.set("yarn.nodemanager.resource.memory-mb", "4096");
        settings.set("yarn.nodemanager.vmem-check-enabled", "false");
        settings.set("yarn.nodemanager.disk-health-checker.max-disk-utilization-per-disk-percentage", "100");
        MiniYARNCluster cluster = new MiniYARNCluster("mnist-scorer", nodeManagers, 1, 1);
        cluster.init(settings);
        cluster.start();
        write(cluster.getConfig(), new File(directory, "yarn-site.xml"));
    }

    private static void write(Configuration configuration, File file) throws Exception {
        try (OutputStream out = new FileOutputStream(file)) {
            configuration.writeXml(out);
        }
    }
}
