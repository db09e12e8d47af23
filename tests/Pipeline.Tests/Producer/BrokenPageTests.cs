using System.Text;
using Pipeline.Schemas;

namespace Pipeline.Tests.Producer;

public sealed class BrokenPageTests
{
    private const string Broken = """{"uuid":"x","a":[1""";

    private readonly CollectionRig _rig = new();

    private FakeOrg Org => _rig.Org;

    private IEnumerable<string> Letters =>
        _rig.Log.Records(Topics.DeadLetters(Topics.Raw)).Select(x => Encoding.UTF8.GetString(x.Value));

    [Fact]
    public async Task An_element_that_never_ends_is_set_aside_alone()
    {
        var began = _rig.Time.GetUtcNow();
        Org.With(2000).Elements.Insert(700, Broken);
        await _rig.RunAsync();
        Assert.Equal(_rig.Uuids(2000), _rig.Raw);
        Assert.Equal([Broken + "]"], Letters);
        Assert.Equal(1, _rig.Checkpoint.DeadLetters);
        Assert.Contains(
            _rig.Logger.Lines,
            x => x.StartsWith("Error", StringComparison.Ordinal) && x.Contains("dead letters")
        );
        Assert.InRange(_rig.Time.GetUtcNow() - began, TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(13));
        // Behind it pages grow back to their full size.
        Assert.EndsWith("limit=1000", Org.Requests[^1].Url.Query.Split("&after")[0]);
    }

    [Fact]
    public async Task One_larger_than_a_message_goes_in_pieces_that_add_up()
    {
        _rig.Options.MaxEventBytes = 10_000;
        var broken = Broken + new string('1', 60_000);
        Org.With(1500).Elements.Insert(10, broken);
        await _rig.RunAsync();
        Assert.True(Letters.Count() > 5);
        Assert.Equal(broken + "]", string.Concat(Letters));
        Assert.Equal(
            "1/" + Letters.Count(),
            CollectionRig.Header(_rig.Log.Records(Topics.DeadLetters(Topics.Raw))[0], "error.part")
        );
    }

    [Fact]
    public async Task Pages_cut_at_the_same_byte_for_minutes_are_whole_in_the_end()
    {
        Org.With(1200);
        var until = _rig.Time.GetUtcNow().AddMinutes(9);
        Org.Change = (_, response) =>
        {
            if (_rig.Time.GetUtcNow() < until)
            {
                response.Content = new ByteArrayContent(Encoding.Latin1.GetBytes(Text(response)[..20]));
            }
        };
        await _rig.RunAsync();
        Assert.Equal(_rig.Uuids(1200), _rig.Raw);
        Assert.Empty(Letters);
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

    private static string Text(HttpResponseMessage response) =>
        Encoding.Latin1.GetString(response.Content.ReadAsByteArrayAsync().GetAwaiter().GetResult());
}
