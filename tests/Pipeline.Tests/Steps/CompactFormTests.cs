using FsCheck.Xunit;
using Pipeline.Processor.Steps;

namespace Pipeline.Tests.Steps;

public sealed class CompactFormTests
{
    private readonly StateWriter _writer = new();
    private readonly StateReader _reader = new();

    [Property(MaxTest = 500)]
    public void Every_kind_of_value_comes_back(
        string? text,
        long number,
        double real,
        bool flag,
        long? maybe,
        Guid uuid
    )
    {
        var time = new DateTimeOffset(new Random((int)number).NextInt64(DateTime.MaxValue.Ticks), TimeSpan.Zero);
        _writer.Clear();
        _writer.Text(1, text);
        _writer.Text(2, uuid.ToString());
        _writer.Number(3, number);
        _writer.Number(4, maybe);
        _writer.Number(5, (double?)real);
        _writer.Flag(6, flag);
        _writer.Flag(7, (bool?)flag);
        _writer.Time(8, time);
        _writer.Time(9, time.AddMilliseconds(-5));
        _writer.Duration(10, TimeSpan.FromTicks(number));
        _writer.Text(11, text);
        _writer.Text(12, uuid.ToString("D").ToUpperInvariant());
        _writer.Texts(13, [text ?? "", text ?? "", "-"]);
        _writer.End();

        _reader.Open(_writer.Written.ToArray());
        Assert.Equal(Utf8(text), _reader.Text(1));
        Assert.Equal(uuid.ToString(), _reader.Text(2));
        Assert.Equal(number, _reader.Number(3));
        Assert.Equal(maybe, _reader.OptionalNumber(4));
        Assert.Equal(real, _reader.OptionalDouble(5));
        Assert.Equal(flag, _reader.Flag(6));
        Assert.Equal(flag, _reader.OptionalFlag(7));
        Assert.Equal(time, _reader.OptionalTime(8));
        Assert.Equal(time.AddMilliseconds(-5), _reader.Time(9));
        Assert.Equal(TimeSpan.FromTicks(number), _reader.Duration(10));
        Assert.Equal(Utf8(text), _reader.Text(11));
        Assert.Equal(uuid.ToString("D").ToUpperInvariant(), _reader.Text(12));
        Assert.Equal([Utf8(text) ?? "", Utf8(text) ?? "", "-"], _reader.Texts(13));
        _reader.End();
        _reader.Finish();
    }

    [Fact]
    public void What_is_absent_or_default_takes_nothing()
    {
        _writer.Text(1, null);
        _writer.Number(2, 0);
        _writer.Number(3, (long?)null);
        _writer.Flag(4, false);
        _writer.Time(5, null);
        Assert.False(_writer.Begin(6, count: 0));
        _writer.End();
        Assert.Equal(1, _writer.Written.Length);
    }

    [Fact]
    public void A_text_said_again_takes_two_bytes_and_a_uuid_seventeen()
    {
        _writer.Text("Mozilla/5.0 (Windows NT 10.0; Win64; x64)");
        var once = _writer.Written.Length;
        _writer.Text(1, "Mozilla/5.0 (Windows NT 10.0; Win64; x64)");
        Assert.Equal(once + 2, _writer.Written.Length);
        _writer.Text("7c0e9a52-7b0c-4c56-9d4e-5f8a6f0b1c2d");
        Assert.Equal(once + 2 + 17, _writer.Written.Length);
    }

    [Fact]
    public void A_field_of_a_later_version_is_refused_not_skipped()
    {
        _writer.Text(1, "a");
        _writer.Text(9, "later");
        _writer.End();
        _reader.Open(_writer.Written.ToArray());
        _reader.Text(1);
        var error = Assert.Throws<UnreadableStateException>(_reader.End);
        Assert.StartsWith("Field 9", error.Message);
    }

    [Property(MaxTest = 500)]
    public void Damaged_bytes_are_refused_or_read_never_worse(byte[] bytes)
    {
        _reader.Open(bytes);
        try
        {
            _reader.Text(1);
            _reader.List(2, static x => x.Time());
            _reader.OptionalDouble(3);
            _reader.Texts(4);
            _reader.End();
        }
        catch (UnreadableStateException)
        {
            // As it should be.
        }
    }

    [Fact]
    public void A_text_that_is_no_UTF8_and_a_number_beyond_its_type_are_damage()
    {
        _reader.Open([1, 12, 0, 0, 128]);
        Assert.Throws<UnreadableStateException>(() => _reader.Text(1));
        _writer.Clear();
        _writer.Number(1, long.MaxValue);
        _reader.Open(_writer.Written.ToArray());
        Assert.Throws<UnreadableStateException>(() => _reader.Int(1));
    }

    /// <summary>A lone surrogate has no UTF-8.</summary>
    private static string? Utf8(string? text) =>
        text is null ? null : System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(text));
}
