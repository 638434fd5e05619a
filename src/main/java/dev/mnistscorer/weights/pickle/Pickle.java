package dev.mnistscorer.weights.pickle;

import java.nio.BufferUnderflowException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Restricted unpickler. A pickle is a program for a stack machine (Python's {@code pickletools} documents each opcode); this
 * machine supports the opcodes of protocols 2 to 5 that build plain data, and the names of a closed list. It imports, calls
 * and executes nothing. Lengths are checked against the bytes that are left.
 *
 * <p>Values are {@link Map}, {@link List}, {@link String}, {@code byte[]}, {@link Long}, {@link Double}, {@link Boolean},
 * {@link #NONE} and what the names stand for.
 */
public final class Pickle {
    /** Python's {@code None}. */
    public static final Object NONE = new Object();

    private static final Object MARK = new Object();
    private static final int NEWEST_PROTOCOL = 5;

    /** A network takes some hundreds; each makes one object at most. */
    private static final int MOST_OPCODES = 1_000_000;

    private final PickleInput in;
    private final List<Object> stack = new ArrayList<>();
    private final Deque<Integer> marks = new ArrayDeque<>();
    private final Map<Long, Object> memo = new HashMap<>();

    private final PickleNames names;
    private final UsedValues used;

    private Pickle(byte[] bytes, PickleNames names) {
        in = new PickleInput(bytes);
        used = new UsedValues(bytes.length);
        this.names = names;
    }

    /** Returns true if the bytes start with the opcode for protocols 2 to 5. */
    public static boolean isPickle(byte[] bytes) {
        return bytes.length > 1 && (bytes[0] & 0xff) == 0x80 && bytes[1] >= 2 && bytes[1] <= NEWEST_PROTOCOL;
    }

    /**
     * Returns the value that the pickle builds.
     *
     * @param names names that it may import
     * @throws IllegalArgumentException with the offset, if the pickle is cut off or broken, or imports another name
     */
    public static Object load(byte[] bytes, PickleNames names) {
        Pickle pickle = new Pickle(bytes, names);
        int at = 0;
        try {
            for (int steps = 0; steps < MOST_OPCODES; steps++) {
                at = pickle.in.position();
                int opcode = pickle.in.u1();
                if (opcode == '.') {
                    return pickle.pop();
                }
                pickle.step(opcode);
            }
            throw new IllegalArgumentException(
                    "the pickle must have at most " + MOST_OPCODES + " opcodes but has more");
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException(
                    String.format(
                            "the pickle is cut off: it ends at byte %d, within the opcode at byte %d",
                            bytes.length, at),
                    e);
        } catch (ClassCastException | IndexOutOfBoundsException | UnsupportedOperationException e) {
            throw new IllegalArgumentException("the pickle is broken at byte " + at, e);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(e.getMessage() + " (pickle, byte " + at + ")", e);
        }
    }

    private void step(int opcode) {
        switch (opcode) {
            case 0x80 -> protocol(in.u1());
            case 0x95 -> in.length8(); // FRAME: length of the next part, of no use here
            case '(' -> {
                marks.push(stack.size());
                push(MARK);
            }
            case '0' -> pop();
            case '1' -> popToMark();
            case '2' -> push(top());
            case 'N' -> push(NONE);
            case 0x88 -> push(true);
            case 0x89 -> push(false);
            case 'I' -> push(in.digits());
            case 'J' -> push((long) in.i4());
            case 'K' -> push((long) in.u1());
            case 'M' -> push((long) in.u2());
            case 0x8a -> push(in.integer(in.u1()));
            case 0x8b -> push(in.integer(in.i4()));
            case 'G' -> push(in.real());
            case 'X' -> push(in.text(in.u4()));
            case 0x8c -> push(in.text(in.u1()));
            case 0x8d -> push(in.text(in.length8()));
            case 'C' -> push(in.bytes(in.u1()));
            case 'B' -> push(in.bytes(in.u4()));
            case 'U' -> push(in.latin1(in.u1()));
            case 'T' -> push(in.latin1(in.i4()));
            case 0x8e, 0x96 -> push(in.bytes(in.length8()));
            case '}' -> push(new LinkedHashMap<>());
            case ']' -> push(new ArrayList<>());
            case ')' -> push(List.of());
            case 0x85 -> tuple(1);
            case 0x86 -> tuple(2);
            case 0x87 -> tuple(3);
            case 't', 'l' -> push(popToMark());
            case 'd' -> push(putAll(new LinkedHashMap<>(), popToMark()));
            case 'a' -> {
                Object item = pop();
                list(top()).add(item);
            }
            case 'e' -> {
                List<Object> items = popToMark();
                list(top()).addAll(items);
            }
            case 's' -> {
                Object value = pop();
                Object key = pop();
                put(map(top()), key, value);
            }
            case 'u' -> {
                List<Object> items = popToMark();
                putAll(map(top()), items);
            }
            case 'h' -> push(recall(in.u1()));
            case 'j' -> push(recall(in.u4()));
            case 'q' -> memo.put((long) in.u1(), top());
            case 'r' -> memo.put(in.u4(), top());
            case 0x94 -> memo.put((long) memo.size(), top());
            case 'c' -> push(names.of(in.line(), in.line()));
            case 0x93 -> {
                String name = text(pop());
                push(names.of(text(pop()), name));
            }
            case 'R' -> {
                List<Object> arguments = list(pop());
                used.add(arguments);
                push(((PickleNames.Name) pop()).apply(arguments));
            }
            case 0x81 -> {
                pop();
                push(((PickleNames.Name) pop()).create());
            }
            case 'b' -> {
                Object state = pop();
                used.add(state);
                // The state of a dict is its attributes, not its entries.
                if (!(top() instanceof Map)) {
                    ((PickleNames.Built) top()).setState(state);
                }
            }
            case 'Q' -> {
                Object identifier = pop();
                used.add(identifier);
                push(names.persistent(identifier));
            }
            default ->
                throw new IllegalArgumentException(String.format(
                        "opcode %02x is not allowed: only %s are read from a pickle", opcode, names.kind()));
        }
    }

    private static void protocol(int version) {
        if (version > NEWEST_PROTOCOL) {
            throw new IllegalArgumentException(
                    "the protocol must be at most " + NEWEST_PROTOCOL + " but is " + version);
        }
    }

    private void push(Object value) {
        stack.add(value);
    }

    private Object pop() {
        Object value = stack.remove(stack.size() - 1);
        if (value == MARK) {
            marks.pop();
        }
        return value;
    }

    private Object top() {
        Object value = stack.get(stack.size() - 1);
        if (value == MARK) {
            throw new IllegalArgumentException("a value must be on the stack but a mark is");
        }
        return value;
    }

    private List<Object> popToMark() {
        if (marks.isEmpty()) {
            throw new IllegalArgumentException("no mark is on the stack");
        }
        List<Object> above = stack.subList(marks.pop(), stack.size());
        List<Object> items = new ArrayList<>(above.subList(1, above.size()));
        above.clear();
        return items;
    }

    private void tuple(int length) {
        List<Object> above = stack.subList(stack.size() - length, stack.size());
        List<Object> items = Collections.unmodifiableList(new ArrayList<>(above));
        above.clear();
        push(items);
    }

    private static Map<Object, Object> putAll(Map<Object, Object> map, List<Object> items) {
        for (int i = 0; i < items.size(); i += 2) {
            put(map, items.get(i), items.get(i + 1));
        }
        return map;
    }

    private static void put(Map<Object, Object> map, Object key, Object value) {
        // A container that holds itself as a key would have no end to its hash code.
        if (!(key instanceof String) && !(key instanceof Long)) {
            throw new IllegalArgumentException("a key of a dict must be a string or a number");
        }
        map.put(key, value);
    }

    private Object recall(long key) {
        Object value = memo.get(key);
        if (value == null) {
            throw new IllegalArgumentException("the memo has no entry " + key);
        }
        return value;
    }

    @SuppressWarnings("unchecked") // Only lists of objects are pushed.
    private static List<Object> list(Object value) {
        return (List<Object>) value;
    }

    @SuppressWarnings("unchecked") // Only maps of objects are pushed.
    private static Map<Object, Object> map(Object value) {
        return (Map<Object, Object>) value;
    }

    private static String text(Object value) {
        return (String) value;
    }
}
