using Pipeline.Schemas.LogEvents;

namespace Pipeline.Local.Simulation.Api;

/// <summary>The parameters of a System Log request, checked as the API checks them. Pure.</summary>
internal sealed record LogsQuery
{
    public const int MaxLimit = 1000;
    public const int DefaultLimit = 100;

    /// <summary>A <c>since</c> older than this is refused.</summary>
    private const int MaxSinceDays = 180;

    private static readonly string[] Known = ["since", "until", "after", "limit", "sortOrder", "filter", "q"];

    public long? SinceMs { get; private init; }
    public long? UntilMs { get; private init; }
    public string? After { get; private init; }
    public int Limit { get; private init; } = DefaultLimit;
    public bool Descending { get; private init; }

    /// <summary>Polling: every event, in order of persistence, for ever.</summary>
    public bool Polling => UntilMs is null && !Descending;

    /// <summary>Reads the parameters; the error is the answer to send instead.</summary>
    public static OktaError? Read(IReadOnlyDictionary<string, string> values, DateTimeOffset now, out LogsQuery query)
    {
        query = new LogsQuery();
        if (values.Keys.FirstOrDefault(key => !Known.Contains(key)) is { } unknown)
        {
            return OktaError.Validation(unknown, "The parameter is unknown.");
        }

        if (values.ContainsKey("filter") || values.ContainsKey("q"))
        {
            return OktaError.Unsupported("This simulated org does not filter: read everything.");
        }

        if (values.ContainsKey("after") && values.ContainsKey("since"))
        {
            return OktaError.Validation("after", "The parameters 'after' and 'since' exclude each other.");
        }

        return Times(values, now, ref query) ?? Paging(values, ref query);
    }

    private static OktaError? Times(IReadOnlyDictionary<string, string> values, DateTimeOffset now, ref LogsQuery query)
    {
        if (values.TryGetValue("since", out var since))
        {
            if (!EventView.TryTime(since, out var time) || time > now)
            {
                return OktaError.Validation(
                    "since",
                    "The date format in your query is not recognized, or it is in the future."
                );
            }

            if (time < now.AddDays(-MaxSinceDays))
            {
                return OktaError.InvalidSearch("The since parameter is over 180 days prior to the current day.");
            }

            query = query with { SinceMs = time.ToUnixTimeMilliseconds() };
        }

        if (values.TryGetValue("until", out var until))
        {
            if (!EventView.TryTime(until, out var time))
            {
                return OktaError.Validation("until", "The date format in your query is not recognized.");
            }

            query = query with { UntilMs = time.ToUnixTimeMilliseconds() };
        }

        return null;
    }

    private static OktaError? Paging(IReadOnlyDictionary<string, string> values, ref LogsQuery query)
    {
        if (values.TryGetValue("limit", out var limit))
        {
            if (!int.TryParse(limit, out var number) || number is < 0 or > MaxLimit)
            {
                return OktaError.Validation("limit", "The limit must be between 0 and 1000.");
            }

            query = query with { Limit = number };
        }

        if (values.TryGetValue("sortOrder", out var order))
        {
            if (order is not ("ASCENDING" or "DESCENDING"))
            {
                return OktaError.Validation("sortOrder", "The sort order must be ASCENDING or DESCENDING.");
            }

            query = query with { Descending = order == "DESCENDING" };
        }

        query = query with { After = values.GetValueOrDefault("after") };
        return null;
    }
}
