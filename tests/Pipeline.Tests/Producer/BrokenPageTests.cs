using System.Text;
using Pipeline.Schemas;

namespace Pipeline.Tests.Producer;

public sealed class BrokenPageTests
{
    private const string Broken = """{"uuid":"x","a":[1},""";

    private readonly CollectionRig _rig = new();

    private FakeOrg Org => _rig.Org;

    private IEnumerable<string> Letters =>
        _rig.Log.Records(Topics.DeadLetters(Topics.Raw)).Select(x => Encoding.UTF8.GetString(x.Value));

    [Fact]
    public async Task An_element_that_never_ends_sinks_neither_its_page_nor_what_follows()
    {
        Org.With(2000);
        var kept = BreakFirstPage(at: 700);
        await _rig.RunAsync();
        Assert.Equal(_rig.Uuids(700).Concat(_rig.Uuids(2000).Skip(1000)), _rig.Raw);
        Assert.Equal([kept()], Letters);
        Assert.Equal(1, _rig.Checkpoint.DeadLetters);
        Assert.Contains(
            _rig.Logger.Lines,
            x => x.StartsWith("Error", StringComparison.Ordinal) && x.Contains("dead letters")
        );
        Assert.Equal(4, _rig.Pause.Waits.Count(x => x.Reason == "transient"));
    }

    [Fact]
    public async Task A_remainder_larger_than_a_message_goes_in_pieces_that_add_up()
    {
        _rig.Options.MaxEventBytes = 10_000;
        Org.With(1500);
        var kept = BreakFirstPage(at: 10);
        await _rig.RunAsync();
        Assert.True(Letters.Count() > 5);
        Assert.Equal(kept(), string.Concat(Letters));
        Assert.Equal(
            "1/" + Letters.Count(),
            CollectionRig.Header(_rig.Log.Records(Topics.DeadLetters(Topics.Raw))[0], "error.part")
        );
    }

    [Fact]
    public async Task A_page_that_arrives_cut_a_few_times_is_read_whole_in_the_end()
    {
        Org.With(1200);
        var cuts = 0;
        Org.Change = (_, response) =>
        {
            if (cuts++ < 8)
            {
                // Each time elsewhere: a hiccup, whatever its patience.
                var body = Text(response);
                response.Content = new ByteArrayContent(
                    Encoding.Latin1.GetBytes(body[..(body.Length / (2 + (cuts % 3)))])
                );
            }
        };
        await _rig.RunAsync();
        Assert.Equal(_rig.Uuids(1200), _rig.Raw);
        Assert.Empty(Letters);
    }

    [Fact]
    public async Task A_broken_page_without_a_way_on_is_an_alarm_and_loses_nothing()
    {
        Org.With(10);
        var fixedAt = 0;
        Org.Change = (_, response) =>
        {
            if (++fixedAt <= 12)
            {
                response.Content = new ByteArrayContent(Encoding.Latin1.GetBytes(Text(response)[..^1]));
                response.Headers.Remove("Link");
            }
        };
        await _rig.RunAsync();
        Assert.Equal(_rig.Uuids(10), _rig.Raw);
        Assert.Empty(Letters);
        Assert.Contains(
            _rig.Logger.Lines,
            x => x.StartsWith("Error", StringComparison.Ordinal) && x.Contains("inside its array")
        );
    }

    /// <summary>Breaks the page at the first cursor before an element; returns what is behind the break.</summary>
    private Func<string> BreakFirstPage(int at)
    {
        var kept = "";
        Org.Change = (request, response) =>
        {
            if (!request.RequestUri!.Query.Contains("after=", StringComparison.Ordinal))
            {
                var body = Text(response);
                var cut = body.IndexOf($"{{\"uuid\":\"u{at}\"", StringComparison.Ordinal);
                kept = Broken + body[cut..];
                response.Content = new ByteArrayContent(Encoding.Latin1.GetBytes(body[..cut] + kept));
            }
        };
        return () => kept;
    }

    private static string Text(HttpResponseMessage response) =>
        Encoding.Latin1.GetString(response.Content.ReadAsByteArrayAsync().GetAwaiter().GetResult());
}
