using System.Text;
using FsCheck.Xunit;
using Pipeline.Producer.Okta;

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

    private static byte[] Bytes(string text) => Encoding.Latin1.GetBytes(text);

    private static async Task<List<string>> ReadAsync(byte[] body)
    {
        var elements = new List<string>();
        await foreach (
            var element in PageReader.ReadAsync(new MemoryStream(body), TestContext.Current.CancellationToken)
        )
        {
            elements.Add(Encoding.Latin1.GetString(element));
        }

        return elements;
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

    [Property]
    public bool Chunks_may_break_anywhere(byte[] sizes)
    {
        var body = Bytes("[" + string.Join(",", Odd) + "]");
        var scanner = new ElementScanner();
        var found = new List<string>();
        var position = 0;
        for (var i = 0; position < body.Length; i++)
        {
            var size = Math.Min(body.Length - position, sizes.Length == 0 ? 1 : 1 + (sizes[i % sizes.Length] % 9));
            scanner.Feed(body.AsSpan(position, size));
            position += size;
            while (scanner.TryTake(out var element))
            {
                found.Add(Encoding.Latin1.GetString(element!));
            }
        }

        return scanner.IsComplete && found.SequenceEqual(Odd);
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
    public void A_large_page_needs_its_own_size_and_little_more()
    {
        var body = Bytes(
            "[" + string.Join(",", Enumerable.Repeat("{\"a\":\"" + new string('x', 20_000) + "\"}", 1000)) + "]"
        );
        var scanner = new ElementScanner();
        var kept = new List<byte[]>(1000);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var position = 0; position < body.Length; position += 65_536)
        {
            scanner.Feed(body.AsSpan(position, Math.Min(65_536, body.Length - position)));
            while (scanner.TryTake(out var element))
            {
                kept.Add(element!);
            }
        }

        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Equal(1000, kept.Count);
        Assert.InRange(allocated, body.Length * 0.9, body.Length * 1.1);
    }
}
