using Pipeline.Schemas;

namespace Pipeline.Tests.Producer;

public sealed class PollingTests
{
    private readonly CollectionRig _rig = new();

    private FakeOrg Org => _rig.Org;

    private IEnumerable<Uri> Urls => Org.Requests.Select(x => x.Url);

    private static void Link(HttpResponseMessage response, params string[] lines)
    {
        response.Headers.Remove("Link");
        foreach (var line in lines)
        {
            response.Headers.TryAddWithoutValidation("Link", line);
        }
    }

    [Fact]
    public async Task Every_event_is_published_once_in_order_with_its_exact_text()
    {
        Org.With(2500);
        await _rig.RunAsync();
        Assert.Equal(_rig.Uuids(2500), _rig.Raw);
        Assert.Equal(Org.Elements, _rig.Payloads);
        Assert.Equal(3, Org.Requests.Count);
        Assert.Equal(2500, _rig.Checkpoint.Events);
        Assert.Equal(3, _rig.Checkpoint.Pages);
        Assert.Equal("u2499", _rig.Checkpoint.LastEventId);
    }

    [Fact]
    public async Task The_first_request_polls_and_the_next_one_is_the_exact_link()
    {
        Org.With(1000);
        await _rig.RunAsync();
        Assert.Equal(
            "https://acme.okta.example/api/v1/logs?since=2026-05-05T08:00:00.000Z&sortOrder=ASCENDING&limit=1000",
            Urls.First().OriginalString
        );
        // An escape of an unreserved character stays as Okta wrote it.
        Assert.EndsWith("&after=1%2E5_1000", Urls.Last().PathAndQuery, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Records_carry_key_and_headers()
    {
        Org.With(1);
        await _rig.RunAsync();
        var record = Assert.Single(_rig.Log.Records(Topics.Raw));
        Assert.Equal("acme"u8.ToArray(), record.Key);
        Assert.Equal("u0", CollectionRig.Header(record, HeaderNames.EventId));
        Assert.Equal("user.session.start", CollectionRig.Header(record, HeaderNames.EventType));
        Assert.Equal("https://acme.okta.example", CollectionRig.Header(record, HeaderNames.EventSource));
        Assert.Equal("2026-05-12T07:00:00.000Z", CollectionRig.Header(record, HeaderNames.EventTime));
        Assert.Equal("application/avro", CollectionRig.Header(record, HeaderNames.ContentType));
        Assert.StartsWith(
            "okta-producer/",
            CollectionRig.Header(record, HeaderNames.Producer),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_restart_goes_on_behind_the_last_committed_page()
    {
        Org.With(1500);
        await _rig.RunAsync();
        Org.With(700);
        await _rig.RunAsync();
        await _rig.RunAsync();
        Assert.Equal(_rig.Uuids(2200), _rig.Raw);
    }

    [Fact]
    public async Task An_idle_tenant_asks_once_per_interval_and_writes_nothing()
    {
        Org.With(3);
        await _rig.RunAsync(idle: 5);
        Assert.Equal(5, Org.Requests.Count);
        Assert.All(_rig.Pause.Waits, x => Assert.Equal(("idle", TimeSpan.FromSeconds(5)), x));
        // Where it began, and one page.
        Assert.Equal(2, _rig.Log.Commits);
    }

    [Fact]
    public async Task Joined_links_in_any_order_of_parameters_are_followed()
    {
        Org.With(1200);
        Org.Change = (_, response) =>
        {
            var links = response.Headers.GetValues("Link").Select(x => x.Replace("; ", " ;title=\"a,b\"; ")).Reverse();
            Link(response, string.Join(",", links));
        };
        await _rig.RunAsync();
        Assert.Equal(_rig.Uuids(1200), _rig.Raw);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Events_without_a_way_on_are_published_once_and_the_cursor_stays(bool restart)
    {
        Org.With(5);
        var broken = true;
        Org.Change = (request, response) =>
        {
            if (broken)
            {
                Link(response, $"<{request.RequestUri!.OriginalString}>; rel=\"self\"");
            }
        };
        await _rig.RunAsync(idle: 2);
        Org.With(4);
        await _rig.RunAsync(idle: 2);
        Assert.Equal(_rig.Uuids(9), _rig.Raw);
        Assert.Equal(9, _rig.Checkpoint.PageElements);
        broken = false;
        if (restart)
        {
            await _rig.RunAsync();
        }

        Org.With(2);
        await _rig.RunAsync(idle: 2);
        Assert.Equal(_rig.Uuids(11), _rig.Raw);
        Assert.Equal(0, _rig.Checkpoint.PageElements);
    }

    [Fact]
    public async Task An_empty_page_without_links_keeps_the_cursor()
    {
        Org.With(1000);
        Org.Change = (_, response) =>
        {
            if (Org.Requests.Count > 1)
            {
                Link(response);
            }
        };
        await _rig.RunAsync(idle: 3);
        Assert.Single(Urls.Skip(1).Distinct());
        Assert.Equal(_rig.Uuids(1000), _rig.Raw);
    }

    [Theory]
    [InlineData("https://evil.example/api/v1/logs?after=1_1000&limit=1000")]
    [InlineData("http://acme.okta.example/api/v1/logs?after=1_1000&limit=1000")]
    [InlineData("https://acme.okta.example@evil.example/api/v1/logs?after=1_1000&limit=1000")]
    [InlineData("//evil.example/api/v1/logs?after=1_1000&limit=1000")]
    public async Task A_foreign_next_link_gets_no_request_and_raises_an_alarm(string link)
    {
        Org.With(1000);
        Org.Change = (_, response) => Link(response, $"<{link}>; rel=\"next\"");
        await _rig.RunAsync(waits: 3);
        Assert.All(Urls, x => Assert.Equal("https://acme.okta.example", x.GetLeftPart(UriPartial.Authority)));
        Assert.Equal([30, 60, 120], _rig.Pause.Waits.Select(x => x.Wait.TotalSeconds));
        Assert.Contains(
            _rig.Logger.Lines,
            x => x.StartsWith("Error", StringComparison.Ordinal) && x.Contains("no credentials")
        );
        Org.Change = (_, _) => { };
        await _rig.RunAsync();
        Assert.Equal(_rig.Uuids(1000), _rig.Raw);
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        Org.With(1);
        Org.Fail(302, "", x => x.Headers.Location = new Uri("https://evil.example/"));
        await _rig.RunAsync();
        Assert.All(Urls, x => Assert.Equal("acme.okta.example", x.Host));
        Assert.Equal(["u0"], _rig.Raw);
    }

    [Fact]
    public async Task A_truncated_page_publishes_nothing_and_is_read_again()
    {
        Org.With(10);
        Org.Fail(
            200,
            "[" + string.Join(",", Org.Elements.Take(7)),
            x => Link(x, "<https://acme.okta.example/api/v1/logs?limit=1000&after=1_7>; rel=\"next\"")
        );
        await _rig.RunAsync();
        Assert.Equal(_rig.Uuids(10), _rig.Raw);
        Assert.Equal(2, Org.Requests.Count);
        Assert.Equal(2, _rig.Log.Commits);
    }

    [Fact]
    public async Task A_malformed_element_is_dead_lettered_byte_for_byte_and_the_rest_published()
    {
        Org.With(2);
        string[] bad = ["{\"uuid\":\"x\",}", "null", "{\"uuid\":\"\u00FF\"}", "{\"uuid\":\"y\",\"eventType\":\"t\"}"];
        Org.Elements.AddRange(bad);
        Org.Elements.Add(FakeOrg.Event(2));
        await _rig.RunAsync();
        Assert.Equal(_rig.Uuids(3), _rig.Raw);
        var letters = _rig.Log.Records(Topics.DeadLetters(Topics.Raw));
        Assert.Equal(bad, letters.Select(x => System.Text.Encoding.Latin1.GetString(x.Value)));
        Assert.Equal(
            ["malformed_json", "not_an_object", "invalid_utf8", "missing_published"],
            letters.Select(x => CollectionRig.Header(x, HeaderNames.ErrorReason))
        );
        Assert.All(letters, x => Assert.Equal("collect", CollectionRig.Header(x, HeaderNames.ErrorStage)));
        Assert.All(letters, x => Assert.Equal("acme"u8.ToArray(), x.Key));
        Assert.Equal(4, _rig.Checkpoint.DeadLetters);
    }

    [Fact]
    public async Task An_event_too_large_for_a_message_is_dead_lettered_in_pieces()
    {
        _rig.Options.MaxEventBytes = 1024;
        var large = FakeOrg.Event(0).Replace("1.0e1", "\"" + new string('x', 3000) + "\"");
        Org.Elements.AddRange([large, FakeOrg.Event(1)]);
        await _rig.RunAsync();
        Assert.Equal(["u1"], _rig.Raw);
        var letters = _rig.Log.Records(Topics.DeadLetters(Topics.Raw));
        Assert.Equal(large, string.Concat(letters.Select(x => System.Text.Encoding.UTF8.GetString(x.Value))));
        Assert.Equal(["1/4", "2/4", "3/4", "4/4"], letters.Select(x => CollectionRig.Header(x, "error.part")));
    }

    [Theory]
    [InlineData("uuid")]
    [InlineData("eventType")]
    public async Task An_event_whose_name_outgrows_its_record_is_a_dead_letter_and_stops_nobody(string field)
    {
        var value = field == "uuid" ? "u0" : "user.session.start";
        // Well below Okta:MaxEventBytes itself, but the record repeats the name in a field and in a header.
        var large = FakeOrg.Event(0).Replace(value, value + new string('x', 500_000));
        Org.Elements.AddRange([large, FakeOrg.Event(1)]);
        await _rig.RunAsync();
        Assert.Equal(["u1"], _rig.Raw);
        var letter = Assert.Single(_rig.Log.Records(Topics.DeadLetters(Topics.Raw)));
        Assert.Equal(large, System.Text.Encoding.UTF8.GetString(letter.Value));
        Assert.Equal("too_large", CollectionRig.Header(letter, HeaderNames.ErrorReason));
        Assert.Contains(field, CollectionRig.Header(letter, HeaderNames.ErrorMessage));
    }

    [Fact]
    public async Task A_checkpoint_never_grows_with_the_uuid_of_an_event()
    {
        var large = FakeOrg.Event(0).Replace("u0", "u0" + new string('x', 3_000_000));
        Org.Elements.Add(large);
        await _rig.RunAsync();
        Assert.Empty(_rig.Raw);
        Assert.Equal(1, _rig.Checkpoint.DeadLetters);
        Assert.All(_rig.Log.Records(Topics.Checkpoints), x => Assert.InRange(x.Value.Length, 1, 4096));
    }
}
