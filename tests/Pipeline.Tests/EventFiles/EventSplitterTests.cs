using System.Text;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Pipeline.Processor.EventFiles;

namespace Pipeline.Tests.EventFiles;

public sealed class EventSplitterTests
{
    [Theory]
    [InlineData("{\"a\":1}\n{\"a\":2}\n", "1:{\"a\":1}", "2:{\"a\":2}")]
    [InlineData("{\"a\":1}\n{\"a\":2}", "1:{\"a\":1}", "2:{\"a\":2}")]
    [InlineData("{\"a\":1}\r\n\r\n{\"a\":2}\r\n", "1:{\"a\":1}", "3:{\"a\":2}")]
    [InlineData("\n\n  \t{ \"a\" : 1.0 }  \n", "3:{ \"a\" : 1.0 }")]
    [InlineData("[{\"a\":1},{\"a\":2}]", "1:{\"a\":1}", "1:{\"a\":2}")]
    [InlineData("[\n  {\"a\":1},\n  {\"a\":2}\n]\n", "2:{\"a\":1}", "3:{\"a\":2}")]
    [InlineData("[{\"a\":1}]\n[{\"a\":2}]\n[]\n", "1:{\"a\":1}", "2:{\"a\":2}")]
    [InlineData("{\"a\":1}{\"a\":2} {\"a\":3},{\"a\":4}", "1:{\"a\":1}", "1:{\"a\":2}", "1:{\"a\":3}", "1:{\"a\":4}")]
    [InlineData("{\n \"a\":1\n}\n{\n \"a\":2\n}\n", "1:{\n \"a\":1\n}", "4:{\n \"a\":2\n}")]
    [InlineData("{\"a\":\"}{\\\"\\\\\"}\n", "1:{\"a\":\"}{\\\"\\\\\"}")]
    [InlineData("[]")]
    [InlineData("")]
    public void Objects_are_found_in_every_layout(string text, params string[] expected) =>
        Assert.Equal(expected, Read(text));

    [Theory]
    [InlineData("{\"a\":1} trailing\n{\"a\":2}", "1:{\"a\":1}", "1:malformed_json", "2:{\"a\":2}")]
    [InlineData("nonsense {\"a\":1}\n{\"a\":2}", "1:malformed_json", "2:{\"a\":2}")]
    [InlineData("{\"a\":1\n{\"a\":2}\n{\"a\":3}", "1:malformed_json", "2:{\"a\":2}", "3:{\"a\":3}")]
    [InlineData("{\"a\":\n{\"a\":2}\n{\"a\":3}", "1:malformed_json", "2:{\"a\":2}", "3:{\"a\":3}")]
    [InlineData("{\"a\":\"cut\n{\"a\":2}", "1:malformed_json", "2:{\"a\":2}")]
    [InlineData("{\"a\":1}\n{\"a\":\"cut", "1:{\"a\":1}", "2:malformed_json")]
    [InlineData("{'a':1}\n{\"a\":2}", "1:malformed_json", "2:{\"a\":2}")]
    [InlineData("{\"a\":1,}\n{\"a\":2}", "1:malformed_json", "2:{\"a\":2}")]
    [InlineData(
        "null\n\"text\"\n12\n{\"a\":2}",
        "1:malformed_json",
        "2:malformed_json",
        "3:malformed_json",
        "4:{\"a\":2}"
    )]
    [InlineData("[INFO] started\n{\"a\":2}", "1:malformed_json", "2:{\"a\":2}")]
    [InlineData("[{\"a\":1}", "1:{\"a\":1}", "1:malformed_json")]
    [InlineData("[\n{\"a\":1},\nrubbish,\n{\"a\":2}\n]", "2:{\"a\":1}", "3:malformed_json", "4:{\"a\":2}")]
    [InlineData("{\"a\":1}]\n{\"a\":2}", "1:{\"a\":1}", "1:malformed_json", "2:{\"a\":2}")]
    [InlineData("[[{\"a\":1}]]\n{\"a\":2}", "1:malformed_json", "2:{\"a\":2}")]
    [InlineData("\0\0\0\n{\"a\":2}", "1:malformed_json", "2:{\"a\":2}")]
    public void What_is_no_object_is_rejected_by_line_and_affects_no_other(string text, params string[] expected) =>
        Assert.Equal(expected, Read(text));

