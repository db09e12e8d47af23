using System.Net;
using System.Text;
using Pipeline.Events;
using Pipeline.Producer.Collection;
using Pipeline.Producer.Okta;
using Pipeline.Schemas;

namespace Pipeline.Tests.Producer;

public sealed class LicenceTests
{
    private static readonly AvroCodec<LicenceCount> Codec = new(new CommittedSchemaIds());
    private readonly CollectionRig _rig = new();
    private readonly List<string> _users = [];
    private readonly List<Uri> _requests = [];
    private readonly Queue<int> _faults = new();

    public LicenceTests() => _rig.Org.Users = Users;

    private IReadOnlyList<LicenceCount> Counts =>
        [.. _rig.Log.Records(Topics.Licences).Select(x => Codec.Decode(x.Value))];

    private HttpResponseMessage Users(HttpRequestMessage request)
    {
        _requests.Add(request.RequestUri!);
        if (_faults.TryDequeue(out var status))
        {
            return new HttpResponseMessage((HttpStatusCode)status) { Content = new StringContent("<html>") };
        }

        var query = System.Web.HttpUtility.ParseQueryString(request.RequestUri!.Query);
        var limit = int.Parse(query["limit"]!);
        var after = int.Parse(query["after"] ?? "0");
        var page = _users.Skip(after).Take(limit).ToList();
        var response = new HttpResponseMessage(HttpStatusCode.OK)
        {
            Content = new StringContent("[" + string.Join(',', page) + "]", Encoding.UTF8),
        };
        if (after + page.Count < _users.Count)
        {
            response.Headers.TryAddWithoutValidation(
                "Link",
                $"<https://acme.okta.example/api/v1/users?limit={limit}&after={after + page.Count}>; rel=\"next\""
            );
        }

        return response;
    }

    private void Add(int count, string status)
    {
        for (var i = 0; i < count; i++)
        {
            _users.Add($$"""{"id":"00u{{_users.Count}}","status":"{{status}}"}""");
        }
    }

    [Fact]
    public async Task Users_are_counted_once_per_day_by_status()
    {
        Add(450, "ACTIVE");
        Add(30, "DEPROVISIONED");
        await _rig.CountAsync(waits: 2);
        Assert.Equal(["2026-05-12", "2026-05-13"], Counts.Select(x => x.date).Order());
        var count = Counts.Single(x => x.date == "2026-05-12");
        Assert.Equal((480, 3, 1), (count.total, count.pages, count.revision));
        Assert.Equal(450, count.by_status["ACTIVE"]);
        Assert.Equal(30, count.by_status["DEPROVISIONED"]);
        Assert.Contains("status eq \"DEPROVISIONED\"", Uri.UnescapeDataString(_requests[0].Query));
        Assert.Equal(6, _requests.Count);
    }

    [Fact]
    public async Task A_restart_on_the_same_day_does_not_count_again()
    {
        Add(5, "ACTIVE");
        await _rig.CountAsync();
        await _rig.CountAsync();
        Assert.Single(Counts);
        Assert.Single(_requests);
    }

    [Fact]
    public async Task A_timeout_halves_the_page_and_nothing_is_counted_twice()
    {
        Add(500, "ACTIVE");
        _faults.Enqueue(500);
        _faults.Enqueue(500);
        await _rig.CountAsync();
        Assert.Equal(500, Assert.Single(Counts).total);
        Assert.Contains("limit=50&", _requests[^1].Query + "&", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(403)]
    [InlineData(400)]
    public async Task A_listing_that_does_not_end_gives_no_count_and_polling_goes_on(int status)
    {
        Add(500, "ACTIVE");
        _rig.Org.With(3);
        var pages = 0;
        var users = _rig.Org.Users;
        _rig.Org.Users = x =>
            ++pages % 2 == 0
                ? new HttpResponseMessage((HttpStatusCode)status) { Content = new StringContent("") }
                : users(x);
        _rig.Options.CountLicences = true;
        await _rig.RunAsync(
            idle: int.MaxValue,
            waits: 100_000,
            until: () => _rig.Raw.Count() == 3 && _rig.Logger.Lines.Any(x => x.Contains("okta.users.read"))
        );
        Assert.Empty(Counts);
        Assert.Equal(_rig.Uuids(3), _rig.Raw);
        Assert.Contains(_rig.Logger.Lines, x => x.Contains("okta.users.read"));
    }

    [Fact]
    public async Task A_listing_with_something_else_than_users_gives_no_count()
    {
        Add(5, "ACTIVE");
        _users.Add("17");
        await _rig.CountAsync();
        Assert.Empty(Counts);
    }

    [Fact]
    public void Tenants_count_in_the_first_hours_of_the_day_and_not_all_at_once()
    {
        var times = Enumerable.Range(0, 200).Select(x => LicenceSchedule.TimeOfDay($"tenant-{x}")).ToList();
        Assert.All(times, x => Assert.InRange(x, TimeSpan.Zero, TimeSpan.FromHours(4)));
        Assert.True(times.Distinct().Count() > 190);
        Assert.InRange(times.Average(x => x.TotalHours), 1.5, 2.5);
    }

    [Fact]
    public void The_next_count_is_due_today_or_tomorrow()
    {
        var at = LicenceSchedule.TimeOfDay("acme");
        var midnight = new DateTimeOffset(2026, 5, 12, 0, 0, 0, TimeSpan.Zero);
        Assert.Equal(at, LicenceSchedule.Wait("acme", false, midnight));
        Assert.Equal(TimeSpan.Zero, LicenceSchedule.Wait("acme", false, midnight.AddHours(5)));
        Assert.Equal(TimeSpan.FromHours(19) + at, LicenceSchedule.Wait("acme", true, midnight.AddHours(5)));
    }

    [Fact]
    public void Every_documented_status_is_asked_for()
    {
        Assert.True(OrgUrl.TryParse("https://acme.okta.example", out var org, out _));
        var url = UsersUrl.First(org!);
        Assert.NotNull(LogsUrl.Exact(url));
        Assert.All(UsersUrl.Statuses, x => Assert.Contains(x, url, StringComparison.Ordinal));
    }
}
