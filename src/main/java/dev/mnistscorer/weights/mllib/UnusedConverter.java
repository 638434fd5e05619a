package dev.mnistscorer.weights.mllib;

import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.io.api.PrimitiveConverter;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.Type;

/** Receiver of records that Parquet's column readers ask for and, read value by value, never call. */
final class UnusedConverter extends GroupConverter {
    private final GroupType type;

    UnusedConverter(GroupType type) {
        this.type = type;
    }

    @Override
    public Converter getConverter(int field) {
        Type child = type.getType(field);
        return child.isPrimitive() ? new PrimitiveConverter() {} : new UnusedConverter(child.asGroupType());
    }

    @Override
    public void start() {}

    @Override
    public void end() {}
}
