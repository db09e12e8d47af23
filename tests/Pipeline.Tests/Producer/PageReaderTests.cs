using System.Buffers;
using System.Text;
using FsCheck.Xunit;
using Pipeline.Producer.Okta;
using Pipeline.Schemas.LogEvents;

namespace Pipeline.Tests.Producer;

public sealed class PageReaderTests
{
    private static readonly string[] Odd =
    [
        """{"a":"}]\"\\","b":[{"c":[]}]}""",
        """{"a":01,}""",
        "{\"a\":\"\u0001 raw control\"}",
        "null",
        "12.50e3",
        "\"a,]\\\"\"",
        "[1,[2]]",
        "{\"bad utf-8\":\"\u00FF\u00C0\"}",
        "{]}"[..1] + "}",
    ];

    private static readonly SearchValues<byte> Between = SearchValues.Create(", \t\r\n"u8);

    private static byte[] Bytes(string text) => Encoding.Latin1.GetBytes(text);

    private static async Task<List<string>> ReadAsync(byte[] body, int? blockBytes = null)
    {
        using var memory = blockBytes is { } bytes ? new PageBuffer(bytes) : new PageBuffer();
        var page = new PageReader(memory);
        await page.ReadAsync(new MemoryStream(body), TestContext.Current.CancellationToken);
        return [.. page.Elements.Select(x => Encoding.Latin1.GetString(x.Bytes.Span))];
    }

    [Fact]
    public async Task Elements_keep_their_exact_bytes_whatever_they_are()
    {
        var body = Bytes(" \r\n[ " + string.Join(" ,\n ", Odd) + "\t] \n");
        Assert.Equal(Odd, await ReadAsync(body));
    }

    [Fact]
    public async Task A_mark_at_the_start_is_not_content() =>
        Assert.Equal(["{}"], await ReadAsync([0xEF, 0xBB, 0xBF, .. "[{}]"u8]));

    [Fact]
    public async Task Blocks_may_end_anywhere()
    {
        var body = Bytes("[" + string.Join(" , ", Odd) + "]");
        // The pool's smallest block has 16 bytes: what is in front moves the ends of all blocks.
        for (var blank = 0; blank < 64; blank++)
        {
            Assert.Equal(Odd, await ReadAsync([.. Enumerable.Repeat((byte)' ', blank), .. body], blockBytes: 16));
        }
    }

    /// <summary>One look must see what cutting first and reading each element then would see.</summary>
    [Property(MaxTest = 500)]
    public bool Whatever_arrives_is_cut_and_named_as_if_each_element_were_read_alone(byte[] edits, byte block)
    {
        var body = Bytes("[" + string.Join(",", Enumerable.Range(0, 4).Select(x => FakeOrg.Event(x))) + "]");
        for (var i = 0; i + 1 < edits.Length; i += 2)
        {
            body[edits[i] * body.Length / 256] = edits[i + 1];
        }

        using var memory = new PageBuffer(16 + block);
        var page = new PageReader(memory);
        var error = Record.Exception(() => page.ReadAsync(new MemoryStream(body), default).GetAwaiter().GetResult());
        // Behind the array's own bracket: an element may begin with one too.
        var rest = body.AsSpan(body.AsSpan().IndexOf((byte)'[') + 1);
        foreach (var element in page.Elements)
        {
            // Between two elements nothing is cut: what is skipped is blank or structure.
            rest = rest[rest.IndexOfAnyExcept(Between)..];
            if (!rest.StartsWith(element.Bytes.Span) || ElementScanner.LengthOf(rest) != element.Bytes.Length)
            {
                return false;
            }

            rest = rest[element.Bytes.Length..];
            if (element.Head is not null && !EventView.TryParse(element.Bytes, out _, out _))
            {
                return false;
            }
        }

        return error is null or TruncatedPageException or UnreadablePageException;
    }

    [Fact]
    public async Task A_body_that_ends_early_is_truncated_at_every_byte()
    {
        var body = Bytes("""[{"a":"b"},{"c":[1,2]}]""");
        for (var length = 1; length < body.Length; length++)
        {
            await Assert.ThrowsAsync<TruncatedPageException>(() => ReadAsync(body[..length]));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("<html><body>maintenance</body></html>")]
    [InlineData("""{"errorCode":"E0000009"}""")]
    public async Task What_is_no_array_is_unreadable(string body) =>
        await Assert.ThrowsAsync<UnreadablePageException>(() => ReadAsync(Bytes(body)));

    [Theory]
    [InlineData("[{} {}]", "{}]")]
    [InlineData("[{},]", "]")]
    [InlineData("[,{}]", ",{}]")]
    [InlineData("[{}]x\n", "x\n")]
    [InlineData("[{},{\"a\":\"1},{}]", "{\"a\":\"1},{}]")]
    [InlineData("[{},12", "12")]
    [InlineData("[{},", "")]
    public async Task Behind_the_last_whole_element_every_byte_is_kept(string body, string remainder)
    {
        var error = await Assert.ThrowsAsync<TruncatedPageException>(() => ReadAsync(Bytes(body)));
        Assert.Equal(remainder, Encoding.Latin1.GetString(error.Remainder!));
    }

    [Fact]
    public async Task A_large_page_needs_its_own_size_and_little_more()
    {
        var body = Bytes(
            "[" + string.Join(",", Enumerable.Repeat("{\"a\":\"" + new string('x', 20_000) + "\"}", 1000)) + "]"
        );
        using var memory = new PageBuffer();
        var page = new PageReader(memory);
        await page.ReadAsync(new MemoryStream(body), TestContext.Current.CancellationToken);
        Assert.Equal(1000, page.Elements.Count);
        Assert.InRange(memory.Size, body.Length, body.Length * 1.25);
    }
}
