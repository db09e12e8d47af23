using System.Net;
using Pipeline.Producer.Collection;
using Pipeline.Producer.Okta;
using Pipeline.Schemas;
using Pipeline.Tests.Producer.Reconciliation;

namespace Pipeline.Tests.Producer;

/// <summary>A window found closed by what asks beside the live poll stays closed for whoever takes over.</summary>
public sealed class ClosedWindowTests
{
    [Fact]
    public async Task By_the_reconciler()
    {
        var rig = new ReconcileRig();
        // The poll finds the window closed as well: its wait must not be over before the reconciler has its answer.
        rig.Collection.Timeless = ["idle", "rate_limit"];
        rig.Org.With(10);
        rig.Ask(rig.Request());
        rig.Org.Change = (request, response) =>
        {
            if (request.RequestUri!.Query.Contains("until=", StringComparison.Ordinal))
            {
                Close(rig.Collection, response);
            }
        };
        // Ended before anything else, as a kill would.
        await rig.Collection.RunAsync(
            idle: int.MaxValue,
            waits: int.MaxValue,
            until: () => Until(rig.Collection, RateBucket.Logs) is not null
        );
        var until = Assert.NotNull(Until(rig.Collection, RateBucket.Logs));
        Assert.True(rig.Collection.Time.GetUtcNow() < until);
        rig.Collection.Timeless = [];
        var before = rig.Org.Requests.Count;
        rig.Org.Change = (_, _) => { };
        rig.Org.With(1);
        await rig.Collection.RunAsync();
        Assert.Contains("rate_limit", rig.Collection.Pause.Waits[0].Reason);
        Assert.True(rig.Collection.Time.GetUtcNow() >= until);
        Assert.True(rig.Org.Requests.Count > before);
    }

    [Fact]
    public async Task By_the_count_of_users()
    {
        var rig = new CollectionRig();
        rig.Org.Users = _ =>
        {
            var response = new HttpResponseMessage(HttpStatusCode.TooManyRequests) { Content = new StringContent("") };
            Close(rig, response);
            return response;
        };
        rig.Options.CountLicences = true;
        await rig.RunAsync(
            idle: int.MaxValue,
            waits: int.MaxValue,
            until: () => Until(rig, RateBucket.Users) is not null
        );
        var until = Assert.NotNull(Until(rig, RateBucket.Users));
        var asked = new List<DateTimeOffset>();
        rig.Org.Users = _ =>
        {
            asked.Add(rig.Time.GetUtcNow());
            return new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent("[]") };
        };
        await rig.RunAsync(idle: int.MaxValue, waits: int.MaxValue, until: () => asked.Count > 0);
        Assert.True(asked[0] >= until, $"asked at {asked[0]:O}, closed until {until:O}");
    }

    [Fact]
    public async Task By_the_last_answer_of_a_poll_that_is_given_up()
    {
        var rig = await RefusedAndGivenUpAsync();
        var until = Assert.NotNull(Until(rig, RateBucket.Logs));
        Assert.Single(rig.Org.Requests);
        await rig.RunAsync();
        Assert.Equal(10, rig.Raw.Count());
        Assert.Contains("rate_limit", rig.Pause.Waits[0].Reason);
        Assert.True(rig.Time.GetUtcNow() >= until);
    }

    [Fact]
    public async Task A_page_whose_body_comes_too_late_still_closes_the_window()
    {
        var rig = new CollectionRig();
        rig.Org.With(10).Change = (_, x) =>
        {
            Close(rig, x);
            rig.Stop();
        };
        await rig.RunAsync();
        Assert.NotNull(Until(rig, RateBucket.Logs));
        Assert.Empty(rig.Raw);
    }

    [Fact]
    public async Task Users_are_not_counted_while_the_log_is_closed()
    {
        var rig = await RefusedAndGivenUpAsync();
        var until = Assert.NotNull(Until(rig, RateBucket.Logs));
        var asked = new List<DateTimeOffset>();
        rig.Org.Users = _ =>
        {
            asked.Add(rig.Time.GetUtcNow());
            return new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent("[]") };
        };
        rig.Options.CountLicences = true;
        await rig.RunAsync(idle: int.MaxValue, waits: int.MaxValue, until: () => asked.Count > 0);
        Assert.True(asked[0] >= until, $"asked at {asked[0]:O}, closed until {until:O}");
    }

    /// <summary>A poll that is refused for its rate and given up in the same moment.</summary>
    private static async Task<CollectionRig> RefusedAndGivenUpAsync()
    {
        var rig = new CollectionRig();
        rig.Org.With(10)
            .Fail(
                429,
                change: x =>
                {
                    Close(rig, x);
                    rig.Stop();
                }
            );
        await rig.RunAsync();
        return rig;
    }

    private static DateTimeOffset? Until(CollectionRig rig, RateBucket bucket)
    {
        var windows = new ClosedWindows(new CommittedSchemaIds());
        foreach (var record in rig.Log.Records(Topics.Checkpoints))
        {
            windows.Take(record);
        }

        return windows.Until(CollectionRig.Tenant, bucket);
    }

    private static void Close(CollectionRig rig, HttpResponseMessage response)
    {
        response.Headers.Date = rig.Time.GetUtcNow();
        response.Headers.Add("X-Rate-Limit-Limit", "20");
        response.Headers.Add("X-Rate-Limit-Remaining", "0");
        response.Headers.Add("X-Rate-Limit-Reset", $"{rig.Time.GetUtcNow().AddSeconds(50).ToUnixTimeSeconds()}");
    }
}
