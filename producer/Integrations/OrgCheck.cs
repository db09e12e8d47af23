using Pipeline.Producer.Collection;
using Pipeline.Producer.Okta;
using Pipeline.Producer.Okta.OAuth;

namespace Pipeline.Producer.Integrations;

/// <summary>Asks an org, as collection would, for one event and one user, and says what is missing.</summary>
internal sealed class OrgCheck(HttpMessageInvoker http, TimeProvider time)
{
    /// <summary>Sentences, in the order asked, and whether all is well.</summary>
    public async Task<(bool Good, IReadOnlyList<string> Lines)> RunAsync(
        Tenant tenant,
        bool readsUsers,
        CancellationToken stop
    )
    {
        // A page keeps its slot until it is disposed, and both answers are held to the end.
        using var slots = new PageSlots(2);
        var client = new PageClient(tenant.Org, tenant.Credentials, http, slots, time);
        var lines = new List<string>();
        var logs = LogsUrl.WithLimit(LogsUrl.First(tenant.Org, time.GetUtcNow() - TimeSpan.FromHours(1)), 1);
        using var log = await client.GetAsync(logs, stop);
        var good = log.Page is not null;
        lines.Add(
            log.Failure is { } failure
                ? $"System Log: {Sentence(tenant, failure, "okta.logs.read", "Read-only Administrator")} (request "
                    + $"{log.RequestId ?? "-"})"
                : $"System Log: may be read; {Rate(log.Rate.Limit, tenant.RateShare)}"
        );
        if (good && readsUsers)
        {
            using var users = await client.GetAsync(UsersUrl.First(tenant.Org, 1), stop);
            good = users.Page is not null;
            lines.Add(
                users.Failure is { } refusal
                    ? $"Users: {Sentence(tenant, refusal, "okta.users.read", "Read-only Administrator")} The licence "
                        + "count needs them; "
                        + $"set Okta__CountLicences=false to do without (request {users.RequestId ?? "-"})"
                    : "Users: may be read"
            );
        }

        return (good, lines);
    }

    private static string Sentence(Tenant tenant, OktaFailure failure, string scope, string role) =>
        failure.Status switch
        {
            400 or 401 or 403 when failure.Kind == FailureKind.Auth && tenant.Credentials is OAuthCredentials =>
                $"the org does not accept the app ({failure.Message}). {tenant.Credentials.Advice(failure.Status)}",
            401 => $"the org does not accept the credentials ({failure.Message}). Make a new token in the org's admin "
                + "console (Security, API, Tokens), as a user who stays active.",
            403 =>
                $"the credentials may not ({failure.Message}). Give the token's user the role {role}, or the app the "
                    + $"scope {scope}.",
            404 => $"there is no Okta org at this address ({failure.Message}). Check the domain.",
            _ => failure.Message,
        };

    private static string Rate(long? limit, double share) =>
        limit is { } known
            ? $"the org allows {known} requests a minute, of which {known * share:0} will be used"
            : "the org tells no rate limit";
}
