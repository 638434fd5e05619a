package dev.mnistscorer.spark;

import java.io.Serializable;
import java.nio.ByteBuffer;
import org.apache.spark.SparkEnv;
import org.apache.spark.serializer.SerializerInstance;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/**
 * Result of a task in its serialised form, so that results waiting on the driver take as little memory as on their way.
 *
 * @param bytes the result, as Spark's serialiser of closures writes it
 */
record SerializedResult(byte[] bytes) implements Serializable {
    private static final long serialVersionUID = 1L;

    private static final ClassTag<Object> ANY = ClassTag$.MODULE$.apply(Object.class);

    /** Serialises a result, in its task. */
    static SerializedResult of(Object result) {
        ByteBuffer buffer = serializer().serialize(result, ANY);
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return new SerializedResult(bytes);
    }

    /** Returns the result. */
    @SuppressWarnings("unchecked")
    <R> R read() {
        return (R) serializer().deserialize(ByteBuffer.wrap(bytes), SerializedResult.class.getClassLoader(), ANY);
    }

    private static SerializerInstance serializer() {
        return SparkEnv.get().closureSerializer().newInstance();
    }
}
