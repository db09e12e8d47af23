using System.Text;
using FsCheck.Xunit;
using Pipeline.Schemas.LogEvents;

namespace Pipeline.Tests.Schemas;

/// <summary>The one reading of an event's text, case by case.</summary>
public sealed class EventViewTests
{
    private const string Good =
        """{"uuid":"u-1","eventType":"user.session.start","published":"2026-11-25T12:00:00.123Z",""";

    [Fact]
    public void The_three_required_fields_are_read()
    {
        using var view = Read(Good + "\"x\":1}");
        Assert.Equal("u-1", view.Uuid);
        Assert.Equal("user.session.start", view.EventType);
        Assert.Equal(new DateTimeOffset(2026, 11, 25, 12, 0, 0, 123, TimeSpan.Zero), view.Published);
    }

    [Theory]
    [InlineData("""{"uuid":"a","uuid":"b","eventType":"t","published":"2026-11-25T12:00:00Z"}""", "b", "uuid")]
    [InlineData(Good + """ "eventType":"z"}""", "z", "eventType")]
    [InlineData(Good + """ "client":{"ip":"1","ip":"2"}}""", "2", "client", "ip")]
    [InlineData(Good + """ "client":{"ip":"1"},"client":{"ip":"2"}}""", "2", "client", "ip")]
    [InlineData(Good + """ "client":{"ip":"1"},"client":{}}""", null, "client", "ip")]
    [InlineData(Good + """ "client":{"ip":"1"},"client":null}""", null, "client", "ip")]
    [InlineData(Good + """ "a":{"b":{"c":"1"},"b":{"c":"2"},"b":{"c":"3"}}}""", "3", "a", "b", "c")]
    [InlineData(Good + """ "\u0061":"escaped","a":"plain"}""", "plain", "a")]
    [InlineData(Good + """ "a":"plain","\u0061":"escaped"}""", "escaped", "a")]
    public void Of_a_key_given_twice_the_last_value_counts_at_every_level(
        string json,
        string? expected,
        params string[] path
    )
    {
        using var view = Read(json);
        Assert.Equal(expected, view.Text(path));
    }

    [Fact]
    public void A_last_value_of_the_wrong_type_counts_too() =>
        Refused("""{"uuid":"a","uuid":7,"eventType":"t","published":"2026-11-25T12:00:00Z"}""", "missing_uuid");

    [Theory]
    [InlineData("""{"eventType":"t","published":"2026-11-25T12:00:00Z"}""", "missing_uuid")]
    [InlineData("""{"uuid":"","eventType":"t","published":"2026-11-25T12:00:00Z"}""", "missing_uuid")]
    [InlineData("""{"uuid":null,"eventType":"t","published":"2026-11-25T12:00:00Z"}""", "missing_uuid")]
    [InlineData("""{"uuid":["u"],"eventType":"t","published":"2026-11-25T12:00:00Z"}""", "missing_uuid")]
    [InlineData("""{"UUID":"u","eventType":"t","published":"2026-11-25T12:00:00Z"}""", "missing_uuid")]
    [InlineData("""{"uuid":"u","published":"2026-11-25T12:00:00Z"}""", "missing_event_type")]
    [InlineData("""{"uuid":"u","eventType":{},"published":"2026-11-25T12:00:00Z"}""", "missing_event_type")]
    [InlineData("""{"uuid":"u","eventType":"t"}""", "missing_published")]
    [InlineData("""{"uuid":"u","eventType":"t","published":1764072000000}""", "missing_published")]
    [InlineData("""{"uuid":"u","eventType":"t","published":"yesterday"}""", "bad_published")]
    [InlineData("""{"uuid":"u","eventType":"t","published":"2026-13-45T99:00:00Z"}""", "bad_published")]
    [InlineData("""{"uuid":"u","eventType":"t","published":"\ud800"}""", "bad_published")]
    [InlineData("""[]""", "not_an_object")]
    [InlineData(""" "text" """, "not_an_object")]
    [InlineData("null", "not_an_object")]
    [InlineData("1e400", "not_an_object")]
    [InlineData("", "malformed_json")]
    [InlineData("   ", "malformed_json")]
    [InlineData("""{"uuid":"u",}""", "malformed_json")]
    [InlineData("""{"uuid":"u"} {}""", "malformed_json")]
    [InlineData("""{'uuid':"u"}""", "malformed_json")]
    [InlineData("""{"uuid":"u" /* note */}""", "malformed_json")]
    [InlineData("""{"uuid":NaN}""", "malformed_json")]
    [InlineData("\uFEFF{}", "malformed_json")]
    [InlineData("{\uFEFF}", "malformed_json")]
    [InlineData("{\"a\":\"line\nfeed\"}", "malformed_json")]
    public void What_is_no_event_says_why(string json, string reason) => Refused(json, reason);

    [Theory]
    [InlineData("2026-11-25T12:00:00.123Z", 123)]
    [InlineData("2026-11-25T12:00:00.123999Z", 123)]
    [InlineData("2026-11-25T12:00:00Z", 0)]
    [InlineData("2026-11-25T14:00:00.5+02:00", 500)]
    [InlineData("2026-11-25T12:00:00.001", 1)]
    [InlineData("2026-11-25 12:00:00Z", 0)]
    public void Published_is_read_in_its_variants(string published, int milliseconds)
    {
        using var view = Read($$"""{"uuid":"u","eventType":"t","published":"{{published}}"}""");
        Assert.Equal(new DateTimeOffset(2026, 11, 25, 12, 0, 0, milliseconds, TimeSpan.Zero), view.Published);
    }

