using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace Pipeline.Processor.Steps;

/// <summary>
/// Writes state compactly: numbered fields in ascending order, nothing for what is absent or default, times as the
/// distance from the time before, and each text once (the events of one user say the same over and over).
/// </summary>
/// <remarks>
/// Fields carry no types, so that they take a byte: what a number means is fixed for ever by the form that writes it,
/// and <see cref="StateReader"/> asks in the same order. An object or a list ends with field 0.
/// </remarks>
internal sealed class StateWriter
{
    /// <summary>Shorter texts take no more than a reference to them would.</summary>
    internal const int ShortText = 2;

    /// <summary>More than any form has; a power of two.</summary>
    private const int Fields = 64;

    /// <summary>Length of an identifier in the form of RFC 9562, which is kept in 16 bytes.</summary>
    private const int UuidLength = 36;

    private readonly Dictionary<string, int> _texts = new(StringComparer.Ordinal);

    /// <summary>
    /// What each field said last: mostly what it says next, and to compare is cheaper than to look up. Fields of
    /// different objects share numbers; then it is not, and the table is asked.
    /// </summary>
    private readonly (string? Value, int Place)[] _last = new (string?, int)[Fields];
    private byte[] _buffer = new byte[4096];
    private int _length;
    private long _time;

    /// <summary>What was written since <see cref="Clear"/>.</summary>
    public ReadOnlySpan<byte> Written => _buffer.AsSpan(0, _length);

    public void Clear()
    {
        _length = 0;
        _time = 0;
        _texts.Clear();
        Array.Clear(_last);
    }

    public void Text(int field, string? value)
    {
        if (value is null)
        {
            return;
        }

        Unsigned((ulong)field);
        ref var last = ref _last[field % Fields];
        if (last.Value == value)
        {
            Known(last.Place);
        }
        else if (value.Length <= ShortText)
        {
            Literal(value);
        }
        else
        {
            last = (value, Place(value));
        }
    }

    public void Text(string value)
    {
        if (value.Length <= ShortText)
        {
            Literal(value);
        }
        else
        {
            Place(value);
        }
    }

    /// <summary>A number that is 0 where nothing is said.</summary>
    public void Number(int field, long value)
    {
        if (value != 0)
        {
            Unsigned((ulong)field);
            Signed(value);
        }
    }

    /// <summary>A number that may be absent.</summary>
    public void Number(int field, long? value)
    {
        if (value is { } number)
        {
            Unsigned((ulong)field);
            Signed(number);
        }
    }

    public void Number(int field, double? value)
    {
        if (value is { } number)
        {
            Unsigned((ulong)field);
            BinaryPrimitives.WriteDoubleLittleEndian(Room(sizeof(double)), number);
        }
    }

    /// <summary>A flag that is down where nothing is said.</summary>
    public void Flag(int field, bool value)
    {
        if (value)
        {
            Unsigned((ulong)field);
        }
    }

    /// <summary>A flag that may be absent.</summary>
    public void Flag(int field, bool? value)
    {
        if (value is { } flag)
        {
            Number(field, flag ? 1 : (long?)0);
        }
    }

    public void Time(int field, DateTimeOffset? value)
    {
        if (value is { } time)
        {
            Unsigned((ulong)field);
            Time(time);
        }
    }

    public void Time(DateTimeOffset value)
    {
        // Okta's times are whole milliseconds; a timer may stand a moment beside one.
        var distance = value.UtcTicks - _time;
        _time = value.UtcTicks;
        var (whole, rest) = Math.DivRem(distance, TimeSpan.TicksPerMillisecond);
        Signed(rest == 0 ? whole << 1 : (distance << 1) | 1);
    }

    public void Duration(int field, TimeSpan value) => Number(field, value.Ticks);

    /// <summary>Begins an object or a list; its content and <see cref="End"/> follow.</summary>
    public void Begin(int field) => Unsigned((ulong)field);

    /// <summary>Begins a list of so many; an empty one is nothing at all.</summary>
    /// <returns>Whether there is one, to be followed by its items.</returns>
    public bool Begin(int field, int count)
    {
        if (count > 0)
        {
            Unsigned((ulong)field);
            Unsigned((ulong)count);
        }

        return count > 0;
    }

    /// <summary>A list whose items <paramref name="write"/> writes.</summary>
    public void List<T>(int field, IReadOnlyList<T> items, Action<StateWriter, T> write)
    {
        if (Begin(field, items.Count))
        {
            foreach (var item in items)
            {
                write(this, item);
            }
        }
    }

    public void Texts(int field, IReadOnlyList<string> values) =>
        List(field, values, static (x, value) => x.Text(value));

    /// <summary>Ends an object.</summary>
    public void End() => Unsigned(0);

    public void Unsigned(ulong value)
    {
        if (_buffer.Length - _length < 10)
        {
            Grow(10);
        }

        while (value >= 0x80)
        {
            _buffer[_length++] = (byte)(value | 0x80);
            value >>= 7;
        }

        _buffer[_length++] = (byte)value;
    }

    /// <summary>Small numbers of either sign take few bytes.</summary>
    public void Signed(long value) => Unsigned((ulong)((value << 1) ^ (value >> 63)));

    /// <summary>Writes a text, or where it was written before.</summary>
    /// <returns>Its place among those that were written.</returns>
    private int Place(string value)
    {
        ref var place = ref CollectionsMarshal.GetValueRefOrAddDefault(_texts, value, out var known);
        if (known)
        {
            Known(place);
            return place;
        }

        place = _texts.Count - 1;
        Literal(value);
        return place;
    }

    private void Known(int place) => Unsigned(((ulong)place << 2) | (ulong)TextKind.Known);

    private void Literal(string value)
    {
        if (value.Length == UuidLength && IsUuid(value, out var uuid))
        {
            Unsigned((ulong)TextKind.Uuid);
            uuid.TryWriteBytes(Room(16));
            return;
        }

        var bytes = Encoding.UTF8.GetByteCount(value);
        Unsigned(((ulong)bytes << 2) | (ulong)TextKind.Literal);
        Encoding.UTF8.GetBytes(value, Room(bytes));
    }

    private static bool IsUuid(string value, out Guid uuid)
    {
        if (!Guid.TryParseExact(value, "D", out uuid))
        {
            return false;
        }

        // Text with capitals would not come back as it was.
        foreach (var c in value)
        {
            if (c is >= 'A' and <= 'F')
            {
                return false;
            }
        }

        return true;
    }

    private Span<byte> Room(int bytes)
    {
        if (_buffer.Length - _length < bytes)
        {
            Grow(bytes);
        }

        _length += bytes;
        return _buffer.AsSpan(_length - bytes, bytes);
    }

    private void Grow(int bytes) => Array.Resize(ref _buffer, Math.Max(2 * _buffer.Length, _length + bytes));
}
