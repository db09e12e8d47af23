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
        rig.Collection.IdleIsTimeless = false;
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