    [Fact]
    public void A_broken_object_of_many_lines_is_one_rejection()
    {
        const string Text = """
            [
              {
                "a": 1,
                "b": oops,
                "c": [
                  {
                    "d": 1
                  }
                ]
              },
              {
                "a": 2
              }
            ]
            """;
        var entries = Split(Text, [Text.Length], EventSplitter.DefaultMaxBytes);
        var rejected = Assert.IsType<RejectedText>(entries[0]);
        Assert.Equal(2, rejected.Line);
        Assert.Contains("up to line 10", rejected.Message, StringComparison.Ordinal);
        Assert.Equal(11, Assert.IsType<EventText>(entries[1]).Line);
        Assert.Equal(2, entries.Count);
    }

    [Fact]
    public void An_object_beyond_the_bound_is_rejected_and_the_next_is_read()
    {
        var text = "{\"a\":\"" + new string('x', 200) + "\"}\n{\"a\":2}\n";
        Assert.Equal(["1:too_large", "2:{\"a\":2}"], Read(text, maxBytes: 100));
    }

    [Fact]
    public void An_object_without_end_is_given_up_at_the_bound()
    {
        var text = "{\"a\":[\n" + string.Concat(Enumerable.Repeat("1,\n", 100)) + "{\"a\":2}\n";
        Assert.Equal(["1:too_large", "102:{\"a\":2}"], Read(text, maxBytes: 100));
    }

    [Fact]
    public void A_message_carries_no_position_of_the_parser()
    {
        var rejected = Assert.IsType<RejectedText>(Split("\n\n{\"a\":x}", [9], 100)[0]);
        Assert.Equal(3, rejected.Line);
        Assert.DoesNotContain("LineNumber", rejected.Message, StringComparison.Ordinal);
    }

    [Property(MaxTest = 300)]
    public Property Pieces_of_any_size_give_the_same_entries() =>
        Prop.ForAll(
            Gen.Elements(Fragments).ListOf().ToArbitrary(),
            Gen.Choose(1, 9).NonEmptyListOf().ToArbitrary(),
            static (fragments, sizes) =>
            {
                var text = string.Concat(fragments);
                Assert.Equal(Read(text), Show(Split(text, [.. sizes], EventSplitter.DefaultMaxBytes)));
            }
        );

    [Property(MaxTest = 300)]
    public Property Every_good_line_counts_whatever_the_others_are() =>
        Prop.ForAll(
            Gen.Elements(Lines).ListOf().ToArbitrary(),
            static lines =>
            {
                var text = string.Join('\n', lines.Select((x, i) => x == Good ? $"{{\"n\":{i}}}" : x));
                var events = Read(text).Where(x => x.Contains("\"n\"", StringComparison.Ordinal));
                var expected = lines.Index().Where(x => x.Item == Good);
                Assert.Equal(expected.Select(x => $"{x.Index + 1}:{{\"n\":{x.Index}}}"), events);
            }
        );

    private const string Good = "good";

    private static readonly string[] Lines =
    [
        Good,
        Good,
        "",
        "rubbish",
        "{\"cut\":\"",
        "{\"cut\":1",
        "{\"cut\":",
        // No closing brace alone on a line: it makes a good object of many lines out of a cut one.
        "{",
        "]",
        "{\"a\":1}}",
        "[x",
        "[{\"a\":1}]",
    ];

    private static readonly string[] Fragments =
    [
        "{",
        "}",
        "[",
        "]",
        ",",
        "\n",
        "\r\n",
        "  ",
        "\"a\":",
        "1",
        "\"text\"",
        "{\"a\":1}",
        "{\"a\":{\"b\":[1]}}\n",
        "x",
    ];

    private static string[] Read(string text, int maxBytes = EventSplitter.DefaultMaxBytes) =>
        Show(Split(text, [Math.Max(1, text.Length)], maxBytes));

    private static string[] Show(List<EventFileEntry> entries) =>
        [
            .. entries.Select(x =>
                x is EventText e
                    ? $"{x.Line}:{Encoding.UTF8.GetString(e.Bytes.Span)}"
                    : $"{x.Line}:{((RejectedText)x).Reason}"
            ),
        ];

    /// <summary>Gives the text in pieces of these sizes, over and over, as a reader does.</summary>
    private static List<EventFileEntry> Split(string text, int[] sizes, int maxBytes)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var splitter = new EventSplitter(maxBytes);
        var entries = new List<EventFileEntry>();
        var (consumed, given) = (0, 0);
        for (var i = 0; given < bytes.Length; i++)
        {
            given = Math.Min(bytes.Length, given + sizes[i % sizes.Length]);
            consumed += splitter.Split(bytes.AsSpan(consumed, given - consumed), end: false, entries);
        }

        consumed += splitter.Split(bytes.AsSpan(consumed), end: true, entries);
        Assert.Equal(bytes.Length, consumed);
        return entries;
    }
}
