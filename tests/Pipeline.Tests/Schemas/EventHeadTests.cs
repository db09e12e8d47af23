using System.Globalization;
using System.Text;
using FsCheck.Xunit;
using Pipeline.Schemas.LogEvents;

namespace Pipeline.Tests.Schemas;

/// <summary>The head is the view's reading or none at all.</summary>
public sealed class EventHeadTests
{
    private const string Good =
        """{"uuid":"u-1","client":{"uuid":"inner","a":[{"published":1}]},"eventType":"user.session.start","published":"2026-11-25T12:00:00.123Z","x":"é"}""";

    [Fact]
    public void An_event_as_Okta_writes_it_has_a_head()
    {
        var text = Encoding.UTF8.GetBytes(Good + ",{\"next\":1}");
        var head = EventHead.Read(text, out var length)!;
        Assert.Equal(Encoding.UTF8.GetByteCount(Good), length);
        Assert.Equal("u-1", Encoding.UTF8.GetString(text[head.Uuid]));
        Assert.Equal("user.session.start", Encoding.UTF8.GetString(text[head.EventType]));
        Assert.Equal("2026-11-25T12:00:00.123Z", Encoding.UTF8.GetString(text[head.PublishedText]));
        Assert.Equal(new DateTimeOffset(2026, 11, 25, 12, 0, 0, 123, TimeSpan.Zero), head.Published);
    }

    [Theory]
    [InlineData("""{"uuid":"a","uuid":"b","eventType":"t","published":"2026-11-25T12:00:00.000Z"}""", true)]
    [InlineData("""{"uuid":"a","uuid":7,"eventType":"t","published":"2026-11-25T12:00:00.000Z"}""", false)]
    [InlineData("""{"uuid":"a\n","eventType":"t","published":"2026-11-25T12:00:00.000Z"}""", false)]
    [InlineData("""{"uuid":"","eventType":"t","published":"2026-11-25T12:00:00.000Z"}""", false)]
    [InlineData("""{"uuid":"a","eventType":{"uuid":"b"},"published":"2026-11-25T12:00:00.000Z"}""", false)]
    [InlineData("""{"uuid":"a","\u0075uid":"b","eventType":"t","published":"2026-11-25T12:00:00.000Z"}""", false)]
    [InlineData("""{"uuid":"a","\ud800":"b","eventType":"t","published":"2026-11-25T12:00:00.000Z"}""", false)]
    [InlineData("""{"uuid":"a","x":"\ud800","eventType":"t","published":"2026-11-25T12:00:00.000Z"}""", true)]
    [InlineData("""{"uuid":"a","eventType":"t","published":"2026-11-25T12:00:00Z"}""", false)]
    [InlineData("""{"uuid":"a","eventType":"t","published":"2026-11-25T12:00:00,000Z"}""", false)]
    [InlineData("""{"uuid":"a","eventType":"t","published":"2026-02-30T12:00:00.000Z"}""", false)]
    [InlineData("""{"uuid":"a","eventType":"t","published":"2026-11-25T24:00:00.000Z"}""", false)]
    [InlineData("""{"uuid":"a","eventType":"t","published":"2026-11-25T12:00:60.000Z"}""", false)]
    [InlineData("""{"uuid":"a","eventType":"t"}""", false)]
    [InlineData("{}", false)]
    public void What_is_unusual_is_left_to_the_view(string json, bool hasHead)
    {
        var text = Encoding.UTF8.GetBytes(json);
        Assert.Equal(hasHead, EventHead.Read(text, out var length) is not null);
        Assert.Equal(text.Length, length);
        Assert.True(Agrees(text));
    }

    [Theory]
    [InlineData("""{"uuid":"a",}""")]
    [InlineData("""{"uuid":"a" """)]
    [InlineData("""{"uuid":"a","eventType":"t","published":"2026-11-25T12:00:00.000Z","x":01}""")]
    public void What_is_no_whole_object_has_no_length(string json)
    {
        Assert.Null(EventHead.Read(Encoding.UTF8.GetBytes(json), out var length));
        Assert.Equal(0, length);
    }

    [Fact]
    public void Invalid_utf8_has_no_head()
    {
        byte[] text = [.. Encoding.UTF8.GetBytes(Good)[..^2], 0xFF, .. "\"}"u8];
        Assert.Null(EventHead.Read(text, out var length));
        Assert.Equal(text.Length, length);
    }

    [Fact]
    public void Texts_that_nest_too_deep_have_no_head() =>
        Assert.All(
            Enumerable.Range(60, 8),
            depth => Assert.True(Agrees(Encoding.UTF8.GetBytes(Good[..^1] + Nested(depth) + "}")))
        );

    [Property(MaxTest = 2000)]
    public bool Whatever_the_text_a_head_is_what_the_view_reads(byte[] edits)
    {
        var text = Encoding.UTF8.GetBytes(Good);
        for (var i = 0; i + 1 < edits.Length; i += 2)
        {
            text[1 + (edits[i] * (text.Length - 1) / 256)] = edits[i + 1];
        }

        return Agrees(text);
    }

    private static string Nested(int depth) => $",\"deep\":{new string('[', depth)}{new string(']', depth)}";

    private static bool Agrees(byte[] text)
    {
        if (EventHead.Read(text, out var length) is not { } head)
        {
            return true;
        }

        if (!EventView.TryParse(text.AsMemory(0, length), out var view, out _))
        {
            return false;
        }

        using (view)
        {
            var time = view!.Published.UtcDateTime.ToString(
                "yyyy-MM-dd'T'HH:mm:ss.fff'Z'",
                CultureInfo.InvariantCulture
            );
            return view.Uuid == Encoding.UTF8.GetString(text[head.Uuid])
                && view.EventType == Encoding.UTF8.GetString(text[head.EventType])
                && view.Published == head.Published
                && time == Encoding.UTF8.GetString(text[head.PublishedText]);
        }
    }
}
