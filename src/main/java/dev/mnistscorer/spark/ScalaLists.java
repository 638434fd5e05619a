package dev.mnistscorer.spark;

import java.util.ArrayList;
import scala.collection.Iterator;
import scala.collection.immutable.List;
import scala.collection.mutable.ListBuffer;

/** Scala's lists, made by the methods that all versions of Scala have. */
final class ScalaLists {
    private ScalaLists() {}

    /** The list of one element. */
    static <T> List<T> of(T element) {
        ListBuffer<T> list = new ListBuffer<>();
        list.$plus$eq(element);
        return list.toList();
    }

    /** The elements of two collections. */
    static <T> List<T> of(scala.collection.Iterable<? extends T> some, scala.collection.Iterable<? extends T> more) {
        ListBuffer<T> list = new ListBuffer<>();
        add(list, some.iterator());
        add(list, more.iterator());
        return list.toList();
    }

    /** The elements of a Java collection. */
    static <T> List<T> of(Iterable<? extends T> elements) {
        ListBuffer<T> list = new ListBuffer<>();
        elements.forEach(list::$plus$eq);
        return list.toList();
    }

    /** A Scala collection as a Java list. */
    static <T> java.util.List<T> toJava(scala.collection.Iterable<? extends T> elements) {
        java.util.List<T> list = new ArrayList<>();
        Iterator<? extends T> iterator = elements.iterator();
        while (iterator.hasNext()) {
            list.add(iterator.next());
        }
        return list;
    }

    private static <T> void add(ListBuffer<T> list, Iterator<? extends T> elements) {
        while (elements.hasNext()) {
            list.$plus$eq(elements.next());
        }
    }
}