    [Theory]
    [InlineData("0001-01-01T00:00:00Z")]
    [InlineData("9999-12-31T23:59:59.9999999Z")]
    [InlineData("1969-12-31T23:59:59.9999Z")]
    public void Far_times_are_read(string published)
    {
        using var view = Read($$"""{"uuid":"u","eventType":"t","published":"{{published}}"}""");
        Assert.Equal(TimeSpan.Zero, view.Published.Offset);
    }

    [Fact]
    public void A_mark_inside_a_string_belongs_to_the_event()
    {
        using var view = Read(Good + "\"a\":\"\uFEFFx\"}");
        Assert.Equal("\uFEFFx", view.Text("a"));
    }

    [Theory]
    [InlineData("a", 0xFF, 1)]
    [InlineData("", 0xC3, 0)]
    [InlineData("{\"é\":\"", 0x80, 7)]
    public void Invalid_utf8_is_refused_with_its_place(string before, byte wrong, int position)
    {
        byte[] text = [.. Encoding.UTF8.GetBytes(before), wrong, .. "\"}"u8];
        Assert.False(EventView.TryParse(text, out var view, out var defect));
        Assert.Null(view);
        Assert.Equal("invalid_utf8", defect!.Reason);
        Assert.Contains($"byte {position}.", defect.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""\ud83d""", "\uFFFD")]
    [InlineData("""\ude00\ud83d""", "\uFFFD\uFFFD")]
    [InlineData("""a\ud83dz\n\"\\\/\b\f\r\t""", "a\uFFFDz\n\"\\/\b\f\r\t")]
    [InlineData("""\ud83d\ude00 \ud83d""", "😀 \uFFFD")]
    [InlineData("""\ud83d\ude00""", "😀")]
    [InlineData("""é\ud83dé""", "é\uFFFDé")]
    [InlineData("""\\ud83d\\\uD83D\\""", "\\ud83d\\\uFFFD\\")]
    [InlineData("""\uD83D\u0041""", "\uFFFDA")]
    public void A_lone_surrogate_reads_as_the_replacement_character(string written, string expected)
    {
        using var view = Read(Good + $$""" "a":"{{written}}"}""");
        Assert.Equal(expected, view.Text("a"));
    }

    [Fact]
    public void A_key_with_a_lone_surrogate_hides_nothing()
    {
        using var view = Read(Good + """ "\ud800":1,"a":"there","\udfff":{"b":2}}""");
        Assert.Equal("there", view.Text("a"));
        Assert.Equal("\uFFFD", view.Root.EnumerateObject().Skip(3).First().Name);
    }

    [Fact]
    public void A_uuid_with_a_lone_surrogate_is_read_like_any_text()
    {
        using var view = Read("""{"uuid":"u\ud800","eventType":"t","published":"2026-11-25T12:00:00Z"}""");
        Assert.Equal("u\uFFFD", view.Uuid);
    }

    [Theory]
    [InlineData("1.50")]
    [InlineData("-0")]
    [InlineData("1E+400")]
    [InlineData("123456789012345678901234567890")]
    [InlineData("true")]
    [InlineData("false")]
    public void Numbers_and_booleans_read_as_they_are_written(string written)
    {
        using var view = Read(Good + $"\"a\":{written}}}");
        Assert.Equal(written, view.Text("a"));
    }

    [Theory]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("[\"x\"]")]
    public void What_is_no_scalar_reads_as_absent(string written)
    {
        using var view = Read(Good + $"\"a\":{written}}}");
        Assert.Null(view.Text("a"));
        Assert.Null(view.Text("a", "b"));
    }

    [Theory]
    [InlineData(63, true)]
    [InlineData(64, false)]
    [InlineData(100_000, false)]
    public void Depth_is_bounded(int levels, bool accepted)
    {
        var json = Good + "\"a\":" + new string('[', levels) + new string(']', levels) + "}";
        var text = Encoding.UTF8.GetBytes(json);
        Assert.Equal(accepted, EventView.TryParse(text, out var view, out var defect));
        Assert.Equal(accepted ? null : "malformed_json", defect?.Reason);
        view?.Dispose();
    }

    [Fact]
    public void The_text_itself_is_never_changed()
    {
        var text = Encoding.UTF8.GetBytes(Good + """ "\ud800":"\udfff"}""");
        byte[] before = [.. text];
        Assert.True(EventView.TryParse(text, out var view, out _));
        view!.Dispose();
        Assert.Equal(before, text);
    }

    [Property(MaxTest = 500)]
    public void Arbitrary_bytes_are_an_event_or_have_a_defect(byte[] bytes) => EventOrDefect(bytes);

    [Property(MaxTest = 500)]
    public void A_damaged_event_is_an_event_or_has_a_defect(int where, byte what)
    {
        var text = Encoding.UTF8.GetBytes(Good + """ "a":{"b":["\ud83d\ude00",1.5e3,null,true]}}""");
        text[(int)((uint)where % (uint)text.Length)] = what;
        EventOrDefect(text);
    }

    private static void EventOrDefect(byte[] text)
    {
        var isEvent = EventView.TryParse(text, out var view, out var defect);
        Assert.Equal(isEvent, view is not null);
        Assert.Equal(isEvent, defect is null);
        using (view)
        {
            Assert.True(defect is not null || view!.Uuid.Length > 0);
            Assert.True(defect is null || defect.Message.Length > 0);
        }
    }

    private static EventView Read(string json)
    {
        Assert.True(EventView.TryParse(Encoding.UTF8.GetBytes(json), out var view, out var defect), defect?.Message);
        return view!;
    }

    private static void Refused(string json, string reason)
    {
        Assert.False(EventView.TryParse(Encoding.UTF8.GetBytes(json), out var view, out var defect));
        Assert.Null(view);
        Assert.Equal(reason, defect!.Reason);
    }
}
